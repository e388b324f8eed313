package syntic.metric;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Reads the JSON files of the reference metrics. */
public final class ReferenceData {

    private ReferenceData() {
    }

    public static JsonObject json(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files below a folder whose path relative to it matches a glob, in order. */
    static List<Path> files(Path folder, String glob) throws IOException {
        var matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> matcher.matches(folder.relativize(file))).sorted().toList();
        }
    }

    /** {@code expected_NAME.json} and the like: NAME. */
    static String system(Path file) {
        return file.getFileName().toString().replaceFirst("^[a-z]+_", "").replaceFirst("\\.json$", "");
    }

    static List<String> strings(JsonElement array) {
        List<String> strings = new ArrayList<>();
        array.getAsJsonArray().forEach(element -> strings.add(element.getAsString()));
        return strings;
    }

    public static double[] doubles(JsonElement array) {
        JsonArray elements = array.getAsJsonArray();
        double[] doubles = new double[elements.size()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = elements.get(i).getAsDouble();
        }
        return doubles;
    }

    static Map<String, List<String>> references(JsonObject coco) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        coco.getAsJsonArray("images").forEach(
                image -> references.put(image.getAsJsonObject().get("id").getAsString(), new ArrayList<>()));
        coco.getAsJsonArray("annotations").forEach(annotation -> references
                .get(annotation.getAsJsonObject().get("image_id").getAsString())
                .add(annotation.getAsJsonObject().get("caption").getAsString()));
        return references;
    }

    static Map<String, String> results(JsonArray coco) {
        Map<String, String> results = new LinkedHashMap<>();
        coco.forEach(result -> results.put(result.getAsJsonObject().get("image_id").getAsString(),
                result.getAsJsonObject().get("caption").getAsString()));
        return results;
    }
}
