package syntic.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The token that fills up short texts, as a tokenizer's folder names it: {@code !} in Stable Diffusion 2 and Turbo. */
public final class Padding {
    /** What CLIP and Stable Diffusion 1 fill up with, whether their files say so or not. */
    public static final String END = "<|endoftext|>";
    private static final String KEY = "pad_token";
    private static final List<String> FILES = List.of("special_tokens_map.json", "tokenizer_config.json");

    private Padding() {}

    /** @throws ModelException if a file that could name it is no JSON object */
    public static String of(Path tokenizer) {
        return FILES.stream().map(tokenizer::resolve).filter(Files::isRegularFile).map(Padding::named)
                .flatMap(Optional::stream).findFirst().orElse(END);
    }

    private static Optional<String> named(Path file) {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            JsonElement token = json.has(KEY) ? json.get(KEY) : null;
            return token == null || token.isJsonNull() ? Optional.empty() : Optional.of((token.isJsonObject()
                    ? token.getAsJsonObject().get("content") : token).getAsString());
        } catch (IOException | JsonParseException | IllegalStateException | UnsupportedOperationException
                | NullPointerException e) {
            throw new ModelException(file + ": does not say with which token texts are filled up (" + KEY + "): " + e
                    + "; copy the file again", e);
        }
    }
}
