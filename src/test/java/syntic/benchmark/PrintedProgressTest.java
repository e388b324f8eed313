package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever looks at a run of days reads what is left of it. */
class PrintedProgressTest {
    private static String said(int number, Optional<WorkEstimate> work) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PrintedProgress(new PrintStream(out, true, StandardCharsets.UTF_8), work, () -> false)
                .begin(number, 3, "plain, DeCap, seed 1");
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void everyUnitSaysHowMuchIsLeftWithIt() {
        Optional<WorkEstimate> work = Optional.of(new WorkEstimate("in-domain", List.of(
                new WorkEstimate.Work("SynTIC", 1, 1, 1.5), new WorkEstimate.Work("DeCap", 1, 1, 0.75),
                new WorkEstimate.Work("CLIPRe", 0, 1, 0.125))));
        assertEquals("[1 of 3; 3 left, about 2.38 processor hours] plain, DeCap, seed 1", said(1, work));
        assertEquals("[2 of 3; 2 left, about 0.88 processor hours] plain, DeCap, seed 1", said(2, work));
        assertEquals("[3 of 3; 1 left] plain, DeCap, seed 1", said(3, Optional.empty()));
    }
}
