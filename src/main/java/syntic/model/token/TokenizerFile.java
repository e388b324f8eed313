package syntic.model.token;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import syntic.model.ModelException;
import syntic.nn.JsonFault;

/** A file of a tokenizer, read with its size limited and every error naming it. */
public final class TokenizerFile {
    private static final long MAX_BYTES = 64L << 20;

    private TokenizerFile() {}

    /** Wrong types in JSON, which Gson reports in several ways, become one error that names the file. */
    public static <T> T reading(Path file, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | ClassCastException
                | UnsupportedOperationException e) {
            throw new ModelException(file + ": not the JSON of a tokenizer: " + JsonFault.of(e), e);
        }
    }

    public static JsonObject json(Path file) {
        return reading(file, () -> JsonParser.parseString(text(file)).getAsJsonObject());
    }

    public static String text(Path file) {
        try {
            return Files.readString(sized(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Path sized(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new ModelException(file + ": " + Files.size(file) + " bytes are too many for a tokenizer");
        }
        return file;
    }

    private static ModelException unreadable(Path file, IOException e) {
        return new ModelException(file + ": cannot be read (" + e + "); a tokenizer is tokenizer.json, or vocab.json "
                + "with merges.txt (CLIP, GPT-2)", e);
    }

    public static JsonElement required(JsonObject object, String key) {
        if (!object.has(key)) {
            throw new JsonParseException("'" + key + "' is missing");
        }
        return object.get(key);
    }

    /** A token id. */
    public static int id(JsonElement id) {
        double value = id.getAsDouble();
        if (value != Math.rint(value) || value < 0 || value > Integer.MAX_VALUE) {
            throw new JsonParseException("a token id must be a whole number of 0 or more, not " + id);
        }
        return (int) value;
    }
}
