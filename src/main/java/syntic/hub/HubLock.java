package syntic.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one process at a time write to a repository's folder; the system frees the lock when a process dies. */
final class HubLock implements AutoCloseable {
    private static final int PAUSE_MILLIS = 200;

    private final FileChannel channel;

    private HubLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until nobody else holds the lock.
     *
     * @param waiting run once if there is somebody to wait for
     */
    static HubLock acquire(Path file, Runnable waiting) {
        FileChannel channel = null;
        try {
            Files.createDirectories(file.getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            for (boolean told = false; !isHeld(channel); told = true) {
                if (!told) {
                    waiting.run();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return new HubLock(channel);
        } catch (IOException e) {
            close(channel, e);
            throw HubException.cannotWrite(file, e);
        } catch (InterruptedException e) {
            close(channel, e);
            Thread.currentThread().interrupt();
            throw new HubException(HubException.Problem.INTERRUPTED, file
                    + ": interrupted while another process held this lock", e);
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

    private static void close(FileChannel channel, Exception cause) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new HubException(HubException.Problem.DISK, "the lock of the cache cannot be freed: " + e, e);
        }
    }
}
