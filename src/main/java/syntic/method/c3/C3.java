package syntic.method.c3;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.DecoderConfig;
import syntic.method.DecoderTraining;
import syntic.method.capdec.NoiseInjection;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.nn.train.AdamW;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionTrainer;
import syntic.stage.FeatureNoise;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * C3, "connect, collapse, corrupt" (Zhang, Sui, Yeung 2024, arXiv 2401.08567): the mean of each modality is taken away,
 * which closes most of the gap between them; noise bridges the rest. Only then features are scaled to length 1 again.
 */
public record C3(String name, Config config) implements CaptionSystem {
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
        /** Half of CapDec's, because features without their mean are half as long; for {@code tuning} to choose. */
        public static final Config MINIATURE = new Config(NoiseInjection.gaussian(0.01), ImageMean.PHOTOS,
                DecoderConfig.MINIATURE);

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
    public CaptionSystem withEpochs(int epochs) {
        return new C3(name, new Config(config.noise(), config.imageMean(), config.decoder().withEpochs(epochs)));
    }

    @Override
    public boolean textOnly() {
        return config.imageMean() == ImageMean.SYNTHETIC;
    }

    @Override
    public Trained train(CaptionTask task, long seed, ProgressListener listener) {
        FeatureSet texts = task.sentences().inMemory();
        FeatureSet images = textOnly() ? task.synthetic().get().features() : task.photos().get().features();
        float[] imageMean = mean(images);
        DecoderTraining training = new DecoderTraining(config.decoder().withSeed(seed), task.models());
        return training.system(training.examples(task.sentences(), collapse(texts, mean(texts))),
                new Corruption(config.noise()), listener,
                photos -> CaptionInputs.of(unit(collapse(photos.features(), imageMean))), () -> {});
    }

    /** The features without {@code mean}, which are then shorter. */
    static FeatureSet collapse(FeatureSet features, float[] mean) {
        return changed(features, "collapsed", Arrays.toString(mean), all -> all.sub(all.getManager().create(mean)));
    }

    private static FeatureSet unit(FeatureSet features) {
        return changed(features, "unit", "", Normalization::unit);
    }

    private static FeatureSet changed(FeatureSet features, String how, String mean, UnaryOperator<NDArray> change) {
        return Torch.withoutGradients(() -> {
            try (NDManager scope = Torch.newManager()) {
                return FeatureSet.of(features.ids(), change.apply(features.toNDArray(scope)),       // [n, d]
                        Provenance.of(how, new Collapsed(mean), Map.of("features", features.fingerprint())));
            }
        });
    }

    static float[] mean(FeatureSet features) {
        double[] exact = features.mean();
        float[] mean = new float[exact.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) exact[i];
        }
        return mean;
    }
}
