package syntic.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import syntic.io.CacheFolder;
import syntic.io.UserException;

/**
 * Something that is kept.
 *
 * @param name below the cache folder, such as {@code results/decoder-0123456789abcdef}
 * @param of what it is
 * @param bytes its size
 * @param used when its files were last read or written, as far as the system notes that
 */
record Kept(String name, String of, long bytes, FileTime used) {
    private static final String RESULTS = "results";
    private static final String UNFINISHED = ".incomplete";
    private static final String HASH = "-[0-9a-f]{16}(\\.safetensors)?(\\.incomplete)?$";

    static Path folder() {
        return CacheFolder.path();
    }

    Path path() {
        return folder().resolve(name);
    }

    /** The folder that notes what is in use in it. */
    Path home() {
        return path().getParent();
    }

    /** Everything, by name. */
    static List<Kept> all() {
        List<Kept> all = new ArrayList<>();
        for (Path one : children(folder())) {
            String name = one.getFileName().toString();
            if (name.equals(RESULTS)) {
                children(one).forEach(result -> all.add(of(result, result(result.getFileName().toString()))));
            } else {
                all.add(of(one, other(name)));
            }
        }
        return all;
    }

    private static String result(String file) {
        String stage = file.replaceFirst(HASH, "");
        return (stage.equals(file) ? "result" : stage) + (file.endsWith(UNFINISHED) ? ", unfinished" : "");
    }

    private static String other(String name) {
        return switch (name) {
            case "spice" -> "parses of captions, for SPICE";
            case "facts" -> "fingerprints of large files";
            default -> name.startsWith("models-") ? "miniature models, unpacked" : "not made by this library";
        };
    }

    /** Whether it is made again when it is asked for. */
    boolean ours() {
        return name.startsWith(RESULTS + "/") || name.equals("spice") || name.equals("facts")
                || name.startsWith("models-");
    }

    /** Hidden ones are locks. */
    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(one -> !one.getFileName().toString().startsWith(".")).sorted().toList();
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }

    private static Kept of(Path path, String what) {
        long bytes = 0;
        FileTime used = FileTime.fromMillis(0);
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.toList()) {
                try {
                    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                    if (facts.isRegularFile()) {
                        bytes += facts.size();
                        used = later(used, later(facts.lastAccessTime(), facts.lastModifiedTime()));
                    }
                } catch (NoSuchFileException e) {
                    continue; // a running process moved it meanwhile
                }
            }
        } catch (IOException e) {
            throw UserException.ofReading(path, e);
        }
        return new Kept(folder().relativize(path).toString().replace('\\', '/'), what, bytes, used);
    }

    private static FileTime later(FileTime a, FileTime b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
