package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

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

    private int run(String... arguments) {
        return Main.run(arguments, new PrintStream(out), new PrintStream(err));
    }
}
