package syntic.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import syntic.store.Fingerprint;

/**
 * The version of the code that makes results: a fingerprint of the classes that can change a caption or a score, the
 * same from class files and from the jar. A new figure or notebook does not change it.
 */
final class CodeVersion {
    private static final List<String> PACKAGES = List.of("benchmark", "corpus", "method", "metric", "miniature",
            "model", "nn", "stage", "store");
    private static final int DIGITS = 12;

    private CodeVersion() {}

    /** Twelve hexadecimal digits. */
    static String current() {
        try {
            URI place = CodeVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                return of(path);
            }
            try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
                return of(jar.getPath("/"));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the library's own classes cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the library's own classes cannot be read", e);
        }
    }

    private static String of(Path root) throws IOException {
        List<String> classes = new ArrayList<>();
        for (String name : PACKAGES) {
            Path folder = root.resolve("syntic").resolve(name);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
                    classes.add(root.relativize(file).toString().replace('\\', '/'));
                    classes.add(Fingerprint.of(Files.readAllBytes(file)));
                }
            }
        }
        return Fingerprint.of(classes).substring(0, DIGITS);
    }
}
