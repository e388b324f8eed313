package syntic.store;

import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import syntic.io.Sha256;
import syntic.io.UserException;

/**
 * Sums of files of a folder, by name, in {@code digests.json} beside them, so that damage shows when the folder is
 * opened. Tensors carry sums of their own. Folders of former versions, or of others, have no such file.
 */
public final class FolderDigests {
    public static final String FILE = "digests.json";

    private FolderDigests() {}

    /** Of all files that are there now, in folders within it too. */
    static void write(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            // A folder says itself what made it, in a file that has a sum of its own.
            write(folder, files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString())
                    .filter(name -> !Set.of(FILE, ResultStore.PROVENANCE_FILE).contains(name)
                            && !name.endsWith(".safetensors")).toList());
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }

    /** Of these files. */
    public static void write(Path folder, List<String> names) {
        SortedMap<String, String> sums = new TreeMap<>();
        names.forEach(name -> sums.put(name, sum(folder.resolve(name))));
        StoredJson.write(folder.resolve(FILE), sums);
    }

    /**
     * Reads them again.
     *
     * @param remedy what to do where one is damaged
     * @throws StoreException naming the file that is not what it was, or is gone
     */
    public static void require(Path folder, String remedy) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        StoredJson.read(file, new TypeToken<Map<String, String>>() { }, remedy).forEach((name, sum) -> {
            if (!Files.exists(folder.resolve(name)) || !sum.equals(sum(folder.resolve(name)))) {
                throw new StoreException(folder.resolve(name) + ": damaged, or not as it was written; " + remedy);
            }
        });
    }

    private static String sum(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw UserException.ofReading(file, e);
        }
    }
}
