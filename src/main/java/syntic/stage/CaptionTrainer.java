package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import syntic.io.UserException;
import syntic.model.gpt.PrefixLoss;
import syntic.nn.Torch;
import syntic.nn.train.AdamW;
import syntic.store.Provenance;

/**
 * Trains the caption decoder, together with the maps of its prefix and the object fusion.
 *
 * <p>Every step depends on the seed and its number alone, so a training that was killed goes on from its checkpoint and
 * ends with the same bits as one that was not.
 */
public record CaptionTrainer(Config config, FeatureNoise noise, Listener listener) {
    /**
     * @param learningRate highest rate; it rises linearly over {@code warmup} steps and falls linearly to 0 at the end
     * @param smoothing label smoothing
     * @param dropout in the decoder
     */
    public record Config(int epochs, int batch, double learningRate, int warmup, double smoothing, double dropout,
            AdamW.Config optimizer, long seed) {
        /**
         * Adam is the paper's, which names no other number and has no label smoothing in its equation 6; the rest is
         * from the code of DeCap, on which SynTIC builds.
         */
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

        /**
         * May throw {@link syntic.nn.Stopped}: the training is saved and ends.
         *
         * @param step counted from 1
         */
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

    /**
     * What makes the result of {@link #train(NDManager, CaptionModelConfig, CaptionExamples, Path)}: a key for a store.
     */
    public Provenance provenance(CaptionModelConfig shape, CaptionExamples examples) {
        Provenance training = DecoderLoop.provenance("decoder", config, Map.of("examples", examples.fingerprint()));
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
        if (shape.objects() && examples.inputs().tags() == null) {
            throw new IllegalArgumentException("a decoder that reads objects needs object tags to train on");
        }
        CaptionModel model = CaptionModel.create(parent, shape, config.seed());
        Torch.seed(config.seed());
        model.fitTo(examples.inputs(), noise);
        train(model, provenance(shape, examples), examples, folder, epoch -> listener.epoch(epoch, model));
        return model;
    }

    /**
     * Trains any model that writes after a prefix, or goes on where a training in {@code folder} stopped.
     *
     * @param model new; closed if the training fails
     * @param made under which a checkpoint may be used again
     * @param epochs hears of the end of every epoch, counted from 1
     */
    public void train(PrefixModel model, Provenance made, CaptionExamples examples, Path folder, IntConsumer epochs) {
        try {
            new DecoderLoop(config, model.weights(), model.trained(), made).run(examples.size(),
                    (scope, chosen) -> loss(model, examples, scope, chosen), folder, listener, epochs);
            model.save(folder);
        } catch (IOException e) {
            model.close();
            throw UserException.ofWriting(folder, e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private NDArray loss(PrefixModel model, CaptionExamples examples, NDManager scope, List<Integer> chosen) {
        CaptionInputs.Batch batch = examples.inputs().batch(scope, chosen.stream().map(examples::image).toList());
        CaptionInputs.Batch noisy = new CaptionInputs.Batch(noise.apply(batch.images()), batch.queries(), batch.tags());
        NDArray tokens = DecoderLoop.padded(scope, chosen.stream().map(examples::tokens).toList(), examples.padding());
        return new PrefixLoss(config.smoothing(), examples.padding())
                .of(model.decoder(), model.prefix(noisy), tokens, model.dropout(config.dropout()));
    }
}
