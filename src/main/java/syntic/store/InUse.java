package syntic.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Tells other processes which entries of a folder this one uses: a file of names that is locked until the process ends,
 * however it ends.
 */
public final class InUse {
    private static final String FOLDER = ".used";
    private static final System.Logger LOGGER = System.getLogger(InUse.class.getName());
    private static final Map<Path, InUse> OWN = new HashMap<>();
    /** What is locked, far behind the names: these stay readable where locks are more than advice. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;
    private final Set<String> names = new TreeSet<>();

    private InUse(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** From now on this process uses the entry {@code name} of {@code folder}, until it ends. */
    public static void mark(Path folder, String name) {
        synchronized (OWN) {
            try {
                Path key = folder.toAbsolutePath().normalize();
                InUse own = OWN.get(key);
                if (own == null) {
                    own = begin(key);
                    OWN.put(key, own);
                }
                if (own.names.add(name)) {
                    own.channel.write(ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.UTF_8)));
                }
            } catch (IOException e) {
                // Where nothing can be written, nothing can be cleaned either.
                LOGGER.log(Level.DEBUG, "{0}: use of {1} is not noted ({2})", folder, name, e);
            }
        }
    }

    private static InUse begin(Path folder) throws IOException {
        Path marks = Files.createDirectories(folder.resolve(FOLDER));
        while (true) {
            Path file = marks.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID() + ".txt");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock(LOCKED, 1, false);
            if (Files.exists(file)) {
                file.toFile().deleteOnExit();
                return new InUse(file, channel);
            }
            // Another process looked before it was locked, and took it for that of a dead one.
            channel.close();
        }
    }

    /** The entries of {@code folder} that processes use which are alive, this one among them. */
    public static Set<String> names(Path folder) throws IOException {
        Set<String> used = new TreeSet<>();
        Path marks = folder.resolve(FOLDER);
        if (!Files.isDirectory(marks)) {
            return used;
        }
        synchronized (OWN) {
            InUse own = OWN.get(folder.toAbsolutePath().normalize());
            List<Path> files;
            try (Stream<Path> all = Files.list(marks)) {
                files = all.toList();
            }
            for (Path file : files) {
                // Closing a channel of one's own file would free its lock.
                if (own != null && file.getFileName().equals(own.file.getFileName())) {
                    used.addAll(own.names);
                } else if (alive(file)) {
                    used.addAll(Files.readAllLines(file));
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        return used;
    }

    private static boolean alive(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock(LOCKED, 1, false) == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }
}
