package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.nn.Stopped;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutArgumentsTheCommandsAreListed() {
        assertEquals(0, run());
        assertTrue(out.toString().contains("evaluate") && out.toString().contains("train-clip"), out.toString());
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertEquals(2, run("evalute"));
        assertTrue(err.toString().contains("'evalute'") && err.toString().contains("evaluate"), err.toString());
    }

    @Test
    void everyCommandExplainsItself(@TempDir Path folder) {
        Path target = folder.resolve("target");
        for (Main.Command command : Main.COMMANDS) {
            for (String[] arguments : new String[][] {{"--help"}, {target.toString(), "--help"}}) {
                out.reset();
                assertEquals(0, run(command.name(), arguments), command.name());
                assertTrue(out.toString().startsWith("usage: " + command.name()), out.toString());
                assertEquals("", err.toString(), command.name());
            }
        }
        assertTrue(Files.notExists(target) && Files.notExists(Path.of("--help")), "nothing is written");
    }

    @Test
    void aWrongCallShowsTheUsageAndWritesNothing(@TempDir Path folder) {
        String target = folder.resolve("target").toString();
        for (String name : List.of("train-clip", "train-detr", "train-judge", "train-text-to-image", "feature-pack")) {
            for (String[] wrong : new String[][] {{}, {"--out", target, "--device", "cpu"}, {target, "-5"},
                    {target, "1", "2", "-h"}}) {
                err.reset();
                assertEquals(2, run(name, wrong), name);
                assertTrue(err.toString().contains("usage: " + name + " FOLDER ["), err.toString());
            }
        }
        assertTrue(Files.notExists(Path.of(target)));
    }

    @Test
    void aWrongLengthOfTrainingIsNamed(@TempDir Path folder) throws IOException {
        Path judge = Files.writeString(folder.resolve("model.safetensors"), "a good one");
        for (String name : List.of("train-clip", "train-detr", "train-judge")) {
            for (String steps : List.of("abc", "0", "1.5", "99999999999")) {
                assertRefused("STEPS must be a whole number from 1 on, of at most 9 digits, not '" + steps + "'", name,
                        folder.toString(), steps);
            }
        }
        assertRefused("SHARE must be a number such as 0.01, not 'abc'", "train-text-to-image", folder.toString(),
                "abc");
        for (String share : List.of("0", "2", "NaN")) {
            assertRefused("SHARE must be over 0 and at most 1, not ", "train-text-to-image", folder.toString(), share);
        }
        assertRefused("there is no STYLE 'moon'; there are plain, ", "feature-pack", folder.toString(), "moon");
        assertEquals("a good one", Files.readString(judge));
    }

    private void assertRefused(String message, String... arguments) {
        err.reset();
        assertEquals(1, run(arguments), String.join(" ", arguments));
        assertTrue(err.toString().contains(arguments[0] + ": " + message), err.toString());
    }

    @Test
    void aFileThatCannotBeReadGivesItsNameAndNoTrace() {
        Main.Command command = new Main.Command("look", "looks", (arguments, out, err) -> {
            throw new UncheckedIOException(new AccessDeniedException("folder/file"));
        });
        assertEquals(1, Main.run(command, new String[0], new PrintStream(out), new PrintStream(err)));
        assertEquals("look: java.nio.file.AccessDeniedException: folder/file", err.toString().strip());
    }

    @Test
    void aCommandThatIsStoppedSaysWhatIsSaved() {
        Main.Action action = Main.stoppable((arguments, out, err, stop) -> {
            assertFalse(stop.getAsBoolean());
            throw new Stopped("stopped; all is saved");
        });
        assertEquals(130, action.run(new String[0], new PrintStream(out), new PrintStream(err)));
        assertEquals("stopped; all is saved", err.toString().strip());
    }

    @Test
    void whereModelsComputeIsSaidOrRefused() {
        for (String[] wrong : new String[][] {{"--device", "tpu", "'tpu'"}, {"--device", "gpu:99", "gpu:99"},
                {"--dtype", "fp12", "'fp12'"}, {"--dtype", "bf16", "trained in fp32"},
                {"--threads", "x", "'x'"}}) {
            err.reset();
            assertEquals(1, run("train-clip", "target/none", wrong[0], wrong[1]));
            assertTrue(err.toString().startsWith("train-clip: ") && err.toString().contains(wrong[2]),
                    err.toString());
        }
        err.reset();
        assertEquals(2, run("train-clip", "a", "b", "c", "--device", "cpu"));
        assertTrue(err.toString().startsWith("computing on cpu in fp32\nusage: train-clip"), err.toString());
        assertEquals(2, run("benchmark", "none", "--dtype", "bf16", "--device", "cpu"));
        assertTrue(err.toString().contains("computing on cpu in bf16\nbenchmark: "), err.toString());
        assertEquals(1, run("benchmark", "cross-domain", "--device"));
        assertTrue(err.toString().endsWith("--device needs a value\n"), err.toString());
        err.reset();
        assertEquals(0, run("benchmark", "--help"));
        assertEquals(1, run("benchmark", "--show", "none"));
        assertEquals(1, run("benchmark", "--pack", "none", "target"));
        assertFalse(err.toString().contains("computing on"), "only reads");
    }

    private int run(String command, String[] arguments) {
        return run(Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Main.run(arguments, new PrintStream(out), new PrintStream(err));
    }
}
