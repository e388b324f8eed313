package syntic.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import syntic.Workbook;

/** The project's own kernel behaves as a person expects, seen through a real Jupyter client. */
class KernelIT {
    /** A refinement of 500 features of width 512 that nobody listens to. */
    private static final String TRAINING = """
            import syntic.stage.Refinement;
            import syntic.store.*;
            FeatureSet features(long seed) {
                Random random = new Random(seed);
                List<String> ids = new ArrayList<>();
                float[][] rows = new float[500][512];
                for (int i = 0; i < 500; i++) {
                    ids.add("f" + i);
                    for (int j = 0; j < 512; j++) {
                        rows[i][j] = (float) random.nextGaussian();
                    }
                }
                return FeatureSet.of(ids, rows, Provenance.of("test", Refinement.Config.PAPER, Map.of()));
            }
            FeatureSet images = features(1), texts = features(2);
            int train(int epochs) {
                return new Refinement(Refinement.Config.PAPER.withEpochs(epochs))
                        .refine(images, texts, ProgressListener.SILENT).course().size();
            }
            """;

    private static String python;
    private static JupyterClient kernel;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        python = Workbook.pythonWithJupyter();
        kernel = new JupyterClient(python, "syntic");
    }

    @AfterAll
    static void end() throws IOException {
        kernel.close();
    }

    @Test
    void startsEveryTime() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (JupyterClient one = new JupyterClient(python, "syntic")) {
                assertEquals("[\"" + (i + 1) + "\"]", one.run(i + " + 1").get("results").toString());
            }
        }
    }

    @Test
    void keepsVariablesMethodsAndClassesBetweenCells() throws IOException {
        ok(kernel.run("int base = 40; int plus(int n) { return base + n; } record Pair(int a, int b) {}"));
        assertEquals("[\"42\"]", ok(kernel.run("plus(2)")).get("results").toString());
        assertEquals("[\"Pair[a=1, b=2]\"]", ok(kernel.run("new Pair(1, 2)")).get("results").toString());
    }

    @Test
    void showsTheValueOfTheLastExpressionOnly() throws IOException {
        assertEquals("[\"3\"]", ok(kernel.run("1 + 1;\n1 + 2")).get("results").toString());
        assertEquals("[]", ok(kernel.run("5; int shown = 7;")).get("results").toString());
        assertEquals("[]", ok(kernel.run("System.out.println(1)")).get("results").toString());
        assertEquals("[]", ok(kernel.run("(Object) null")).get("results").toString());
    }

    @Test
    void takesDeclarationsAfterTheirUse() throws IOException {
        JsonObject said = ok(kernel.run("""
                var box = new Box(6);
                System.out.print(box.twice());
                record Box(int n) { int twice() { return 2 * n; } }
                """));
        assertEquals("12", said.get("stdout").getAsString());
        said = ok(kernel.run("Later make() { return new Later(); }"));
        assertTrue(said.get("stderr").getAsString().contains("make waits for the declaration of class Later"),
                text(said));
        ok(kernel.run("class Later { public String toString() { return \"made\"; } }"));
        assertEquals("[\"made\"]", ok(kernel.run("make()")).get("results").toString());
    }

    @Test
    void compileErrorsPointAtTheLineOfTheCell() throws IOException {
        JsonObject said = kernel.run("// a comment\n\nint fine = 1;\n    int bad = fine + missing;\n");
        assertEquals("CompileError", said.get("error").getAsString());
        String traceback = traceback(said);
        assertTrue(traceback.contains("line 4: cannot find symbol"), traceback);
        assertTrue(traceback.contains("variable missing"), traceback);
        String[] lines = traceback.split("\n");
        int shown = indexOf(lines, "int bad = fine + missing;");
        assertEquals(lines[shown].indexOf("missing"), lines[shown + 1].indexOf('^'), traceback);
        assertTrue(traceback(kernel.run("\nNowhere lost;")).contains("line 2: cannot find class Nowhere"));
        assertTrue(traceback(kernel.run("int open = (3")).contains("line 1: "),
                "an incomplete statement names its line");
    }

    @Test
    void runtimeErrorsShowTheCellsPartOfTheStack() throws IOException {
        JsonObject said = kernel.run("""
                int third(int[] values) {
                    return values[2];
                }

                // the call
                System.out.println("before");
                third(new int[2])
                """);
        assertEquals("error", said.get("status").getAsString());
        assertEquals("before\n", said.get("stdout").getAsString());
        String traceback = traceback(said);
        assertTrue(traceback.contains("ArrayIndexOutOfBoundsException: Index 2 out of bounds"), traceback);
        assertTrue(traceback.contains("line 2 in third:\n        return values[2];"), traceback);
        assertTrue(traceback.contains("line 7:\n        third(new int[2])"), traceback);
        assertTrue(!traceback.contains("jdk.jshell") && !traceback.contains("syntic.kernel"), traceback);
    }

    @Test
    void errorsOfTheVirtualMachineLeaveTheSessionAlive() throws IOException {
        assertTrue(traceback(kernel.run("throw new AssertionError(\"claim\");")).contains("AssertionError: claim"));
        String traceback = traceback(kernel.run("int down(int n) { return down(n + 1) + 1; }\ndown(0)"));
        assertTrue(traceback.contains("StackOverflowError") && traceback.lines().count() < 100, traceback);
        assertTrue(traceback(kernel.run("new long[8][Integer.MAX_VALUE]")).contains("OutOfMemoryError"));
        assertTrue(traceback(kernel.run("var loop = new ArrayList<Object>(); loop.add(List.of(loop)); loop"))
                .contains("cannot be shown: java.lang.StackOverflowError"));
        assertEquals("[\"2\"]", ok(kernel.run("1 + 1")).get("results").toString());
    }

    @Test
    void anInterruptStopsASleepingCellAndTheSessionGoesOn() throws IOException {
        long started = System.nanoTime();
        JsonObject said = kernel.runAndInterrupt(
                "int kept = 42; System.out.println(\"asleep\"); Thread.sleep(600_000); kept = 0;");
        assertEquals("Interrupted", said.get("error").getAsString());
        assertTrue(System.nanoTime() - started < 60e9, "the sleep ended with the interrupt");
        assertEquals("[\"42\"]", ok(kernel.run("kept")).get("results").toString());
    }

    @Test
    void anInterruptStopsAnEndlessLoop() throws IOException {
        assertEquals("Interrupted", kernel.runAndInterrupt(
                "long turns = 0; while (true) { if (turns++ == 0) { System.out.println(\"turning\"); } }")
                .get("error").getAsString());
        assertEquals("[\"true\"]", ok(kernel.run("turns > 1000")).get("results").toString());
        assertEquals("[\"3\"]", ok(kernel.run("int k = 0; for (; k < 3; k++) { } k")).get("results").toString());
    }

    @Test
    void anInterruptComesBackEvenFromACallThatIgnoresIt() throws IOException {
        assertEquals("Interrupted", kernel.runAndInterrupt(
                "System.out.println(\"deaf\"); java.util.stream.LongStream.range(0, 1L << 45).map(n -> n ^ 3).sum()")
                .get("error").getAsString());
        assertEquals("[\"2\"]", ok(kernel.run("1 + 1")).get("results").toString());
    }

    @Test
    void whatIsPrintedArrivesWhileTheCellRuns() throws IOException {
        JsonObject said = ok(kernel.run("System.out.println(\"τ ≥ 0\"); System.err.println(\"careful\");"));
        assertEquals("τ ≥ 0\n", said.get("stdout").getAsString());
        assertEquals("careful\n", said.get("stderr").getAsString());
        said = kernel.runAndInterrupt("System.out.println(\"soon\"); Thread.sleep(600_000);");
        assertEquals("soon\n", said.get("stdout").getAsString());
    }

    @Test
    void displaysAreReplacedWhereTheyStand() throws IOException {
        JsonObject said = ok(kernel.run("""
                import io.github.spencerpark.jupyter.kernel.display.DisplayData;
                var kernel = syntic.kernel.SynticKernel.current();
                for (int step = 1; step <= 3; step++) {
                    var data = new DisplayData("step " + step);
                    data.setDisplayId("progress");
                    if (step == 1) kernel.display(data); else kernel.getIO().display.updateDisplay(data);
                }
                """));
        assertEquals("[\"step 1\"]", said.get("displays").toString());
        assertEquals("[[\"progress\",\"step 2\"],[\"progress\",\"step 3\"]]", said.get("updates").toString());
    }

    @Test
    void runAllStopsAtTheFirstFailure() throws IOException {
        JsonArray statuses = kernel.runAll("int one = 1;", "Thread.sleep(500); throw new IllegalStateException();",
                "int two = 2;", "int three = 3;").getAsJsonArray("statuses");
        assertEquals("[\"ok\",\"error\",\"aborted\",\"aborted\"]", statuses.toString());
        assertEquals("[\"1\"]", ok(kernel.run("one")).get("results").toString());
    }

    @Test
    void completesNamesAndKnowsWhetherACellIsComplete() throws IOException {
        ok(kernel.run("String caption = \"a boat\";"));
        assertTrue(kernel.complete("caption.toUpp").getAsJsonArray("matches").toString().contains("toUpperCase("));
        assertEquals("complete", kernel.isComplete("int done = 1;"));
        assertEquals("incomplete", kernel.isComplete("for (int i = 0; i < 3; i++) {"));
        assertEquals("invalid", kernel.isComplete("int = ;"));
    }

    @Test
    void whatTheCompilerMustNestDeeplyIsAnswered() throws IOException {
        String sum = "\"a\" + ".repeat(2000) + "n";
        String calls = "new StringBuilder()" + ".append(n)".repeat(1500) + ".length()";
        String parentheses = "(".repeat(3000) + "n" + ")".repeat(3000);
        ok(kernel.run("int n = 7;"));
        assertEquals("[\"" + "a".repeat(2000) + "7\"]", ok(kernel.run(sum)).get("results").toString());
        assertEquals("[\"1500\"]", ok(kernel.run(calls)).get("results").toString());
        assertEquals("[\"7\"]", ok(kernel.run(parentheses)).get("results").toString());
        for (String source : List.of(sum, calls, parentheses)) {
            assertEquals("complete", kernel.isComplete(source));
        }
        String tooDeep = "-+".repeat(500_000) + "n";
        assertTrue(traceback(kernel.run(tooDeep)).contains("nested too deeply"));
        assertEquals("[\"7\"]", ok(kernel.run("n")).get("results").toString());
    }

    @Test
    void noLineIsLost() throws IOException {
        assertLines(100_000, ok(kernel.run(
                "for (int i = 0; i < 100_000; i++) { System.out.println(i); }")).get("stdout").getAsString());
        assertLines(5_000, ok(kernel.run(
                "for (int i = 0; i < 5_000; i++) { System.out.printf(\"%d%n\", i); }")).get("stdout").getAsString());
        assertLines(90_000, kernel.runWithoutReading(
                "for (int i = 0; i < 90_000; i++) { System.out.println(i); }"));
        JsonObject much = ok(kernel.run("for (int i = 0; i < 123_456; i++) { System.out.println(i); }"));
        assertLines(100_000, much.get("stdout").getAsString());
        String cut = much.get("stderr").getAsString();
        assertTrue(cut.contains("what follows is left out") && cut.contains("23,456 lines"), cut);
    }

    private static void assertLines(int count, String text) {
        String[] lines = text.split("\n");
        assertEquals(count, lines.length);
        for (int i = 0; i < count; i++) {
            assertEquals(Integer.toString(i), lines[i]);
        }
    }

    @Test
    void outputsKeepTheirOrder() throws IOException {
        JsonObject said = ok(kernel.run("System.out.print(\"out \"); System.err.print(\"err \"); "
                + "System.out.print(\"again\"); 1 + 1"));
        assertEquals("[\"stdout\",\"stderr\",\"stdout\",\"execute_result\"]", said.get("order").toString());
    }

    @Test
    void messagesOfStrangersAreDropped() throws IOException {
        int sent = 0;
        for (int i = 0; i < 4; i++) {
            JsonObject said = kernel.sendJunk();
            sent += said.get("sent").getAsInt();
            assertEquals("alive", said.get("pulse").getAsString(), text(said));
        }
        System.out.printf("junk: %d messages%n", sent);
        assertEquals("[\"2\"]", ok(kernel.run("1 + 1")).get("results").toString());
        assertEquals("complete", kernel.isComplete("1 + 1"));
        assertEquals("Interrupted", kernel.runAndInterrupt(
                "System.out.println(\"asleep\"); Thread.sleep(600_000);").get("error").getAsString());
    }

    @Test
    void anInterruptStopsATrainingAndTheNextOneRuns() throws IOException {
        ok(kernel.run(TRAINING));
        JsonObject said = kernel.runAndInterrupt("System.out.println(\"training\"); train(1_000_000);");
        assertEquals("Interrupted", said.get("error").getAsString(), text(said));
        assertTrue(traceback(said).contains("syntic.nn.Stopped"), traceback(said));
        assertEquals("[\"3\"]", ok(kernel.run("train(2)")).get("results").toString());
    }

    @Test
    void theEndOfTheKernelWaitsForTheStepOfATraining() throws IOException {
        try (JupyterClient one = new JupyterClient(python, "syntic")) {
            ok(one.run(TRAINING));
            ok(one.run("new Thread(() -> train(1_000_000)).start(); Thread.sleep(2_000);"));
        }
        try (Stream<Path> files = Files.list(Workbook.ROOT.resolve("target"))) {
            List<Path> crashes = files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList();
            assertEquals(List.of(), crashes);
        }
    }

    @Test
    void libraryClassesAreTheSameInEveryCell() throws IOException {
        assertEquals("[\"true\"]", ok(kernel.run("syntic.kernel.SynticKernel.class.getClassLoader() "
                + "== ClassLoader.getSystemClassLoader()")).get("results").toString());
    }

    private static JsonObject ok(JsonObject said) {
        assertEquals("ok", said.get("status").getAsString(), text(said));
        return said;
    }

    /** The error as the notebook shows it, without its colours. */
    private static String traceback(JsonObject said) {
        return said.get("traceback").getAsString().replaceAll("\u001b\\[[0-9;]*m", "");
    }

    private static String text(JsonObject said) {
        return said.toString();
    }

    private static int indexOf(String[] lines, String part) {
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].contains(part)) {
                return i;
            }
        }
        throw new AssertionError("no line has " + part + ":\n" + String.join("\n", lines));
    }
}
