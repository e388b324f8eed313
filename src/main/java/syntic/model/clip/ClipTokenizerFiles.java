package syntic.model.clip;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import syntic.model.ModelException;

/**
 * The two ways in which a CLIP's tokenizer lies in a folder: {@code vocab.json} with {@code merges.txt}, or both inside
 * {@code tokenizer.json}. How texts are cleaned and split is CLIP's own in either case.
 */
final class ClipTokenizerFiles {
    private static final long MAX_BYTES = 64L << 20;

    private ClipTokenizerFiles() {}

    static ClipTokenizer read(Path folder) {
        Path vocabulary = folder.resolve("vocab.json");
        Path both = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(vocabulary) && Files.isRegularFile(both)) {
            return tokenizer(both, () -> fromBoth(both, json(both)));
        }
        Path merges = folder.resolve("merges.txt");
        return tokenizer(vocabulary, () -> new ClipTokenizer(ids(json(vocabulary)),
                pairs(merges, text(merges).lines().filter(line -> !line.startsWith("#version") && !line.isBlank())
                        .toList())));
    }

    /** Wrong types in JSON, which Gson reports in several ways, become one error that names the file. */
    private static ClipTokenizer tokenizer(Path file, Supplier<ClipTokenizer> reading) {
        try {
            return reading.get();
        } catch (JsonParseException | IllegalStateException | NumberFormatException | ClassCastException
                | UnsupportedOperationException e) {
            throw new ModelException(file + ": not the JSON of a tokenizer: " + e.getMessage(), e);
        }
    }

    private static ClipTokenizer fromBoth(Path file, JsonObject root) {
        JsonObject model = required(root, "model").getAsJsonObject();
        JsonElement suffix = required(model, "end_of_word_suffix");
        if (!suffix.isJsonPrimitive() || !suffix.getAsString().equals(ClipTokenizer.WORD_END)) {
            throw new JsonParseException("'end_of_word_suffix' is " + suffix + ", not that of a CLIP, '"
                    + ClipTokenizer.WORD_END + "'");
        }
        Map<String, Integer> ids = ids(required(model, "vocab").getAsJsonObject());
        if (root.has("added_tokens")) {
            for (JsonElement added : root.getAsJsonArray("added_tokens")) {
                JsonObject token = added.getAsJsonObject();
                ids.putIfAbsent(required(token, "content").getAsString(), id(required(token, "id")));
            }
        }
        List<String> merges = new ArrayList<>();
        for (JsonElement merge : required(model, "merges").getAsJsonArray()) {
            merges.add(merge.isJsonArray() ? pair(merge.getAsJsonArray()) : merge.getAsString());
        }
        return new ClipTokenizer(ids, pairs(file, merges));
    }

    private static JsonElement required(JsonObject object, String key) {
        if (!object.has(key)) {
            throw new JsonParseException("'" + key + "' is missing");
        }
        return object.get(key);
    }

    /** Newer files hold a pair as a list. */
    private static String pair(JsonArray pair) {
        List<String> parts = new ArrayList<>();
        pair.forEach(part -> parts.add(part.getAsString()));
        return String.join(" ", parts);
    }

    private static List<String> pairs(Path file, List<String> merges) {
        for (String merge : merges) {
            int space = merge.indexOf(' ');
            if (space < 1 || space == merge.length() - 1 || merge.indexOf(' ', space + 1) >= 0) {
                throw new ModelException(file + ": '" + merge + "' is not a pair of symbols with a space between");
            }
        }
        return merges;
    }

    private static Map<String, Integer> ids(JsonObject vocabulary) {
        Map<String, Integer> ids = new HashMap<>();
        vocabulary.entrySet().forEach(entry -> ids.put(entry.getKey(), id(entry.getValue())));
        return ids;
    }

    private static int id(JsonElement id) {
        double value = id.getAsDouble();
        if (value != Math.rint(value) || value < 0 || value > Integer.MAX_VALUE) {
            throw new JsonParseException("a token id must be a whole number of 0 or more, not " + id);
        }
        return (int) value;
    }

    private static JsonObject json(Path file) {
        return JsonParser.parseString(text(file)).getAsJsonObject();
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelException(file + ": " + Files.size(file) + " bytes are too many for a tokenizer");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read (" + e + "); a tokenizer is vocab.json with merges.txt, "
                    + "or tokenizer.json", e);
        }
    }
}
