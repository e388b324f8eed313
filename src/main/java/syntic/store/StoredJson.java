package syntic.store;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import syntic.io.Gunzip;
import syntic.nn.JsonFault;

/** Reads results that were kept as JSON; a file that is missing, cut or of something else is refused by name. */
public final class StoredJson {
    private StoredJson() {}

    /** As {@link #read(Path, TypeToken, String)}. */
    public static <T> T read(Path file, Class<T> type, String remedy) {
        return read(file, TypeToken.get(type), remedy);
    }

    /**
     * The content of a file; never null.
     *
     * @param file compressed if it ends in {@code .gz}
     * @param remedy what to do where there is no such file, and after a damaged one was moved away
     * @throws StoreException naming the file and the remedy if it cannot be read as this type
     */
    public static <T> T read(Path file, TypeToken<T> type, String remedy) {
        T content;
        try (InputStream plain = file.toString().endsWith(".gz") ? Gunzip.open(file) : Files.newInputStream(file);
                Reader text = new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder())) {
            content = parse(file, text, type, remedy);
        } catch (NoSuchFileException e) {
            throw new StoreException(file + ": there is no such file; " + remedy, e);
        } catch (IOException e) {
            throw damaged(file, e.toString(), remedy, e);
        }
        if (content == null) {
            throw damaged(file, "it is empty", remedy, null);
        }
        return content;
    }

    private static <T> T parse(Path file, Reader text, TypeToken<T> type, String remedy) {
        try {
            return new Gson().fromJson(text, type);
        } catch (JsonParseException e) {
            throw damaged(file, JsonFault.of(e), remedy, e);
        } catch (RuntimeException e) {
            // A record's constructor refused; the message about that repeats the whole content, its cause does not.
            throw damaged(file, e.getCause() == null ? e.toString() : e.getCause().getMessage(), remedy, e);
        }
    }

    private static StoreException damaged(Path file, String reason, String remedy, Exception cause) {
        return new StoreException(file + ": is damaged, or something else than its name says (" + reason
                + "); move it away and " + remedy, cause);
    }
}
