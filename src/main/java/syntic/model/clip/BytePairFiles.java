package syntic.model.clip;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntic.model.ModelException;
import syntic.model.token.TokenizerFile;

/**
 * The two ways in which a byte-pair tokenizer lies in a folder: {@code vocab.json} with {@code merges.txt}, or both
 * inside {@code tokenizer.json}. How texts are cleaned and split is CLIP's own in either case.
 */
final class BytePairFiles {
    /** Goes before the others where it is there, as in the transformers library. */
    static final String BOTH = "tokenizer.json";

    private BytePairFiles() {}

    /** @throws ModelException if a file is missing, broken or of another kind of tokenizer */
    static BytePairs read(Path folder) {
        Path vocabulary = folder.resolve("vocab.json");
        Path both = folder.resolve(BOTH);
        if (Files.isRegularFile(both)) {
            return TokenizerFile.reading(both, () -> fromBoth(both, TokenizerFile.json(both)));
        }
        Path merges = folder.resolve("merges.txt");
        return TokenizerFile.reading(vocabulary, () -> new BytePairs(ids(TokenizerFile.json(vocabulary)),
                pairs(merges, TokenizerFile.text(merges).lines()
                        .filter(line -> !line.startsWith("#version") && !line.isBlank()).toList())));
    }

    private static BytePairs fromBoth(Path file, JsonObject root) {
        JsonObject model = TokenizerFile.required(root, "model").getAsJsonObject();
        JsonElement found = TokenizerFile.required(model, "end_of_word_suffix");
        String stated = found.isJsonNull() ? "" : found.isJsonPrimitive() ? found.getAsString() : found.toString();
        if (!stated.equals(ClipTokenizer.WORD_END)) {
            throw new JsonParseException("'end_of_word_suffix' is " + found + ", not CLIP's, '"
                    + ClipTokenizer.WORD_END + "'");
        }
        Map<String, Integer> ids = ids(TokenizerFile.required(model, "vocab").getAsJsonObject());
        if (root.has("added_tokens")) {
            for (JsonElement added : root.getAsJsonArray("added_tokens")) {
                JsonObject token = added.getAsJsonObject();
                ids.putIfAbsent(TokenizerFile.required(token, "content").getAsString(),
                        TokenizerFile.id(TokenizerFile.required(token, "id")));
            }
        }
        List<String> merges = new ArrayList<>();
        for (JsonElement merge : TokenizerFile.required(model, "merges").getAsJsonArray()) {
            merges.add(merge.isJsonArray() ? pair(merge.getAsJsonArray()) : merge.getAsString());
        }
        return new BytePairs(ids, pairs(file, merges));
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
        vocabulary.entrySet().forEach(entry -> ids.put(entry.getKey(), TokenizerFile.id(entry.getValue())));
        return ids;
    }
}
