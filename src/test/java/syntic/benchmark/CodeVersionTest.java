package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes results is part of the version of the code, and nothing else. */
class CodeVersionTest {
    private static final String FIGURE = "syntic/workbook/Figure.class";

    @TempDir
    private Path folder;

    @Test
    void changesWithEveryPartOfTheCodeThatMakesResults() throws Exception {
        Path copy = copy();
        assertEquals(CodeVersion.current(), CodeVersion.of(copy));
        for (String part : List.of("syntic/nn/train/AdamW.class", "syntic/nn/operators.torchscript",
                "syntic/nn/onednn.torchscript", "ai/djl/pytorch/jni/MethodCall.class")) {
            byte[] before = Files.readAllBytes(copy.resolve(part));
            Files.writeString(copy.resolve(part), "\n", StandardOpenOption.APPEND);
            assertNotEquals(CodeVersion.current(), CodeVersion.of(copy), part);
            Files.write(copy.resolve(part), before);
        }
        Files.writeString(copy.resolve(FIGURE), "\n", StandardOpenOption.APPEND);
        assertEquals(CodeVersion.current(), CodeVersion.of(copy), "a figure makes no result");
    }

    @Test
    void isTheSameFromAJar() throws Exception {
        Path copy = copy();
        Path jar = folder.resolve("copy.jar");
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(copy.relativize(file).toString().replace('\\', '/')));
                zip.write(Files.readAllBytes(file));
            }
        }
        assertEquals(CodeVersion.of(copy), CodeVersion.of(jar));
    }

    /** The library's classes and operators in another folder. */
    private Path copy() throws Exception {
        Path classes = Path.of(CodeVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(CodeVersionTest::isCode).toList()) {
                copy(file, copy.resolve(classes.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static boolean isCode(Path file) {
        return file.toString().endsWith(".class") || file.toString().endsWith(".torchscript");
    }

    private static void copy(Path file, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
    }
}
