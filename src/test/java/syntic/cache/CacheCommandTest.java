package syntic.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.store.InUse;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/** What is kept is listed and cleaned by name, but for what a living process has. */
class CacheCommandTest {
    @TempDir
    private Path cache;
    private String before;
    private String out;
    private String err;

    private record Setting(int number) {}

    /** Uses a result until it is told to end. */
    static final class User {
        private User() {}

        public static void main(String[] arguments) throws IOException {
            InUse.mark(Path.of(arguments[0]), arguments[1]);
            System.out.println("in use");
            System.in.read();
        }
    }

    @BeforeEach
    void ownFolder() {
        before = System.setProperty("syntic.cache", cache.toString());
    }

    @AfterEach
    void backAgain() {
        if (before == null) {
            System.clearProperty("syntic.cache");
        } else {
            System.setProperty("syntic.cache", before);
        }
    }

    private int run(String... arguments) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of("cache"), Stream.of(arguments)).toArray());
        out = run.out();
        err = run.err();
        return run.status();
    }

    /** As another process left it. */
    private Path result(String name) throws IOException {
        Path folder = Files.createDirectories(cache.resolve("results").resolve(name));
        Files.write(folder.resolve("model.safetensors"), new byte[2_500_000]);
        return folder;
    }

    @Test
    void whatIsNamedGoesAndTheRestStays() throws IOException {
        Path one = result("decoder-0123456789abcdef");
        Path other = result("refinement-0123456789abcdef");
        Path third = result("refinement-fedcba9876543210.incomplete");
        assertEquals(0, run(), err);
        assertTrue(out.contains("2.5 MB  ") && out.contains("  results/decoder-0123456789abcdef"), out);
        assertTrue(out.contains("3 entries"),
                out);
        assertTrue(out.contains("refinement, unfinished"), out);
        assertEquals(0, run("clean", "--dry-run", "results/refinement-*"), err);
        assertTrue(out.contains("would be deleted") && out.contains("5.0 MB would be freed"), out);
        assertTrue(Files.exists(other) && Files.exists(third), "nothing is deleted by a dry run");
        assertEquals(0, run("clean", "results/refinement-*"), err);
        assertTrue(out.contains("5.0 MB freed"), out);
        assertTrue(Files.exists(one) && Files.notExists(other) && Files.notExists(third));
        assertEquals(1, run("clean", "results/decoder-0123456789abcdef", "results/decoder-0123"));
        assertTrue(err.contains("there is no 'results/decoder-0123'") && Files.exists(one), err);
        Path own = Files.writeString(cache.resolve("diary.txt"), "dear");
        assertEquals(1, run("clean", "*"));
        assertTrue(err.contains("diary.txt: was not made by this library") && Files.exists(own), err);
        assertEquals(2, run("clean"));
    }

    @Test
    void whatAProcessMakesIsKept() {
        Provenance key = Provenance.of("decoder", new Setting(1), Map.of());
        String name = "results/decoder-" + key.hash();
        new ResultStore(cache.resolve("results")).folder(key, folder -> {
            assertEquals(0, run("clean", name + ".incomplete"), err);
            assertTrue(out.contains("kept, a running process has it"), out);
            assertTrue(Files.exists(folder));
        });
        assertEquals(0, run("clean", "--dry-run", name), err);
        assertTrue(out.contains("kept, a running process has it"), "this process may still read it: " + out);
    }

    @Test
    void whatAProcessUsesIsKeptUntilItEnds() throws Exception {
        Path result = result("decoder-0123456789abcdef");
        Process user = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                Stream.of(InUse.class, User.class).map(one -> new File(one.getProtectionDomain().getCodeSource()
                        .getLocation().getPath()).toString()).reduce((a, b) -> a + File.pathSeparator + b).orElseThrow(),
                User.class.getName(), cache.resolve("results").toString(), result.getFileName().toString()).start();
        try {
            assertEquals('i', user.getInputStream().read());
            assertEquals(0, run("clean", "results/decoder-*"), err);
            assertTrue(out.contains("kept, a running process has it") && out.contains("1 of 1 kept"), out);
            assertTrue(Files.exists(result));
        } finally {
            user.destroyForcibly().waitFor();
        }
        assertEquals(0, run("clean", "results/decoder-*"), err);
        assertFalse(Files.exists(result), "its mark died with it");
    }
}
