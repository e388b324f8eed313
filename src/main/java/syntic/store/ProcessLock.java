package syntic.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets one process or thread at a time make something; the system frees the lock when a process dies. */
public final class ProcessLock implements AutoCloseable {
    private static final int PAUSE_MILLIS = 200;
    /** Systems free all locks of a process on a file when it closes that once: a held one is not opened again. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits until nobody else holds the lock.
     *
     * @param file stands for the lock; it is created if it is not there, and stays
     * @param waiting run once if there is somebody to wait for
     * @throws IOException if the file cannot be written
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public static ProcessLock acquire(Path file, Runnable waiting) throws IOException, InterruptedException {
        Optional<ProcessLock> lock = tryAcquire(file);
        if (lock.isEmpty()) {
            waiting.run();
        }
        while (lock.isEmpty()) {
            Thread.sleep(PAUSE_MILLIS);
            lock = tryAcquire(file);
        }
        return lock.get();
    }

    /** As {@link #acquire}, but without waiting: nothing where somebody else holds the lock. */
    public static Optional<ProcessLock> tryAcquire(Path file) throws IOException {
        Path real = Files.createDirectories(file.toAbsolutePath().getParent()).toRealPath().resolve(file.getFileName());
        if (!OWN.add(real)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean held = false;
        try {
            channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            held = channel.tryLock() != null;
            return held ? Optional.of(new ProcessLock(real, channel)) : Optional.empty();
        } finally {
            if (!held) {
                if (channel != null) {
                    channel.close();
                }
                OWN.remove(real);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OWN.remove(file);
    }
}
