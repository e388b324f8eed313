package syntic.model.token;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import syntic.model.ModelException;
import syntic.nn.Torch;

/**
 * A tokenizer in the form of {@code tokenizer.json}, run by the tokenizers library of Hugging Face. Special tokens that
 * stand in a text, such as {@code <extra_id_0>}, are found before anything else.
 */
public final class HubTokenizer implements TextTokenizer {
    /** What such a file may say of cutting and filling is the caller's affair here. */
    private static final Map<String, String> WHOLE_TEXTS = Map.of("truncation", "false", "padding", "false");

    static {
        Torch.start();
    }

    /** Native memory; its finalizer gives it back. */
    private final HuggingFaceTokenizer tokenizer;
    private final int size;
    private final int end;
    private final int fill;

    /**
     * @param file which {@code root} is from, for messages
     * @param root what {@code tokenizer.json} holds
     * @param end token that ends a text
     * @param fill token that is in no text
     * @throws ModelException if it is no tokenizer, or lacks one of these tokens
     */
    public HubTokenizer(Path file, JsonObject root, String end, String fill) {
        Map<String, Integer> ids = TokenizerFile.reading(file, () -> {
            if (root.has("normalizer") && root.get("normalizer").isJsonObject()) {
                requireCharacterMaps(root.getAsJsonObject("normalizer"));
            }
            return ids(root);
        });
        size = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
        this.end = required(file, ids, end);
        this.fill = required(file, ids, fill);
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(root.toString().getBytes(StandardCharsets.UTF_8)), WHOLE_TEXTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) { // the library has no type of its own for a bad file
            throw new ModelException(file + ": not a tokenizer: " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> ids(JsonObject root) {
        Map<String, Integer> ids = new HashMap<>();
        JsonElement vocabulary = TokenizerFile.required(TokenizerFile.required(root, "model").getAsJsonObject(),
                "vocab");
        if (vocabulary.isJsonArray()) { // of pieces with their scores
            JsonArray pieces = vocabulary.getAsJsonArray();
            IntStream.range(0, pieces.size()).forEach(id ->
                    ids.put(pieces.get(id).getAsJsonArray().get(0).getAsString(), id));
        } else {
            vocabulary.getAsJsonObject().entrySet().forEach(entry ->
                    ids.put(entry.getKey(), TokenizerFile.id(entry.getValue())));
        }
        if (root.has("added_tokens")) {
            for (JsonElement added : root.getAsJsonArray("added_tokens")) {
                JsonObject token = added.getAsJsonObject();
                ids.put(TokenizerFile.required(token, "content").getAsString(),
                        TokenizerFile.id(TokenizerFile.required(token, "id")));
            }
        }
        return ids;
    }

    /** The library ends the whole process where it meets what is no character map of SentencePiece. */
    private static void requireCharacterMaps(JsonObject step) {
        if (step.has("normalizers")) {
            step.getAsJsonArray("normalizers").forEach(one -> requireCharacterMaps(one.getAsJsonObject()));
        }
        if (step.has("precompiled_charsmap") && !step.get("precompiled_charsmap").isJsonNull()) {
            ByteBuffer map = ByteBuffer.wrap(Base64.getDecoder().decode(step.get("precompiled_charsmap")
                    .getAsString())).order(ByteOrder.LITTLE_ENDIAN);
            int trie = map.remaining() < Integer.BYTES ? 0 : map.getInt();
            if (trie < Integer.BYTES || trie % Integer.BYTES != 0 || trie > map.remaining()) {
                throw new JsonParseException("'precompiled_charsmap' is no character map");
            }
        }
    }

    private static int required(Path file, Map<String, Integer> ids, String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new ModelException(file + ": there is no token " + token + "; is this the tokenizer of the model?");
        }
        return id;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int endId() {
        return end;
    }

    @Override
    public int fillId() {
        return fill;
    }

    @Override
    public int[] tokens(String text) {
        return LongStream.of(tokenizer.encode(text, false, false).getIds()).mapToInt(id -> (int) id).toArray();
    }

    /**
     * Spaces at its ends are removed. Ids that a model has beyond the tokenizer's, to make its vocabulary a round
     * number, are left out as well.
     */
    @Override
    public String decode(int... ids) {
        return tokenizer.decode(IntStream.of(ids).filter(id -> id != fill && id != end && id < size).asLongStream()
                .toArray(), true).strip();
    }
}
