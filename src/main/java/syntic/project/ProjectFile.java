package syntic.project;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.store.StoredJson;

/** {@code project.json}: reading and writing it, with paths relative to its folder. */
final class ProjectFile {
    static final String NAME = "project.json";
    private static final int FORMAT = 1;
    private static final Set<String> KEYS = Set.of("format", "name", "captions", "support", "photos", "models", "seed",
            "settings");
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path folder;
    private final Path file;

    ProjectFile(Path folder) {
        this.folder = folder;
        file = folder.resolve(NAME);
    }

    ProjectParts read() {
        if (!Files.isRegularFile(file)) {
            throw new UserException(folder + ": is not a project, as it holds no " + NAME
                    + "; make it one with: project create " + folder);
        }
        JsonObject json = StoredJson.read(file, JsonObject.class, "write it again with project create");
        try {
            requireFormat(json);
            return parts(json);
        } catch (ClassCastException | IllegalStateException | NumberFormatException | UnsupportedOperationException e) {
            throw new UserException(file + ": " + e.getMessage() + "; write it as the README shows", e);
        }
    }

    private void requireFormat(JsonObject json) {
        if (!json.has("format")) {
            throw new UserException(file + ": has no \"format\", so it is no project's; name another folder");
        }
        int format = json.get("format").getAsInt();
        if (format != FORMAT) {
            throw new UserException(file + ": has the format " + format + ", and this version reads " + FORMAT
                    + "; update this program");
        }
        for (String key : json.keySet()) {
            if (!KEYS.contains(key)) {
                throw new UserException(file + ": a project has no \"" + key + "\"; it has " + String.join(", ",
                        KEYS.stream().sorted().toList()));
            }
        }
    }

    private ProjectParts parts(JsonObject json) {
        SortedMap<ModelRole, Path> models = new TreeMap<>();
        texts(json, "models").forEach((key, path) -> models.put(ModelRole.of(key), resolved(path)));
        return new ProjectParts(json.has("name") ? json.get("name").getAsString() : Project.nameOf(folder),
                lists(json, "captions", this::source), list(json.get("support"), this::source),
                lists(json, "photos", path -> resolved(path.getAsString())), models,
                json.has("seed") ? json.get("seed").getAsLong() : 1, texts(json, "settings"));
    }

    private CaptionSource source(JsonElement json) {
        if (json.isJsonPrimitive()) {
            return new CaptionSource(resolved(json.getAsString()), null);
        }
        JsonObject object = json.getAsJsonObject();
        if (!object.has("file")) {
            throw new UserException(file + ": captions are a file's name or {\"file\": …, \"split\": …}, not " + json);
        }
        return new CaptionSource(resolved(object.get("file").getAsString()),
                object.has("split") ? object.get("split").getAsString() : null);
    }

    private static <T> SortedMap<String, List<T>> lists(JsonObject json, String key, Function<JsonElement, T> read) {
        SortedMap<String, List<T>> lists = new TreeMap<>();
        if (json.has(key)) {
            json.getAsJsonObject(key).entrySet().forEach(entry -> lists.put(entry.getKey(),
                    list(entry.getValue(), read)));
        }
        return lists;
    }

    private static <T> List<T> list(JsonElement json, Function<JsonElement, T> read) {
        List<T> list = new ArrayList<>();
        if (json != null) {
            json.getAsJsonArray().forEach(one -> list.add(read.apply(one)));
        }
        return list;
    }

    private static SortedMap<String, String> texts(JsonObject json, String key) {
        SortedMap<String, String> texts = new TreeMap<>();
        if (json.has(key)) {
            json.getAsJsonObject(key).entrySet().forEach(entry -> texts.put(entry.getKey(),
                    entry.getValue().getAsString()));
        }
        return texts;
    }

    void write(ProjectParts parts) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("name", parts.name());
        json.add("captions", GSON.toJsonTree(told(parts.captions(), this::told)));
        json.add("support", GSON.toJsonTree(parts.support().stream().map(this::told).toList()));
        json.add("photos", GSON.toJsonTree(told(parts.photos(), this::relative)));
        Map<String, String> models = new TreeMap<>();
        parts.models().forEach((role, path) -> models.put(role.key(),
                path.isAbsolute() ? path.toString() : relative(path)));
        json.add("models", GSON.toJsonTree(models));
        json.addProperty("seed", parts.seed());
        json.add("settings", GSON.toJsonTree(parts.settings()));
        AtomicFile.write(file, GSON.toJson(json) + "\n");
    }

    private static <T> Map<String, List<Object>> told(Map<String, List<T>> lists, Function<T, Object> tell) {
        Map<String, List<Object>> told = new TreeMap<>();
        lists.forEach((split, list) -> told.put(split, list.stream().map(tell).toList()));
        return told;
    }

    private Object told(CaptionSource source) {
        String path = relative(source.file());
        return source.split() == null ? path : new TreeMap<>(Map.of("file", path, "split", source.split()));
    }

    private Path resolved(String path) {
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new UserException(file + ": no file can have the name '" + path + "' (" + e.getReason() + ")", e);
        }
    }

    /** With slashes, so that a project can move to another system. */
    private String relative(Path path) {
        Path from = folder.toAbsolutePath().normalize();
        Path to = path.toAbsolutePath().normalize();
        if (!Objects.equals(from.getRoot(), to.getRoot())) {
            return to.toString();
        }
        return from.relativize(to).toString().replace('\\', '/');
    }
}
