package syntic.model.gpt;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import syntic.model.token.HubTokenizer;
import syntic.model.token.TextTokenizer;
import syntic.model.token.TokenizerFile;

/**
 * GPT-2's byte-pair encoding (Radford et al. 2019): words keep their case and the space before them, and any text comes
 * back as it was.
 */
public final class GptTokenizer {
    private static final String END = "<|endoftext|>";
    /** The symbol of the byte 255, which no text in UTF-8 contains. */
    private static final String NO_TEXT = "ÿ";
    /** What GPT-2's tokenizer.json says beside its vocabulary. */
    private static final String FORM = """
            {"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
             "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
             "model": {"type": "BPE"}}""";

    private GptTokenizer() {}

    /**
     * Reads {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt} where it is absent.
     *
     * @throws syntic.model.ModelException if a file is missing or broken
     */
    public static TextTokenizer from(Path folder) {
        Path whole = folder.resolve("tokenizer.json");
        Path vocabulary = folder.resolve("vocab.json");
        return Files.isRegularFile(whole)
                ? new HubTokenizer(whole, TokenizerFile.json(whole), END, NO_TEXT)
                : new HubTokenizer(vocabulary, joined(TokenizerFile.json(vocabulary),
                        TokenizerFile.text(folder.resolve("merges.txt"))), END, NO_TEXT);
    }

    private static JsonObject joined(JsonObject vocabulary, String merges) {
        JsonObject root = JsonParser.parseString(FORM).getAsJsonObject();
        JsonArray pairs = new JsonArray();
        merges.lines().filter(line -> !line.startsWith("#version") && !line.isBlank()).forEach(pairs::add);
        root.getAsJsonObject("model").add("vocab", vocabulary);
        root.getAsJsonObject("model").add("merges", pairs);
        return root;
    }
}
