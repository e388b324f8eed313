package syntic.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * The version of the code that makes results: a fingerprint of the classes and operators that can change a caption or a
 * score, the same from class files and from the jar. A new figure or notebook does not change it.
 */
final class CodeVersion {
    /** Of this library, and its class in the package of another one. */
    private static final List<String> FOLDERS = List.of("ai", "syntic/benchmark", "syntic/corpus", "syntic/method",
            "syntic/metric", "syntic/miniature", "syntic/model", "syntic/nn", "syntic/stage", "syntic/store");
    /** Compiled Java, and the code of operators. */
    private static final List<String> ENDINGS = List.of(".class", ".torchscript");
    private static final int DIGITS = 12;

    private CodeVersion() {}

    /** Twelve hexadecimal digits. */
    static String current() {
        try {
            return of(Path.of(CodeVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the library's own classes cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the library's own classes cannot be read", e);
        }
    }

    /** @param place a folder of class files, or a jar */
    static String of(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return below(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
            return below(jar.getPath("/"));
        }
    }

    private static String below(Path root) throws IOException {
        List<String> code = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                for (Path file : files.filter(CodeVersion::isCode).sorted().toList()) {
                    code.add(root.relativize(file).toString().replace('\\', '/'));
                    code.add(Fingerprint.of(Files.readAllBytes(file)));
                }
            }
        }
        return Fingerprint.of(code).substring(0, DIGITS);
    }

    private static boolean isCode(Path file) {
        return ENDINGS.stream().anyMatch(file.toString()::endsWith);
    }
}
