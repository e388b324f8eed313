package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import syntic.miniature.world.SeededRandom;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.Checkpoint;
import syntic.nn.train.LearningRate;
import syntic.nn.train.MovingAverage;
import syntic.nn.train.TrainingStep;

/**
 * A training that can be stopped at any time and goes on where it was: every step draws from its own seed, and the
 * state is saved every few minutes.
 *
 * @param name of the part that is trained, for progress lines and the checkpoint's file
 * @param checkpoints folder of the checkpoints
 * @param averageDecay of the moving average of the weights
 */
record TrainingLoop(String name, Path checkpoints, long seed, long steps, LearningRate rate, AdamW.Config optimizer,
        double averageDecay, PrintStream log) {
    private static final long REPORT_NANOS = 30_000_000_000L;
    private static final long SAVE_NANOS = 120_000_000_000L;
    private static final double SMOOTHING = 0.98;

    /** The loss of one step. */
    @FunctionalInterface
    interface Loss {
        /**
         * @param step owns what the step makes
         * @param random the step's own; the engine's generator is seeded by it as well
         */
        NDArray of(NDManager step, SeededRandom random);
    }

    /** A loss that is a sum of one or two parts, computed at the same time. */
    @FunctionalInterface
    interface Parts {
        /** Draws all that is random; the parts must not, they run in any order. */
        List<Function<NDManager, NDArray>> of(NDManager step, SeededRandom random);
    }

    /** What to do now and then with the averaged weights. */
    @FunctionalInterface
    interface Observer {
        void observe(long step, Weights average);
    }

    /**
     * Trains {@code weights} in place.
     *
     * @param settings what the checkpoint must have been made with
     * @param every steps between observations
     * @return the averaged weights, below {@code manager}
     */
    Weights run(NDManager manager, Weights weights, Map<String, String> settings, Loss loss, long every,
            Observer observer) {
        return runParts(manager, weights, settings, (step, random) -> List.of(part -> loss.of(part, random)), every,
                observer);
    }

    /** As {@link #run}, with a loss in parts. */
    Weights runParts(NDManager manager, Weights weights, Map<String, String> settings, Parts parts, long every,
            Observer observer) {
        MovingAverage average = new MovingAverage(weights, averageDecay, manager);
        try (AdamW adam = new AdamW(weights, optimizer)) {
            Map<String, String> all = new TreeMap<>(settings);
            all.put("seed", Long.toString(seed));
            all.put("steps", Long.toString(steps));
            Checkpoint checkpoint = new Checkpoint(weights, adam, average, all);
            Path file = checkpoints.resolve(name + ".safetensors");
            long done = checkpoint.restore(file);
            Clock report = new Clock();
            Clock save = new Clock();
            double smooth = Double.NaN;
            for (long step = done; step < steps; step++) {
                SeededRandom random = new SeededRandom(SeededRandom.mix(seed, step));
                Torch.seed(random.nextLong());
                TrainingStep.Result result;
                try (NDManager owner = manager.newSubManager()) {
                    result = TrainingStep.runParts(owner, adam, rate.at(step), parts.of(owner, random));
                }
                average.update();
                smooth = Double.isNaN(smooth) ? result.loss() : SMOOTHING * smooth + (1 - SMOOTHING) * result.loss();
                boolean last = step + 1 == steps;
                if (last || report.passed(REPORT_NANOS)) {
                    log.printf(Locale.ROOT, "%s %d/%d loss %.4f norm %.2f cpu %.0f s%n", name, step + 1, steps, smooth,
                            result.gradientNorm(), cpuSeconds());
                }
                if (last || save.passed(SAVE_NANOS)) {
                    checkpoint.save(file);
                }
                if (last || (step + 1) % every == 0) {
                    observer.observe(step + 1, average.weights());
                }
            }
        }
        return average.weights();
    }

    /** Processor time of this process so far. */
    static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** Says when a time span has passed, again and again. */
    private static final class Clock {
        private long since = System.nanoTime();

        boolean passed(long nanos) {
            if (System.nanoTime() - since < nanos) {
                return false;
            }
            since = System.nanoTime();
            return true;
        }
    }
}
