package syntic.nn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a file is by its first bytes, to say so where it is not what it should be. */
public final class FileKind {
    private static final int BYTES = 64;
    private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

    static {
        BEGINNINGS.put("\u0093numpy", "a NumPy array (.npy)");
        BEGINNINGS.put("pk\u0003\u0004", "a zip archive, such as .npz, or .pt and .bin of PyTorch");
        BEGINNINGS.put("\u0080", "a pickle of Python");
        BEGINNINGS.put("\u0089hdf", "an HDF5 file");
        BEGINNINGS.put("gguf", "a GGUF file");
        BEGINNINGS.put("par1", "a Parquet file");
        BEGINNINGS.put("\u001f\u008b", "a file compressed with gzip");
        BEGINNINGS.put("version https://git-lfs", "a pointer of Git LFS, whose file is fetched with 'git lfs pull'");
        BEGINNINGS.put("<!doctype html", "a web page");
        BEGINNINGS.put("<html", "a web page");
        BEGINNINGS.put("{", "a text in JSON");
    }

    private FileKind() {}

    /** Empty for what is not known here. */
    public static Optional<String> of(Path file) throws IOException {
        String start;
        try (InputStream in = Files.newInputStream(file)) {
            start = new String(in.readNBytes(BYTES), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        }
        return BEGINNINGS.entrySet().stream().filter(kind -> start.startsWith(kind.getKey())).map(Map.Entry::getValue)
                .findFirst();
    }
}
