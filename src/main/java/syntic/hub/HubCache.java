package syntic.hub;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.LongConsumer;
import syntic.io.AtomicFile;

/**
 * The cache that the Hugging Face libraries share, of one repository: {@code blobs/HASH} holds what files contain,
 * {@code snapshots/COMMIT/PATH} are links to it, {@code refs/BRANCH} says which commit a branch was last.
 */
final class HubCache {
    private final Path root;
    private final Path folder;

    HubCache(Path root, String repository) {
        this.root = root;
        folder = root.resolve("models--" + HubNames.requireRepository(repository).replace("/", "--"));
    }

    /** The model's folder at a commit, as a model is opened from. */
    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(HubNames.requireCommit(folder.toString(), commit));
    }

    Path pointer(String commit, String path) {
        return snapshot(commit).resolve(HubNames.requirePath(path));
    }

    Path blob(ContentHash hash) {
        return folder.resolve("blobs").resolve(hash.hex());
    }

    Path lockFile() {
        return root.resolve(".locks").resolve(folder.getFileName()).resolve("syntic.lock");
    }

    /** Whether a file of this size stands there; a link into nothing does not count. */
    static boolean isThere(Path file, long size) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == size;
        } catch (IOException e) {
            throw new HubException(HubException.Problem.DISK, file + ": cannot be read (" + e
                    + "); check the permissions of the cache or set HF_HOME to another folder", e);
        }
    }

    /**
     * Takes a file over from another repository of the cache that holds the same, such as the former name of a model.
     *
     * @param progress told the bytes that are read to make sure that it is the same
     */
    boolean adopt(HubFile file, LongConsumer progress) {
        if (!Files.isDirectory(root)) {
            return false;
        }
        Path blob = blob(file.hash());
        try (DirectoryStream<Path> repositories = Files.newDirectoryStream(root, "models--*")) {
            for (Path repository : repositories) {
                Path same = repository.resolve("blobs").resolve(file.hash().hex());
                if (isThere(same, file.size()) && file.hash().ofFile(same, progress).equals(file.hash())) {
                    Files.createDirectories(blob.getParent());
                    Files.createLink(blob, same.toRealPath());
                    return true;
                }
            }
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (IOException e) {
            throw HubException.cannotWrite(blob, e);
        }
        return false;
    }

    /** Makes a blob appear in a snapshot. */
    void link(String commit, String path, Path blob) {
        Path pointer = pointer(commit, path);
        try {
            Files.createDirectories(pointer.getParent());
            Path fresh = pointer.resolveSibling(pointer.getFileName() + ".link");
            Files.deleteIfExists(fresh);
            try {
                Files.createSymbolicLink(fresh, pointer.getParent().relativize(blob));
            } catch (UnsupportedOperationException | IOException e) {
                // Some systems allow no symbolic links; there the libraries keep the file itself in the snapshot.
                Files.move(blob, fresh);
            }
            Files.move(fresh, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw HubException.cannotWrite(pointer, e);
        }
    }

    void writeRef(String branch, String commit) {
        AtomicFile.write(folder.resolve("refs").resolve(HubNames.requireRevision(branch)), commit);
    }

    /** Bytes that may still be written to the disk of the cache; no limit where the system does not tell. */
    static long freeBytes(Path cache) {
        File existing = cache.toAbsolutePath().toFile();
        while (!existing.exists()) {
            existing = existing.getParentFile();
        }
        // Unlike FileStore, this does not need the table of mounts, which a chroot or a small container may lack.
        return existing.getTotalSpace() == 0 ? Long.MAX_VALUE : existing.getUsableSpace();
    }
}
