package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import syntic.nn.Stopped;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.Work;
import syntic.nn.train.AdamW;
import syntic.nn.train.Checkpoint;
import syntic.nn.train.LearningRate;
import syntic.nn.train.ResumableSteps;
import syntic.nn.train.TrainingStep;
import syntic.store.Provenance;

/**
 * The course of a decoder's training: epochs in random orders, the learning rate, checkpoints and the curve.
 *
 * <p>Every step depends on the seed and its number alone, so a training that was killed goes on from its checkpoint and
 * ends with the same bits as one that was not.
 *
 * @param trained the tensors of {@code weights} that change
 * @param made under which a checkpoint may be used again
 */
public record DecoderLoop(CaptionTrainer.Config config, Weights weights, Map<String, NDArray> trained,
        Provenance made) {
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final int STEPS_BETWEEN_CHECKPOINTS = 250;
    /** So many epochs have the numbers from {@code 31 · seed} on; more would have those of the next seed. */
    private static final int NUMBERED_EPOCHS = 31;

    /** What makes a trained model; it is marked where it has more epochs than once had orders of their own. */
    public static Provenance provenance(String stage, CaptionTrainer.Config config, Map<String, String> inputs) {
        Map<String, String> all = new TreeMap<>(inputs);
        if (config.epochs() > NUMBERED_EPOCHS) {
            all.put("orders", "of its own seed");
        }
        return Provenance.of(stage, config, all);
    }

    /** The loss of a batch. */
    public interface Loss {
        /** @param chosen the batch's examples; the result is a scalar of {@code scope} */
        NDArray of(NDManager scope, List<Integer> chosen);
    }

    /**
     * @param folder of checkpoints and the curve
     * @param listener may stop the training with {@link Stopped}; its state is saved then, as when the thread is
     *     interrupted or the process ends
     * @param epochs hears of the end of every epoch, counted from 1
     */
    public void run(int examples, Loss loss, Path folder, CaptionTrainer.Listener listener, IntConsumer epochs)
            throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(CHECKPOINT);
        Map<String, String> settings = new TreeMap<>(made.settings());
        settings.putAll(made.inputs());
        try (AdamW optimizer = new AdamW(trained, config.optimizer(), weights.manager())) {
            Epochs course = new Epochs(optimizer, examples, loss, folder, listener, epochs);
            new ResumableSteps(new Checkpoint(weights, optimizer, null, settings), file, course.steps).run(course);
        }
        Files.deleteIfExists(file);
    }

    /** Batch after batch of every epoch's order, with the curve of their losses. */
    private final class Epochs implements ResumableSteps.Course {
        private final AdamW optimizer;
        private final int examples;
        private final Loss loss;
        private final Path folder;
        private final CaptionTrainer.Listener listener;
        private final IntConsumer epochs;
        private final int epochSteps;
        private final long steps;
        private final LearningRate rates;
        private final List<TrainingCurve.Point> curve = new ArrayList<>();
        private List<Integer> order = List.of();

        Epochs(AdamW optimizer, int examples, Loss loss, Path folder, CaptionTrainer.Listener listener,
                IntConsumer epochs) {
            this.optimizer = optimizer;
            this.examples = examples;
            this.loss = loss;
            this.folder = folder;
            this.listener = listener;
            this.epochs = epochs;
            epochSteps = (examples + config.batch() - 1) / config.batch();
            steps = (long) epochSteps * config.epochs();
            rates = LearningRate.linear(config.learningRate(), config.warmup(), steps);
        }

        @Override
        public void begin(long made) {
            curve.addAll(TrainingCurve.from(folder).until(made).points());
            order = order(examples, config.seed(), (int) (made / epochSteps));
        }

        @Override
        public void step(long number) {
            int within = (int) (number % epochSteps);
            if (within == 0) {
                order = order(examples, config.seed(), (int) (number / epochSteps));
            }
            int from = within * config.batch();
            List<Integer> chosen = order.subList(from, Math.min(order.size(), from + config.batch()));
            Torch.seed(new SplittableRandom(config.seed() * 0x9E3779B97F4A7C15L + number).nextLong());
            double rate = rates.at(number);
            double value = TrainingStep.run(weights.manager(), optimizer, rate, scope -> loss.of(scope, chosen)).loss();
            curve.add(new TrainingCurve.Point(number + 1, rate, value));
            listener.step(number + 1, steps, value, rate);
            Work.check(); // a thread that is interrupted cannot write files
        }

        @Override
        public boolean due(long made) {
            return made % STEPS_BETWEEN_CHECKPOINTS == 0;
        }

        /** The curve first: points beyond the checkpoint are dropped when the training goes on. */
        @Override
        public void saving() {
            new TrainingCurve(curve).save(folder);
        }

        @Override
        public void made(long made) {
            if (made % epochSteps == 0) {
                epochs.accept((int) (made / epochSteps));
            }
        }
    }

    /** The examples of an epoch in their order: another for every epoch and seed. */
    static List<Integer> order(int size, long seed, int epoch) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(epoch < NUMBERED_EPOCHS ? seed * NUMBERED_EPOCHS + epoch
                : new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch).nextLong()));
        return order;
    }

    /** Rows of tokens [B, longest], filled at their ends with {@code padding}. */
    public static NDArray padded(NDManager scope, List<int[]> rows, int padding) {
        int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
        long[] ids = new long[rows.size() * longest];
        Arrays.fill(ids, padding);
        for (int row = 0; row < rows.size(); row++) {
            int[] tokens = rows.get(row);
            for (int i = 0; i < tokens.length; i++) {
                ids[row * longest + i] = tokens[i];
            }
        }
        return scope.create(ids, new Shape(rows.size(), longest));
    }
}
