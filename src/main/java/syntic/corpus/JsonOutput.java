package syntic.corpus;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonIOException;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import syntic.io.AtomicFile;
import syntic.io.UserException;

/** Writes JSON files whole or not at all: an interrupted or failed run leaves what was there before. */
public final class JsonOutput {

    /** Writes the one value of a file. */
    @FunctionalInterface
    public interface Document {
        void write(JsonWriter json) throws IOException;
    }

    private static final Gson TREES = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,17}");

    private JsonOutput() {
    }

    /**
     * Writes a file, replacing one that is there.
     *
     * @param file compressed if it ends in {@code .gz}
     * @throws UserException naming the file, the reason and the remedy if it cannot be written
     */
    public static void write(Path file, Document document) {
        AtomicFile.write(file, out -> {
            OutputStream bytes = file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
            JsonWriter json = new JsonWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
            try {
                document.write(json);
            } catch (JsonIOException e) {
                if (e.getCause() instanceof IOException cause) {
                    throw cause;
                }
                throw e;
            }
            json.close();
        });
    }

    /** As {@link #write}, a value made of maps, lists, arrays, texts and numbers. */
    public static void writeTree(Path file, Object value) {
        write(file, json -> TREES.toJson(value, value.getClass(), json));
    }

    /** Writes an identifier as COCO files have it: as a number where it is an integer, else as a string. */
    public static void writeId(JsonWriter json, String id) throws IOException {
        TREES.toJson(id(id), Object.class, json);
    }

    /** An identifier as {@link #writeId} writes it. */
    public static Object id(String id) {
        return INTEGER.matcher(id).matches() ? (Object) Long.parseLong(id) : id;
    }
}
