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
import picocli.CommandLine;
import syntic.io.UserException;
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
    void anOptionWithAnEmptyNameIsNamed() {
        assertEquals(2, run("benchmark", "--show", "results", "--csv", ""));
        assertTrue(err.toString().contains("'--csv': an empty text names no file"), err.toString());
    }

    @Test
    void everyCommandExplainsItself(@TempDir Path folder) {
        Path target = folder.resolve("target");
        List<String> commands = List.copyOf(new Main(System.out, System.err, new StopSignal()).commands()
                .getSubcommands().keySet());
        assertTrue(commands.containsAll(List.of("evaluate", "models", "train-judge", "feature-pack")), "" + commands);
        for (String command : commands) {
            for (String[] arguments : new String[][] {{"--help"}, {"-h"}}) {
                out.reset();
                assertEquals(0, run(command, arguments), command);
                assertTrue(out.toString().contains("Usage: ") && out.toString().contains(command), out.toString());
                assertEquals("", err.toString(), command);
            }
        }
        assertTrue(Files.notExists(target) && Files.notExists(Path.of("--help")), "nothing is written");
    }

    @Test
    void aWrongCallShowsTheUsageAndWritesNothing(@TempDir Path folder) {
        String target = folder.resolve("target").toString();
        for (String name : List.of("train-clip", "train-detr", "train-judge", "train-text-to-image", "feature-pack")) {
            for (String[] wrong : new String[][] {{}, {"--out", target, "--device", "cpu"}, {target, "-x"},
                    {target, "1", "2", "--moon"}}) {
                err.reset();
                assertEquals(2, run(name, wrong), name);
                assertTrue(err.toString().contains("Usage: syntic " + name + " "), err.toString());
            }
        }
        assertTrue(Files.notExists(Path.of(target)));
    }

    @Test
    void aWrongLengthOfTrainingIsNamed(@TempDir Path folder) throws IOException {
        Path judge = Files.writeString(folder.resolve("model.safetensors"), "a good one");
        for (String name : List.of("train-clip", "train-detr", "train-judge")) {
            for (String steps : List.of("abc", "0", "-5", "1.5", "99999999999")) {
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

    @Test
    void aFolderThatCannotBeWrittenIsFoundBeforeTheWork(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (String name : List.of("train-clip", "train-detr", "train-judge", "train-text-to-image", "feature-pack")) {
            err.reset();
            assertEquals(1, run(name, file.resolve("below").toString()));
            assertTrue(err.toString().startsWith(name + ": " + file.resolve("below"))
                    && err.toString().contains("cannot be written (Not a directory)"), err.toString());
        }
    }

    private void assertRefused(String message, String... arguments) {
        err.reset();
        assertEquals(1, run(arguments), String.join(" ", arguments));
        assertTrue(err.toString().contains(arguments[0] + ": " + message), err.toString());
    }

    @Test
    void aFileThatCannotBeReadGivesItsNameAndNoTrace() {
        assertEquals(1, look(new UncheckedIOException(new AccessDeniedException("folder/file"))));
        assertEquals("look: folder/file: cannot be read (permission denied); check its name and its permissions, or "
                + "give another", err.toString().strip());
        err.reset();
        assertEquals(1, look(new UserException("file: is empty; give another")));
        assertEquals("look: file: is empty; give another", err.toString().strip());
    }

    @Test
    void aFaultOfTheProgramIsNotShownAsOneOfTheUser() {
        assertEquals(1, look(new IllegalArgumentException("3 rows for 2 ids")));
        assertTrue(err.toString().contains("IllegalArgumentException: 3 rows for 2 ids\n\tat syntic.MainTest"),
                err.toString());
    }

    @Test
    void anExhaustedHeapSaysWhatToDo() {
        for (RuntimeException wrapped : new RuntimeException[] {null, new IllegalStateException("a thread failed",
                new OutOfMemoryError("Java heap space"))}) {
            err.reset();
            @CommandLine.Command(name = "look")
            final class Look implements Runnable {
                @Override
                public void run() {
                    if (wrapped == null) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    throw wrapped;
                }
            }
            assertEquals(1, Dialect.execute(new CommandLine(new Look()), new String[0], new PrintStream(out),
                    new PrintStream(err)));
            assertTrue(err.toString().contains("not enough memory") && err.toString().contains("Java heap space")
                    && err.toString().contains("-Xmx"), err.toString());
            assertFalse(err.toString().contains("\tat "), err.toString());
        }
    }

    private int look(RuntimeException failure) {
        @CommandLine.Command(name = "look")
        final class Look implements Runnable {
            @Override
            public void run() {
                throw failure;
            }
        }
        return Dialect.execute(new CommandLine(new Look()), new String[0], new PrintStream(out), new PrintStream(err));
    }

    @Test
    void aCommandThatIsStoppedSaysWhatIsSaved() {
        assertEquals(130, look(new Stopped("stopped; all is saved")));
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
        assertEquals(1, run("train-clip", "target/none", "-1", "--device=cpu"));
        assertTrue(err.toString().startsWith("computing on cpu in fp32"), err.toString());
        assertEquals(2, run("train-clip", "a", "b", "c", "--device", "cpu"));
        assertTrue(err.toString().contains("train-clip: Unmatched argument at index 3: 'c'"), err.toString());
        assertEquals(2, run("benchmark", "none", "--dtype", "bf16", "--device", "cpu"));
        assertTrue(err.toString().contains("benchmark: there is no protocol 'none'"), err.toString());
        assertEquals(2, run("benchmark", "cross-domain", "--device"));
        assertTrue(err.toString().contains("parameter for option '--device'"), err.toString());
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
