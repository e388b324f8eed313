package syntic.io;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What takes long to find out about a large file, such as a sum of its bytes. It is remembered in the cache for as long
 * as the file has the same place, size and time of change.
 */
public final class FileFacts {
    /** Smaller files are read each time, which costs no more than a file of the cache. */
    private static final long LARGE = 8L << 20;
    /** A file that changed just now may change again without a sign: some file systems count in seconds. */
    private static final long SETTLED_MILLIS = 2500;
    private static final System.Logger LOGGER = System.getLogger(FileFacts.class.getName());

    private FileFacts() {}

    /**
     * @param kind of the fact, such as {@code sum}
     * @param find reads the whole file
     */
    public static String of(Path file, String kind, Supplier<String> find) throws IOException {
        long size = Files.size(file);
        long changed = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        if (size < LARGE) {
            return find.get();
        }
        String key = kind + " of " + size + " bytes from " + changed + " at " + file.toRealPath();
        String known = kept(key);
        if (known != null) {
            return known;
        }
        boolean settled = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(changed) > SETTLED_MILLIS;
        String found = find.get();
        if (settled) {
            keep(key, found);
        }
        return found;
    }

    private static Path place(String key) {
        return CacheFolder.path().resolve("facts").resolve(
                UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)) + ".txt");
    }

    private static String kept(String key) {
        Path place = place(key);
        try {
            String[] lines = Seal.open(Files.readString(place)).split("\n", 3);
            return lines.length == 3 && lines[0].equals(key) && lines[2].isEmpty() ? lines[1] : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOGGER.log(Level.INFO, "{0}: cannot be read ({1}); found out anew", place, e);
            return null;
        }
    }

    private static void keep(String key, String fact) {
        try {
            AtomicFile.write(place(key), Seal.lines(key + "\n" + fact + "\n"));
        } catch (UserException e) {
            // Without a cache the next process reads the file again.
            LOGGER.log(Level.INFO, "not remembered: {0}", e.getMessage());
        }
    }
}
