package syntic.model.t5;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.model.ModelException;
import syntic.model.token.TokenizerFile;

/**
 * A {@code tokenizer.json} with a unigram model. Whatever T5's own files do not have (byte fallback, lower case,
 * another way to split) is refused rather than passed over.
 */
final class T5TokenizerFile {
    private T5TokenizerFile() {}

    static T5Tokenizer read(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        Path pieces = folder.resolve("spiece.model");
        if (Files.isRegularFile(file)) {
            return TokenizerFile.reading(file, () -> read(file, TokenizerFile.json(file)));
        }
        if (Files.isRegularFile(pieces)) {
            return SentencePieceFile.read(pieces);
        }
        throw new ModelException(folder + ": no tokenizer, neither tokenizer.json nor spiece.model is there; both lie "
                + "beside the weights of a T5");
    }

    private static T5Tokenizer read(Path file, JsonObject root) {
        JsonObject model = TokenizerFile.required(root, "model").getAsJsonObject();
        require(type(model).equals("Unigram"), "the model is a " + type(model) + "; T5 has a Unigram");
        require(!flag(model, "byte_fallback", false), "'byte_fallback' is true, which T5 does not have");
        List<Unigram.Piece> pieces = new ArrayList<>();
        for (JsonElement entry : TokenizerFile.required(model, "vocab").getAsJsonArray()) {
            JsonArray piece = entry.getAsJsonArray();
            double score = piece.get(1).getAsDouble();
            require(Double.isFinite(score), "the score of a piece is " + score);
            pieces.add(new Unigram.Piece(piece.get(0).getAsString(), score));
        }
        CharacterMap[] characters = {CharacterMap.NONE};
        boolean[] single = {false};
        for (JsonObject step : steps(root, "normalizer", "normalizers")) {
            switch (type(step)) {
                case "Precompiled" -> characters[0] = CharacterMap.of(Base64.getDecoder().decode(
                        TokenizerFile.required(step, "precompiled_charsmap").getAsString()), file.toString());
                case "Replace" -> {
                    JsonObject pattern = TokenizerFile.required(step, "pattern").getAsJsonObject();
                    require(pattern.has("Regex") && pattern.get("Regex").getAsString().equals(" {2,}"),
                            "a normalizer replaces " + pattern + "; only runs of spaces are known");
                    single[0] = true;
                }
                case "Strip" -> { /* Words are stripped in any case. */ }
                default -> throw new JsonParseException("the normalizer " + type(step) + " is not one of T5");
            }
        }
        boolean marked = false;
        for (JsonObject step : steps(root, "pre_tokenizer", "pretokenizers")) {
            switch (type(step)) {
                case "WhitespaceSplit" -> single[0] = true;
                case "Metaspace" -> marked = marks(step);
                default -> throw new JsonParseException("the pre-tokenizer " + type(step) + " is not one of T5");
            }
        }
        require(marked && single[0], "the pre-tokenizer is not T5's, which splits at spaces and marks words");
        return new T5Tokenizer(pieces, special(root), TokenizerFile.id(TokenizerFile.required(model, "unk_id")),
                characters[0], file.toString());
    }

    private static boolean marks(JsonObject metaspace) {
        require(TokenizerFile.required(metaspace, "replacement").getAsString().equals(String.valueOf(T5Tokenizer.WORD))
                && flag(metaspace, "add_prefix_space", true) && flag(metaspace, "split", true)
                && (!metaspace.has("prepend_scheme") || metaspace.get("prepend_scheme").getAsString().equals("always")),
                "words are marked in another way than T5's: " + metaspace);
        return true;
    }

    private static Map<String, Integer> special(JsonObject root) {
        Map<String, Integer> special = new LinkedHashMap<>();
        if (root.has("added_tokens")) {
            for (JsonElement added : root.getAsJsonArray("added_tokens")) {
                JsonObject token = added.getAsJsonObject();
                String content = TokenizerFile.required(token, "content").getAsString();
                require(flag(token, "special", false) && !content.isEmpty(),
                        "the added token '" + content + "' is not special");
                special.put(content, TokenizerFile.id(TokenizerFile.required(token, "id")));
            }
        }
        return special;
    }

    /** A step by itself, or the steps of a sequence. */
    private static List<JsonObject> steps(JsonObject root, String key, String ofSequence) {
        if (!root.has(key) || root.get(key).isJsonNull()) {
            return List.of();
        }
        JsonObject step = root.getAsJsonObject(key);
        if (!type(step).equals("Sequence")) {
            return List.of(step);
        }
        List<JsonObject> steps = new ArrayList<>();
        TokenizerFile.required(step, ofSequence).getAsJsonArray().forEach(one -> steps.add(one.getAsJsonObject()));
        return steps;
    }

    private static String type(JsonObject object) {
        return TokenizerFile.required(object, "type").getAsString();
    }

    private static boolean flag(JsonObject object, String key, boolean otherwise) {
        return object.has(key) && !object.get(key).isJsonNull() ? object.get(key).getAsBoolean() : otherwise;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new JsonParseException(message);
        }
    }
}
