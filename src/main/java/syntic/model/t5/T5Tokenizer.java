package syntic.model.t5;

import java.nio.file.Files;
import java.nio.file.Path;
import syntic.model.ModelException;
import syntic.model.token.HubTokenizer;
import syntic.model.token.TextTokenizer;
import syntic.model.token.TokenizerFile;

/**
 * T5's SentencePiece tokenizer: characters are normalised, the text is split at white space, every word gets a mark in
 * front and is cut into the most probable pieces. Letters keep their case.
 */
public final class T5Tokenizer {
    private T5Tokenizer() {}

    /**
     * Reads {@code tokenizer.json}.
     *
     * @throws ModelException if it is missing or broken
     */
    public static TextTokenizer from(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new ModelException(folder + ": no tokenizer.json; " + (Files.isRegularFile(
                    folder.resolve("spiece.model")) ? "make it of spiece.model, in Python with the package "
                    + "transformers: AutoTokenizer.from_pretrained('" + folder + "').save_pretrained('" + folder + "')"
                    : "it lies beside the weights of a T5"));
        }
        return new HubTokenizer(file, TokenizerFile.json(file), "</s>", "<pad>");
    }
}
