package syntic.exchange;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.pack.FeaturePack;
import syntic.store.FeatureWriter;

/** Writes a pack's features for other programs, in the order of its ids. */
public final class FeatureExport {
    /** Of folders: what the pack says of itself, models, settings and licence. */
    static final String DESCRIPTION = "made.json";
    static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private FeatureExport() {}

    /**
     * By the file's name: {@code .npy} (with {@code NAME.ids.txt} beside it), {@code .npz} (arrays {@code features} and
     * {@code ids}), {@code .safetensors}, {@code .csv}.
     *
     * @throws UserException if it has another extension or cannot be written
     */
    public static void write(FeaturePack pack, Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        List<String> ids = pack.ids();
        if (name.endsWith(".npy")) {
            AtomicFile.write(file, out -> npy(pack, ids, out));
            AtomicFile.write(file.resolveSibling(file.getFileName() + ".ids.txt"), lines(file, ids));
        } else if (name.endsWith(".npz")) {
            AtomicFile.write(file, out -> npz(pack, ids, out));
        } else if (name.endsWith(".safetensors")) {
            try (FeatureWriter writer = new FeatureWriter(file, ids, pack.width(), pack.made())) {
                ids.forEach(id -> writer.add(pack.feature(id)));
            }
        } else if (name.endsWith(".csv")) {
            AtomicFile.write(file, out -> csv(pack, ids, out));
        } else {
            throw new UserException(file + ": features are exported as .npy, .npz, .safetensors or .csv; name the file "
                    + "so");
        }
    }

    private static String lines(Path file, List<String> ids) {
        if (ids.stream().anyMatch(id -> id.indexOf('\n') >= 0)) {
            throw new UserException(file + ": an id has a line break, and ids are lines beside .npy; export as .npz");
        }
        return String.join("\n", ids) + "\n";
    }

    static void npy(FeaturePack pack, List<String> ids, OutputStream out) throws IOException {
        out.write(NpyTable.header("<f4", List.of((long) ids.size(), (long) pack.width())));
        ByteBuffer row = ByteBuffer.allocate(Float.BYTES * pack.width()).order(ByteOrder.LITTLE_ENDIAN);
        for (String id : ids) {
            row.clear().asFloatBuffer().put(pack.feature(id));
            out.write(row.array());
        }
    }

    private static void npz(FeaturePack pack, List<String> ids, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(0);
        zip.putNextEntry(entry("features.npy"));
        npy(pack, ids, zip);
        int letters = ids.stream().mapToInt(id -> id.codePointCount(0, id.length())).max().orElse(1);
        zip.putNextEntry(entry("ids.npy"));
        zip.write(NpyTable.header("<U" + Math.max(1, letters), List.of((long) ids.size())));
        ByteBuffer text = ByteBuffer.allocate(4 * Math.max(1, letters)).order(ByteOrder.LITTLE_ENDIAN);
        for (String id : ids) {
            text.clear();
            id.codePoints().forEach(text::putInt);
            while (text.hasRemaining()) {
                text.putInt(0);
            }
            zip.write(text.array());
        }
        zip.finish();
    }

    /** With the time that NumPy gives: the same features are the same bytes whenever they are written. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        return entry;
    }

    private static void csv(FeaturePack pack, List<String> ids, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder("id");
        for (int column = 0; column < pack.width(); column++) {
            line.append(",f").append(column);
        }
        out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        for (String id : ids) {
            line.setLength(0);
            quote(line, id);
            for (float value : pack.feature(id)) {
                line.append(',').append(value);
            }
            out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A cell of a CSV file. */
    static void quote(StringBuilder line, String cell) {
        line.append('"').append(cell.replace("\"", "\"\"")).append('"');
    }
}
