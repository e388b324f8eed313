package syntic.store;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import syntic.io.AtomicFile;
import syntic.io.Seal;

/**
 * What made a result: the stage, its settings (seeds among them) and the fingerprints of what went in (models, feature
 * sets, corpora). Equal provenance means equal result, so it is also the key under which results are kept.
 *
 * @param stage name of the stage, such as {@code refinement}
 * @param settings by name
 * @param inputs fingerprints by what they are of
 */
public record Provenance(String stage, SortedMap<String, String> settings, SortedMap<String, String> inputs) {
    private static final int HASH_DIGITS = 16;

    public Provenance {
        if (!stage.matches("[A-Za-z0-9._-]{1,60}")) {
            throw new IllegalArgumentException("a stage's name is 1 to 60 letters, digits, dots and dashes, not '"
                    + stage + "'");
        }
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }

    /** The settings are those of a configuration record, as {@link RecordSettings} names them. */
    public static Provenance of(String stage, Record configuration, Map<String, String> inputs) {
        SortedMap<String, String> settings = new TreeMap<>();
        RecordSettings.put(settings, "", configuration);
        return new Provenance(stage, settings, new TreeMap<>(inputs));
    }

    /** The same with further settings. */
    public Provenance with(Map<String, String> further) {
        SortedMap<String, String> all = new TreeMap<>(settings);
        all.putAll(further);
        return new Provenance(stage, all, inputs);
    }

    /** Sixteen hexadecimal digits that differ where anything differs. */
    public String hash() {
        return Fingerprint.of(toJson().getBytes(StandardCharsets.UTF_8)).substring(0, HASH_DIGITS);
    }

    public String toJson() {
        return new Gson().toJson(this);
    }

    /** Writes a file that {@link #read} reads. */
    public void write(Path file) {
        AtomicFile.write(file, Seal.json(toJson()));
    }

    /**
     * @param remedy what to do where the file is damaged
     * @throws StoreException naming the file if it does not hold what {@link #write} writes
     */
    public static Provenance read(Path file, String remedy) {
        try {
            return parse(file.toString(), Seal.open(Files.readString(file)));
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be read (" + e.getMessage() + "); " + remedy, e);
        }
    }

    /** @throws StoreException naming {@code where} if {@code json} is not what {@link #toJson} writes */
    public static Provenance parse(String where, String json) {
        try {
            JsonObject object = new Gson().fromJson(json, JsonObject.class);
            return new Provenance(object.get("stage").getAsString(), texts(object, "settings"),
                    texts(object, "inputs"));
        } catch (JsonParseException | NullPointerException | IllegalStateException | IllegalArgumentException
                | UnsupportedOperationException | ClassCastException e) {
            throw new StoreException(where + ": does not say what made it, so this project did not write it; name "
                    + "another, or move it away", e);
        }
    }

    private static SortedMap<String, String> texts(JsonObject object, String key) {
        SortedMap<String, String> texts = new TreeMap<>();
        object.getAsJsonObject(key).entrySet().forEach(
                entry -> texts.put(entry.getKey(), entry.getValue().getAsString()));
        return texts;
    }

    /** What is different, for messages: {@code seed 1 instead of 2}. */
    public String differenceFrom(Provenance wanted) {
        List<String> differences = new ArrayList<>();
        if (!stage.equals(wanted.stage)) {
            differences.add("stage " + stage + " instead of " + wanted.stage);
        }
        differences(settings, wanted.settings, differences);
        differences(inputs, wanted.inputs, differences);
        return String.join(", ", differences);
    }

    private static void differences(Map<String, String> found, Map<String, String> wanted, List<String> differences) {
        SortedSet<String> names = new TreeSet<>(found.keySet());
        names.addAll(wanted.keySet());
        for (String name : names) {
            if (!found.getOrDefault(name, "nothing").equals(wanted.getOrDefault(name, "nothing"))) {
                differences.add(name + " " + found.getOrDefault(name, "nothing") + " instead of "
                        + wanted.getOrDefault(name, "nothing"));
            }
        }
    }
}
