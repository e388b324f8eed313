package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import syntic.nn.Compute;
import syntic.store.Stopped;

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
    void badArgumentsGiveAMessageAndNoTrace() {
        assertEquals(1, run("train-detr"));
        assertTrue(err.toString().startsWith("train-detr: ") && !err.toString().contains("\tat "), err.toString());
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
        Compute before = Compute.standard();
        try {
            for (String[] wrong : new String[][] {{"--device", "tpu", "'tpu'"}, {"--device", "gpu:99", "gpu:99"},
                    {"--dtype", "fp12", "'fp12'"}, {"--dtype", "bf16", "trained in fp32"}}) {
                err.reset();
                assertEquals(1, run("train-clip", "target/none", wrong[0], wrong[1]));
                assertTrue(err.toString().startsWith("train-clip: ") && err.toString().contains(wrong[2]),
                        err.toString());
            }
            err.reset();
            assertEquals(1, run("train-clip", "a", "b", "c", "--device", "cpu"));
            assertTrue(err.toString().startsWith("computing on cpu in fp32\ntrain-clip: usage"), err.toString());
            assertEquals(2, run("benchmark", "none", "--dtype", "bf16", "--device", "cpu"));
            assertTrue(err.toString().contains("computing on cpu in bf16\nbenchmark: "), err.toString());
            assertEquals(1, run("benchmark", "cross-domain", "--device"));
            assertTrue(err.toString().endsWith("--device needs a value\n"), err.toString());
            assertEquals(0, run("benchmark", "--help"));
        } finally {
            Compute.choose(before);
        }
    }

    private int run(String... arguments) {
        return Main.run(arguments, new PrintStream(out), new PrintStream(err));
    }
}
