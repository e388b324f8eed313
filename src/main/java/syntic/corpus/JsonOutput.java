package syntic.corpus;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

import com.google.gson.stream.JsonWriter;

/** Writes JSON files whole or not at all: an interrupted or failed run leaves what was there before. */
public final class JsonOutput {

    /** Writes the one value of a file. */
    @FunctionalInterface
    public interface Document {
        void write(JsonWriter json) throws IOException;
    }

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,17}");

    private JsonOutput() {
    }

    /** Writes a file, replacing one that is there. */
    public static void write(Path file, Document document) throws IOException {
        Path target = file.toAbsolutePath();
        if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(file.toString(), null,
                    "there is no folder " + target.getParent() + "; create it first");
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            try (BufferedWriter text = Files.newBufferedWriter(partial); JsonWriter json = new JsonWriter(text)) {
                document.write(json);
            }
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Writes an identifier as COCO files have it: as a number where it is an integer, else as a string. */
    public static void writeId(JsonWriter json, String id) throws IOException {
        if (INTEGER.matcher(id).matches()) {
            json.value(Long.parseLong(id));
        } else {
            json.value(id);
        }
    }
}
