package syntic.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the work is spread, the pack is the one that a single process makes, bit for bit. */
class SparkIT {
    private static final int CAPTIONS = 24;
    @TempDir
    private static Path home;
    private static TinyProject project;
    private static byte[] one;

    @BeforeAll
    static void oneProcessMakesIt() throws IOException, InterruptedException {
        project = TinyProject.create(home, CAPTIONS, 2);
        requireReport(Command.of("synthesize", project.folder(), "--threads", "1", "--keep-pictures").run(1));
        one = project.made();
        Files.move(project.folder().resolve("pictures"), home.resolve("pictures"));
    }

    @BeforeEach
    void nothingIsThere() throws IOException {
        project.forget(project.pack());
        project.forget(project.records());
    }

    private static void requireReport(String said) {
        assertTrue(said.contains("pictures: 22 made, 22 in all, 2 could not be made:")
                && said.contains("  3: the sentence is empty\n")
                && said.contains("  5: the sentence has 90,000 characters, at most 10,000 are read\n"), said);
    }

    @Test
    void inOneProcessWithTwoThreads() throws IOException, InterruptedException {
        requireReport(Command.of("synthesize", project.folder(), "--spark", "local[2]", "--tasks", "1",
                "--keep-pictures").run(1));
        assertArrayEquals(one, project.made());
    }
}
