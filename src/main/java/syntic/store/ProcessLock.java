package syntic.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one process or thread at a time make something; the system frees the lock when a process dies. */
public final class ProcessLock implements AutoCloseable {
    private static final int PAUSE_MILLIS = 200;

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
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
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (boolean told = false; !isHeld(channel); told = true) {
                if (!told) {
                    waiting.run();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return new ProcessLock(channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                channel.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Whether the lock was got; within one Java process a second attempt is told by an exception. */
    private static boolean isHeld(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
