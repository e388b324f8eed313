package syntic.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import syntic.io.CacheFolder;
import syntic.io.FileTree;
import syntic.nn.SafetensorsFile;
import syntic.nn.WeightsException;

/**
 * Results between runs: each is kept under what made it, reused when stage, settings and inputs are the same, and made
 * anew when they are not.
 *
 * <p>A file that is damaged, or that says something else made it, is refused by name rather than used or overwritten.
 */
public record ResultStore(Path folder) {
    static final String PROVENANCE_FILE = "provenance.json";
    private static final String INCOMPLETE = ".incomplete";
    private static final String LOCKS = ".locks";
    private static final System.Logger LOGGER = System.getLogger(ResultStore.class.getName());

    /** A store in the folder of the user's results, {@link CacheFolder}. */
    public static ResultStore standard() {
        return new ResultStore(CacheFolder.path().resolve("results"));
    }

    /** Features that are made in one go. */
    public FeatureSet features(Provenance key, Supplier<FeatureSet> make) {
        Path file = folder.resolve(name(key) + ".safetensors");
        InUse.mark(folder, file.getFileName().toString());
        if (Files.exists(file)) {
            return open(file, key);
        }
        FeatureSet made = make.get();
        FeatureSet kept = FeatureSet.join(List.of(made), key);
        kept.save(file);
        return kept;
    }

    /**
     * Features that take long: they are made and kept in shards, so that a kill loses one shard at most.
     *
     * @param key must name what the ids stand for among its inputs (a fingerprint of the corpus)
     * @param shard rows of a shard
     * @param make gives one row for each of the ids
     */
    public FeatureSet features(Provenance key, List<String> ids, int shard, Function<List<String>, float[][]> make,
            ProgressListener progress) {
        if (shard < 1) {
            throw new IllegalArgumentException("a shard needs 1 or more rows, not " + shard);
        }
        Path shards = folder.resolve(name(key));
        List<FeatureSet> parts = new ArrayList<>();
        InUse.mark(folder, name(key));
        progress.at(0, ids.size(), key.stage());
        for (int from = 0; from < ids.size(); from += shard) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + shard));
            Path file = shards.resolve(String.format(Locale.ROOT, "rows-%07d.safetensors", from));
            if (!Files.exists(file)) {
                FeatureSet.of(some, make.apply(some), key).save(file);
            }
            FeatureSet part = open(file, key);
            if (!part.ids().equals(some)) {
                throw new StoreException(file + ": holds " + part.ids().size() + " rows where " + some.size()
                        + " others are wanted: it was begun with another shard size than " + shard + " or other ids; "
                        + "go on as it was begun, or move " + shards + " away to have all made again");
            }
            parts.add(part);
            progress.at(from + some.size(), ids.size(), key.stage());
        }
        return FeatureSet.join(parts, key);
    }

    /**
     * A folder such as a trained model's. It appears under its name when {@code make} is done; what a killed
     * {@code make} left (checkpoints) is there when it is called again. When two processes want the same, one makes it
     * and the other waits.
     */
    public Path folder(Provenance key, Consumer<Path> make) {
        Path result = folder.resolve(name(key));
        Path unfinished = folder.resolve(name(key) + INCOMPLETE);
        InUse.mark(folder, name(key));
        if (isThere(result, key)) {
            return result;
        }
        try (ProcessLock lock = ProcessLock.acquire(lock(name(key)),
                () -> LOGGER.log(Level.INFO, "another process is making " + result + "; waiting for it"))) {
            if (isThere(result, key)) {
                return result;
            }
            Files.createDirectories(unfinished);
            make.accept(unfinished);
            FolderDigests.write(unfinished);
            key.write(unfinished.resolve(PROVENANCE_FILE));
            Files.move(unfinished, result, StandardCopyOption.ATOMIC_MOVE);
            return result;
        } catch (IOException e) {
            throw new StoreException(result + ": cannot be written (" + e + "); free some space or choose another "
                    + "folder, what is done so far is kept in " + unfinished, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(result + ": interrupted while another process was making it", e);
        }
    }

    /** The file that stands for the lock of what is made. */
    public Path lock(String name) {
        return folder.resolve(LOCKS).resolve(name);
    }

    private static boolean isThere(Path result, Provenance key) {
        if (!Files.isDirectory(result)) {
            return false;
        }
        requireSame(result, Provenance.read(result.resolve(PROVENANCE_FILE), "move " + result
                + " away to have it made again"), key);
        requireWhole(result);
        return true;
    }

    private static void requireWhole(Path result) {
        String remedy = "move " + result + " away to have it made again";
        for (Path file : tensors(result)) {
            try {
                SafetensorsFile.open(file).requireSound();
            } catch (WeightsException e) {
                throw new StoreException(e.getMessage() + "; or " + remedy, e);
            }
        }
        FolderDigests.require(result, remedy);
    }

    private static List<Path> tensors(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".safetensors") && Files.isRegularFile(file))
                    .sorted().toList();
        } catch (IOException e) {
            throw new StoreException(folder + ": cannot be read: " + e, e);
        }
    }

    /** Removes the result of {@code key}, if there is one, so that it is made again. */
    public void forget(Provenance key) {
        for (String suffix : List.of("", ".safetensors", INCOMPLETE)) {
            Path path = folder.resolve(name(key) + suffix);
            try {
                FileTree.delete(path);
            } catch (IOException e) {
                throw new StoreException(path + ": cannot be deleted (" + e + "); delete it by hand", e);
            }
        }
    }

    private static FeatureSet open(Path file, Provenance key) {
        try {
            FeatureSet found = FeatureSet.open(file);
            requireSame(file, found.provenance(), key);
            return found;
        } catch (WeightsException e) {
            throw StoreException.ofDamaged(file, e, "move it away to have it made again");
        }
    }

    private static void requireSame(Path path, Provenance found, Provenance wanted) {
        if (!found.equals(wanted)) {
            throw new StoreException(path + ": was made otherwise (" + found.differenceFrom(wanted) + "), although its "
                    + "name says it was not; move it away to have it made again");
        }
    }

    private static String name(Provenance key) {
        return key.stage() + "-" + key.hash();
    }
}
