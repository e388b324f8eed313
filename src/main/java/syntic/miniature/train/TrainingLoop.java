package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import syntic.miniature.world.SeededRandom;
import syntic.nn.ProcessorTime;
import syntic.nn.Stopped;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.Work;
import syntic.nn.train.AdamW;
import syntic.nn.train.Checkpoint;
import syntic.nn.train.LearningRate;
import syntic.nn.train.MovingAverage;
import syntic.nn.train.TrainingStep;

/**
 * A training that can be stopped at any time and goes on where it was, with the same bits: every step draws from its
 * own seed, and the state is saved every few minutes and when a stop is asked for.
 *
 * @param name of the part that is trained, for progress lines and the checkpoint's file
 * @param averageDecay of the moving average of the weights
 * @param trained names of the weights that learn; the average is over all
 */
record TrainingLoop(String name, Place place, long seed, long steps, LearningRate rate, AdamW.Config optimizer,
        double averageDecay, Predicate<String> trained) {
    /** Every weight learns. */
    static final Predicate<String> ALL = name -> true;

    private static final long REPORT_NANOS = 30_000_000_000L;
    private static final long SAVE_NANOS = 120_000_000_000L;
    private static final double SMOOTHING = 0.98;

    /**
     * Where a training runs.
     *
     * @param checkpoints folder of the checkpoints
     * @param stop whether to save and stop after the step that runs
     */
    record Place(Path checkpoints, PrintStream log, BooleanSupplier stop) {}

    /** The loss of one step. */
    @FunctionalInterface
    interface Loss {
        /**
         * @param step owns what the step makes
         * @param number of the step, from 0
         * @param random the step's own; the engine's generator is seeded by it as well
         */
        NDArray of(NDManager step, long number, SeededRandom random);
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
     * @throws TrainingStopped if it was asked to stop, its thread was interrupted or the process ends; the state is
     *     saved
     */
    Weights run(NDManager manager, Weights weights, Map<String, String> settings, Loss loss, long every,
            Observer observer) {
        return Work.alone(() -> train(manager, weights, settings, loss, every, observer));
    }

    private Weights train(NDManager manager, Weights weights, Map<String, String> settings, Loss loss, long every,
            Observer observer) {
        MovingAverage average = new MovingAverage(weights, averageDecay, manager);
        Map<String, NDArray> parameters = new LinkedHashMap<>(weights.toMap());
        parameters.keySet().removeIf(trained.negate());
        try (AdamW adam = new AdamW(parameters, optimizer, manager)) {
            Map<String, String> all = new TreeMap<>(settings);
            all.put("seed", Long.toString(seed));
            all.put("steps", Long.toString(steps));
            Checkpoint checkpoint = new Checkpoint(weights, adam, average, all);
            Path file = place.checkpoints.resolve(name + ".safetensors");
            long done = checkpoint.restore(file);
            Clock report = new Clock();
            Clock save = new Clock();
            double smooth = Double.NaN;
            for (long step = done; step < steps; step++) {
                SeededRandom random = new SeededRandom(SeededRandom.mix(seed, step));
                Torch.seed(random.nextLong());
                long number = step;
                TrainingStep.Result result;
                try {
                    result = TrainingStep.run(manager, adam, rate.at(step), owner -> loss.of(owner, number, random));
                } catch (Stopped e) {
                    checkpoint.save(file);
                    throw new TrainingStopped(name, step, steps, file);
                }
                average.update();
                smooth = Double.isNaN(smooth) ? result.loss() : SMOOTHING * smooth + (1 - SMOOTHING) * result.loss();
                boolean last = step + 1 == steps;
                boolean stop = !last && place.stop.getAsBoolean();
                if (last || report.passed(REPORT_NANOS)) {
                    place.log.printf(Locale.ROOT, "%s %d/%d loss %.4f norm %.2f cpu %.0f s%n", name, step + 1, steps,
                            smooth, result.gradientNorm(), ProcessorTime.seconds());
                }
                if (last || stop || save.passed(SAVE_NANOS)) {
                    checkpoint.save(file);
                }
                if (stop) {
                    throw new TrainingStopped(name, step + 1, steps, file);
                }
                if (last || (step + 1) % every == 0) {
                    observer.observe(step + 1, average.weights());
                }
            }
        }
        return average.weights();
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
