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
import syntic.nn.train.AdamW;
import syntic.nn.train.Checkpoint;
import syntic.nn.train.LearningRate;
import syntic.nn.train.MovingAverage;
import syntic.nn.train.ResumableSteps;
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
        MovingAverage average = new MovingAverage(weights, averageDecay, manager);
        Map<String, NDArray> parameters = new LinkedHashMap<>(weights.toMap());
        parameters.keySet().removeIf(trained.negate());
        Map<String, String> all = new TreeMap<>(settings);
        all.put("seed", Long.toString(seed));
        all.put("steps", Long.toString(steps));
        Path file = place.checkpoints.resolve(name + ".safetensors");
        try (AdamW adam = new AdamW(parameters, optimizer, manager)) {
            try {
                new ResumableSteps(new Checkpoint(weights, adam, average, all), file, steps)
                        .run(new Course(manager, adam, average, loss, every, observer));
            } catch (Stopped e) {
                throw new TrainingStopped(name, adam.steps(), steps, file);
            }
        }
        return average.weights();
    }

    /** Steps with the moving average, lines for the log and observations. */
    private final class Course implements ResumableSteps.Course {
        private final NDManager manager;
        private final AdamW adam;
        private final MovingAverage average;
        private final Loss loss;
        private final long every;
        private final Observer observer;
        private final Clock report = new Clock();
        private final Clock save = new Clock();
        private double smooth = Double.NaN;

        Course(NDManager manager, AdamW adam, MovingAverage average, Loss loss, long every, Observer observer) {
            this.manager = manager;
            this.adam = adam;
            this.average = average;
            this.loss = loss;
            this.every = every;
            this.observer = observer;
        }

        @Override
        public void step(long number) {
            SeededRandom random = new SeededRandom(SeededRandom.mix(seed, number));
            Torch.seed(random.nextLong());
            TrainingStep.Result result = TrainingStep.run(manager, adam, rate.at(number),
                    step -> loss.of(step, number, random));
            average.update();
            smooth = Double.isNaN(smooth) ? result.loss() : SMOOTHING * smooth + (1 - SMOOTHING) * result.loss();
            boolean last = number + 1 == steps;
            if (last || report.passed(REPORT_NANOS)) {
                place.log.printf(Locale.ROOT, "%s %d/%d loss %.4f norm %.2f cpu %.0f s%n", name, number + 1, steps,
                        smooth, result.gradientNorm(), ProcessorTime.seconds());
            }
            if (!last && place.stop.getAsBoolean()) {
                throw new Stopped("stopped");
            }
        }

        @Override
        public boolean due(long made) {
            return save.passed(SAVE_NANOS);
        }

        @Override
        public void made(long made) {
            if (made == steps || made % every == 0) {
                observer.observe(made, average.weights());
            }
        }
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
