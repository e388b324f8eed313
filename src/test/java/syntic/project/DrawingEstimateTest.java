package syntic.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.model.TinyFolders;
import syntic.model.diffusion.NoiseSchedule;
import syntic.model.diffusion.Scheduler;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.stage.Synthesis;

/** Estimates count the calls that a scheduler makes of the denoiser, not its steps. */
class DrawingEstimateTest {
    private static final List<String> SCHEDULERS = List.of("PNDMScheduler", "DDIMScheduler", "EulerDiscreteScheduler",
            "DPMSolverMultistepScheduler", "UniPCMultistepScheduler", "LCMScheduler", "TCDScheduler");
    private static final double REST = 5;
    private static final double CALL = 2;

    @TempDir
    private Path folder;

    /** Those that really happen: a picture is seen before the first and after each. */
    private static int calls(Synthesis synthesis, int steps) {
        return synthesis.with(synthesis.config().withSteps(steps)).watch(new Caption("1", "1", "a dog")).size() - 1;
    }

    @Test
    void everySchedulersCallsArePriced() {
        Path model = TinyFolders.stableDiffusion(folder.resolve("model"), true);
        try (Synthesis opened = Synthesis.from(Compute.PLAIN, model,
                TextToImage.Settings.MINIATURE)) {
            for (String name : SCHEDULERS) {
                Synthesis synthesis = opened.withScheduler(name);
                Scheduler scheduler = synthesis.model().scheduler();
                double call = DrawingEstimate.call(scheduler, REST + CALL * calls(synthesis, 1),
                        REST + CALL * calls(synthesis, 3));
                SortedMap<Integer, Integer> printed = DrawingEstimate.calls(scheduler, 7);
                assertTrue(printed.keySet().containsAll(List.of(1, 7, 20, 50)), name + ": " + printed);
                DrawingEstimate estimate = new DrawingEstimate(4, printed, REST, call, 0.5, 2, 100, "");
                for (int steps : List.of(1, 2, 7, 20)) {
                    assertEquals((REST + CALL * calls(synthesis, steps)) / 4 + 0.5, estimate.each(steps), 1e-9,
                            name + ", " + steps + " steps");
                }
            }
            assertEquals(21, calls(opened, 20), "PNDM visits a time step twice");
        }
    }

    @Test
    void stepsThatASchedulerHasNotAreLeftOut() {
        Scheduler few = new Scheduler() {
            @Override
            public Run start(int steps, IntFunction<NDArray> draws) {
                throw new IllegalArgumentException("never");
            }

            @Override
            public NoiseSchedule noise() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int calls(int steps) {
                if (steps > 8) {
                    throw new IllegalArgumentException("there are 8 steps");
                }
                return steps;
            }
        };
        assertEquals(Map.of(1, 1, 2, 2, 3, 3, 4, 4, 8, 8), DrawingEstimate.calls(few, 3));
    }

    @Test
    void aNumberOfMachinesOfOnesOwnIsPrinted() {
        DrawingEstimate estimate = new DrawingEstimate(1, new TreeMap<>(Map.of(20, 21)), 1, 1, 0, 2, 100,
                ", at most 7 MB of memory");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        estimate.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), 3600, 20, 512, false, 44);
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.get(1).contains("8 machines   44 machines"), lines.get(1));
        assertTrue(lines.get(2).matches(" +20 +21 +22\\.0 s +22\\.0 hours .* 30 minutes +44\\.00"), lines.get(2));
        assertTrue(lines.get(3).endsWith(", at most 7 MB of memory"), lines.get(3));
    }
}
