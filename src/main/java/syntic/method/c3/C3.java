package syntic.method.c3;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Chosen;
import syntic.method.DecoderConfig;
import syntic.method.DecoderTraining;
import syntic.method.Learned;
import syntic.method.capdec.NoiseInjection;
import syntic.nn.Compute;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.nn.train.AdamW;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionTrainer;
import syntic.stage.FeatureNoise;
import syntic.stage.FrozenModels;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * C3, "connect, collapse, corrupt" (Zhang, Sui, Yeung 2024, arXiv 2401.08567): the mean of each modality is taken away,
 * which closes most of the gap between them; noise bridges the rest. Only then features are scaled to length 1 again.
 */
public record C3(String name, Config config) implements CaptionSystem {
    private static final String IMAGE_MEAN = "image-mean";

    /** Whose mean is taken from photo features. */
    public enum ImageMean {
        /** That of photos without their sentences, as in the paper: not text-only. */
        PHOTOS,
        /** That of the images generated for the training sentences. */
        SYNTHETIC
    }

    public record Config(NoiseInjection noise, ImageMean imageMean, DecoderConfig decoder) {
        /** Noise and training of the official code. */
        public static final Config PAPER = new Config(NoiseInjection.ofVariance(0.016), ImageMean.PHOTOS,
                DecoderConfig.PAPER.with(new CaptionTrainer.Config(10, 40, 2e-5, 5_000, 0, 0.1,
                        AdamW.Config.ADAM.withDecay(0.01), 1)).withLongest(DecoderConfig.WHOLE_SENTENCES));
        /** With the noise that a search chose. */
        public static final Config MINIATURE = Chosen.in("C3", new Config(PAPER.noise(), ImageMean.PHOTOS,
                DecoderConfig.MINIATURE));

        public Config with(ImageMean other) {
            return new Config(noise, other, decoder);
        }

        public Config with(NoiseInjection other) {
            return new Config(other, imageMean, decoder);
        }
    }

    private record Collapsed(String mean) {}

    /** Noise on features of any length. */
    record Corruption(NoiseInjection noise) implements FeatureNoise {
        @Override
        public NDArray apply(NDArray features) {
            return Normalization.unit(features.add(noise.draw(features.getManager(), features.getShape())));
        }
    }

    @Override
    public Object learns() {
        return List.of(config.noise(), config.decoder());
    }

    @Override
    public boolean textOnly() {
        return config.imageMean() == ImageMean.SYNTHETIC;
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        FeatureSet texts = task.sentences().inMemory();
        FeatureSet images = textOnly() ? task.synthetic().get().features() : task.photos().get().features();
        DecoderTraining training = new DecoderTraining(config.decoder().withSeed(seed), task.models());
        FeatureSet collapsed = collapse(task.models().compute(), texts, mean(texts));
        return Learned.decoder(training.train(training.examples(task.sentences(), collapsed),
                new Corruption(config.noise()), listener)).with(Map.of(IMAGE_MEAN, images.mean()));
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        float[] imageMean = floats(learned.numbers(IMAGE_MEAN));
        return new DecoderTraining(config.decoder(), models).system(learned.decoder(),
                photos -> CaptionInputs.of(unit(models.compute(),
                        collapse(models.compute(), photos.features(), imageMean))));
    }

    /** The features without {@code mean}, which are then shorter. */
    static FeatureSet collapse(Compute compute, FeatureSet features, float[] mean) {
        return changed(compute, features, "collapsed", Arrays.toString(mean),
                all -> all.sub(all.getManager().create(mean)));
    }

    private static FeatureSet unit(Compute compute, FeatureSet features) {
        return changed(compute, features, "unit", "", Normalization::unit);
    }

    private static FeatureSet changed(Compute compute, FeatureSet features, String how, String mean,
            UnaryOperator<NDArray> change) {
        return Torch.withoutGradients(() -> {
            try (NDManager scope = compute.newManager()) {
                return FeatureSet.of(features.ids(), change.apply(features.toNDArray(scope)),       // [n, d]
                        Provenance.of(how, new Collapsed(mean), Map.of("features", features.fingerprint())));
            }
        });
    }

    static float[] mean(FeatureSet features) {
        return floats(features.mean());
    }

    private static float[] floats(double[] exact) {
        float[] rounded = new float[exact.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) exact[i];
        }
        return rounded;
    }
}
