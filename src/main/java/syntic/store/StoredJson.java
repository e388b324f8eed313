package syntic.store;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import syntic.io.AtomicFile;
import syntic.io.Gunzip;
import syntic.io.Seal;
import syntic.io.UserException;
import syntic.nn.JsonFault;

/**
 * Results that are kept as JSON, with a digest of their own. A file that is missing, cut, damaged or of something else
 * is refused by name; those of former versions have no digest.
 */
public final class StoredJson {
    private static final String GZIP = ".gz";

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
        try (InputStream plain = file.toString().endsWith(GZIP) ? Gunzip.open(file) : Files.newInputStream(file)) {
            content = parse(file, Seal.open(decoded(plain.readAllBytes())), type, remedy);
        } catch (NoSuchFileException e) {
            throw new StoreException(file + ": there is no such file; " + remedy, e);
        } catch (IOException e) {
            throw damaged(file, e.getMessage() == null ? e.toString() : e.getMessage(), remedy, e);
        }
        if (content == null) {
            throw damaged(file, "it is empty", remedy, null);
        }
        return content;
    }

    private static String decoded(byte[] bytes) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static <T> T parse(Path file, String text, TypeToken<T> type, String remedy) {
        try {
            return new Gson().fromJson(text, type);
        } catch (JsonParseException e) {
            throw damaged(file, JsonFault.of(e), remedy, e);
        } catch (RuntimeException e) {
            // A record's constructor refused; the message about that repeats the whole content, its cause does not.
            throw damaged(file, e.getCause() == null ? e.toString() : e.getCause().getMessage(), remedy, e);
        }
    }

    /**
     * Writes a file, whole or not at all, with a digest by which {@link #read} finds damage.
     *
     * @param file compressed if it ends in {@code .gz}
     * @param content a record or a map
     * @throws UserException naming the file, the reason and the remedy if it cannot be written
     */
    public static void write(Path file, Object content) {
        write(file, content, new Gson());
    }

    /** As {@link #write(Path, Object)}. @param gson how */
    public static void write(Path file, Object content, Gson gson) {
        byte[] json = Seal.json(gson.toJson(content)).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> {
            if (file.toString().endsWith(GZIP)) {
                GZIPOutputStream compressed = new GZIPOutputStream(out);
                compressed.write(json);
                compressed.finish();
            } else {
                out.write(json);
            }
        });
    }

    private static StoreException damaged(Path file, String reason, String remedy, Exception cause) {
        return new StoreException(file + ": is damaged, or something else than its name says (" + reason
                + "); move it away and " + remedy, cause);
    }
}
