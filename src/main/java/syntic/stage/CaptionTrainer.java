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
import syntic.model.gpt.GptDropout;
import syntic.model.gpt.PrefixLoss;
import syntic.nn.Torch;
import syntic.nn.train.AdamW;
import syntic.nn.train.Checkpoint;
import syntic.nn.train.LearningRate;
import syntic.nn.train.TrainingStep;
import syntic.store.Provenance;
import syntic.store.StoreException;

/**
 * Trains the caption decoder, together with the maps of its prefix and the object fusion.
 *
 * <p>Every step depends on the seed and its number alone, so a training that was killed goes on from its checkpoint and
 * ends with the same bits as one that was not.
 */
public record CaptionTrainer(Config config, FeatureNoise noise, Listener listener) {
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final int STEPS_BETWEEN_CHECKPOINTS = 250;

    /**
     * @param learningRate highest rate; it rises linearly over {@code warmup} steps and falls linearly to 0 at the end
     * @param smoothing label smoothing
     * @param dropout in the decoder
     */
    public record Config(int epochs, int batch, double learningRate, int warmup, double smoothing, double dropout,
            AdamW.Config optimizer, long seed) {
        /** The paper is silent; these are from the code of DeCap, on which SynTIC builds. */
        public static final Config PAPER = new Config(10, 128, 1e-5, 1_000, 0.1, 0.1,
                new AdamW.Config(0.9, 0.999, 1e-6, AdamW.Epsilon.UNCORRECTED, 0, Double.POSITIVE_INFINITY), 1);
        /** For the two thousand sentences of the miniature world; chosen on its validation photos. */
        public static final Config MINIATURE = new Config(16, 32, 1e-3, 100, 0.1, 0.1,
                AdamW.Config.ADAM.withDecay(0.01).withClipNorm(1), 1);

        public Config {
            if (epochs < 1 || batch < 1 || warmup < 0) {
                throw new IllegalArgumentException("training needs 1 or more epochs and examples in a batch and no "
                        + "negative warm-up, not " + epochs + ", " + batch + ", " + warmup);
            }
            if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
                throw new IllegalArgumentException("the learning rate must be above 0, not " + learningRate);
            }
        }

        public Config withSeed(long other) {
            return new Config(epochs, batch, learningRate, warmup, smoothing, dropout, optimizer, other);
        }

