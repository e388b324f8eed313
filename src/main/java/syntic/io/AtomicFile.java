package syntic.io;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A file that appears whole or not at all: it is written beside its place under a name of its own, flushed to the disk
 * and moved. A kill or a full disk leaves what was there before; of several writers of one file the last one wins.
 *
 * <p>An unfinished file is locked by its writer. What a killed one left is deleted by the next writer of that file.
 * Folders are created; links are followed; pipes and devices ({@code /dev/stdout}) are written straight.
 */
public final class AtomicFile implements AutoCloseable {
    private static final boolean OPEN_FILES_MOVE = File.separatorChar == '/';
    private static final int BUFFER = 1 << 16;
    /** Asking for the lock of an own file would free it, as systems free all locks of a process on a file at once. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Path target;
    /** The same as the target where that is written straight. */
    private final Path partial;
    private final RandomAccessFile opened;
    private final OutputStream out;

    /** Writes the whole content of a file. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** @throws UserException naming the file, the reason and the remedy if it cannot be written there */
    public AtomicFile(Path file) {
        this.file = file;
        try {
            if (Files.isDirectory(file)) {
                throw new FileSystemException(file.toString(), null, "it is a folder");
            }
            Path absolute = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            target = Files.createDirectories(absolute.getParent()).toRealPath().resolve(absolute.getFileName());
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                partial = target;
                opened = new RandomAccessFile(target.toFile(), "rw");
            } else {
                deleteAbandoned(target.getParent(), Pattern.quote(target.getFileName().toString()));
                Claim claim = claim();
                partial = claim.partial();
                opened = claim.opened();
            }
            out = new BufferedOutputStream(new FileOutputStream(opened.getFD()), BUFFER) {
                @Override
                public void close() throws IOException {
                    flush();
                }
            };
        } catch (IOException e) {
            throw UserException.ofWriting(file, e);
        }
    }

    /**
     * Writes a file, replacing one that is there.
     *
     * @throws UserException naming the file, the reason and the remedy if it cannot be written
     */
    public static void write(Path file, Content content) {
        try (AtomicFile writing = new AtomicFile(file)) {
            content.write(writing.out);
            writing.commit();
        } catch (IOException e) {
            throw UserException.ofWriting(file, e);
        }
    }

    /** As {@link #write}, a text in UTF-8. */
    public static void write(Path file, CharSequence text) {
        write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** As {@link #write}, but before long work: that a file can be written there, leaving what is there untouched. */
    public static void require(Path file) {
        new AtomicFile(file).close();
    }

    /** What is written here appears with {@link #commit}; to close it does nothing but flush. */
    public OutputStream out() {
        return out;
    }

    /** Goes back to the first byte, to write over the beginning. */
    public void rewind() throws IOException {
        out.flush();
        opened.seek(0);
    }

    /** Puts the file in its place. */
    public void commit() throws IOException {
        out.flush();
        if (partial.equals(target)) {
            return;
        }
        opened.getFD().sync();
        if (!OPEN_FILES_MOVE) {
            opened.close();
        }
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes away what was not committed. */
    @Override
    public void close() {
        try {
            opened.close();
            if (!partial.equals(target)) {
                Files.deleteIfExists(partial);
                OWN.remove(partial);
            }
        } catch (IOException e) {
            throw UserException.ofWriting(file, e);
        }
    }

    private record Claim(Path partial, RandomAccessFile opened) {}

    /** A new file under the lock of this process. */
    private Claim claim() throws IOException {
        while (true) {
            String own = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
            Path fresh = target.resolveSibling(target.getFileName() + "." + own + ".incomplete");
            OWN.add(fresh);
            RandomAccessFile writing = created(fresh);
            if (isLocked(writing) && Files.exists(fresh)) {
                return new Claim(fresh, writing);
            }
            // Another process took it for abandoned before it was locked.
            writing.close();
            OWN.remove(fresh);
        }
    }

    /**
     * Created and opened in one step. Were it opened later, it could by then be deleted as abandoned and come to be once
     * more, and whoever looked at it before would delete what is written now.
     */
    private static RandomAccessFile created(Path fresh) throws IOException {
        try {
            return new RandomAccessFile(fresh.toFile(), "rw");
        } catch (FileNotFoundException e) {
            // Says why: no permission, no such folder, no space.
            Files.createFile(fresh);
            Files.delete(fresh);
            throw e;
        }
    }

    private static boolean isLocked(RandomAccessFile file) {
        try {
            return file.getChannel().tryLock() != null;
        } catch (IOException e) {
            // A file system without locks: nobody can tell there what is abandoned, so nobody deletes it.
            return true;
        }
    }

    /**
     * Deletes what killed writers left in a folder, for whoever writes no file twice; what is being written stays.
     *
     * @throws UserException naming the folder if it cannot be read
     */
    public static void deleteAbandoned(Path folder) {
        try {
            deleteAbandoned(folder.toRealPath(), ".*");
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }

    /** @param target a regular expression of what was to be written */
    private static void deleteAbandoned(Path folder, String target) throws IOException {
        Pattern name = Pattern.compile(target + "\\.[0-9a-f]{16}\\.incomplete");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
                one -> name.matcher(one.getFileName().toString()).matches())) {
            for (Path one : files) {
                if (!OWN.contains(one)) {
                    deleteUnlessLocked(one);
                }
            }
        }
    }

    private static void deleteUnlessLocked(Path partial) {
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // It is being written, or was moved meanwhile, or belongs to somebody else: all reasons to leave it alone.
        }
    }
}