        public Config withEpochs(int other) {
            return new Config(other, batch, learningRate, warmup, smoothing, dropout, optimizer, seed);
        }
    }

    /** Hears of every step, and may look at the model after every epoch. */
    @FunctionalInterface
    public interface Listener {
        /** Hears nothing. */
        Listener SILENT = (step, steps, loss, learningRate) -> {};

        /** @param step counted from 1 */
        void step(long step, long steps, double loss, double learningRate);

        /** @param epoch counted from 1; @param model goes on changing afterwards */
        default void epoch(int epoch, CaptionModel model) {}
    }

    public CaptionTrainer(Config config) {
        this(config, new FeatureNoise.None(), Listener.SILENT);
    }

    public CaptionTrainer with(Listener other) {
        return new CaptionTrainer(config, noise, other);
    }

    public CaptionTrainer with(FeatureNoise other) {
        return new CaptionTrainer(config, other, listener);
    }

    /** What makes the result of {@link #train}: a key for a store. */
    public Provenance provenance(CaptionModelConfig shape, CaptionExamples examples) {
        Provenance training = Provenance.of("decoder", config, Map.of("examples", examples.fingerprint()));
        Map<String, String> settings = new TreeMap<>(training.settings());
        settings.put("noise", noise.toString());
        settings.put("model", shape.toString());
        return new Provenance(training.stage(), new TreeMap<>(settings), training.inputs());
    }

    /**
     * Trains a new model, or goes on where a training in {@code folder} stopped.
     *
     * @param folder receives checkpoints and at the end the model and its {@link TrainingCurve}
     * @return the model, owned by a manager below {@code parent}
     */
    public CaptionModel train(NDManager parent, CaptionModelConfig shape, CaptionExamples examples, Path folder) {
        if (shape.decoder().vocabulary() != examples.vocabulary()) {
            throw new IllegalArgumentException("the decoder has " + shape.decoder().vocabulary() + " tokens, the "
                    + "tokenizer "
                    + examples.vocabulary());
        }
        CaptionModel model = CaptionModel.create(parent, shape, config.seed());
        try (AdamW optimizer = new AdamW(model.trained(), config.optimizer(), model.weights().manager())) {
            if (shape.objects() && examples.inputs().tags() == null) {
                throw new IllegalArgumentException("a decoder that reads objects needs object tags to train on");
            }
            model.fitTo(examples.inputs());
            Provenance made = provenance(shape, examples);
            Map<String, String> settings = new TreeMap<>(made.settings());
            settings.putAll(made.inputs());
            Checkpoint checkpoint = new Checkpoint(model.weights(), optimizer, null, settings);
            Files.createDirectories(folder);
            run(model, optimizer, examples, checkpoint, folder);
            model.save(folder);
            Files.deleteIfExists(folder.resolve(CHECKPOINT));
            return model;
        } catch (IOException e) {
            model.close();
            throw new StoreException(folder + ": cannot be written: " + e, e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private void run(CaptionModel model, AdamW optimizer, CaptionExamples examples, Checkpoint checkpoint,
            Path folder) {
        long done = checkpoint.restore(folder.resolve(CHECKPOINT));
        int epochSteps = (examples.size() + config.batch() - 1) / config.batch();
        long steps = (long) epochSteps * config.epochs();
        LearningRate rates = LearningRate.linear(config.learningRate(), config.warmup(), steps);
        List<TrainingCurve.Point> curve = new ArrayList<>(TrainingCurve.from(folder).until(done).points());
        List<Integer> order = done < steps ? order(examples.size(), (int) (done / epochSteps)) : List.of();
        for (long step = done; step < steps; step++) {
            int epoch = (int) (step / epochSteps);
            int within = (int) (step % epochSteps);
            if (within == 0) {
                order = order(examples.size(), epoch);
            }
            int from = within * config.batch();
            List<Integer> chosen = order.subList(from, Math.min(order.size(), from + config.batch()));
            double loss = step(model, optimizer, rates.at(step), examples, chosen, step);
            curve.add(new TrainingCurve.Point(step + 1, rates.at(step), loss));
            listener.step(step + 1, steps, loss, rates.at(step));
            boolean last = step + 1 == steps;
            if (last || (step + 1) % STEPS_BETWEEN_CHECKPOINTS == 0) {
                // The curve first: points beyond the checkpoint are dropped when the training goes on.
                new TrainingCurve(curve).save(folder);
                checkpoint.save(folder.resolve(CHECKPOINT));
            }
            if (within == epochSteps - 1) {
                listener.epoch(epoch + 1, model);
            }
        }
    }

    private double step(CaptionModel model, AdamW optimizer, double rate, CaptionExamples examples,
            List<Integer> chosen, long step) {
        Torch.seed(new SplittableRandom(config.seed() * 0x9E3779B97F4A7C15L + step).nextLong());
        PrefixLoss loss = new PrefixLoss(config.smoothing(), examples.padding());
        return TrainingStep.run(model.weights().manager(), optimizer, rate, scope -> {
            CaptionInputs.Batch batch = examples.inputs().batch(scope, chosen.stream().map(examples::image).toList());
            CaptionInputs.Batch noisy = new CaptionInputs.Batch(noise.apply(batch.images()), batch.queries(),
                    batch.tags());
            return model.loss(noisy, tokens(scope, examples, chosen), loss, GptDropout.of(config.dropout()));
        }).loss();
    }

    /** [B, longest], padded. */
    private static NDArray tokens(NDManager scope, CaptionExamples examples, List<Integer> chosen) {
        int longest = chosen.stream().mapToInt(i -> examples.tokens(i).length).max().orElseThrow();
        long[] ids = new long[chosen.size() * longest];
        Arrays.fill(ids, examples.padding());
        for (int row = 0; row < chosen.size(); row++) {
            int[] sentence = examples.tokens(chosen.get(row));
            for (int i = 0; i < sentence.length; i++) {
                ids[row * longest + i] = sentence[i];
            }
        }
        return scope.create(ids, new Shape(chosen.size(), longest));
    }

    private List<Integer> order(int size, int epoch) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(config.seed() * 31 + epoch));
        return order;
    }
}
