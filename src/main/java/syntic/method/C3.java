package syntic.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Map;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.stage.CaptionInputs;
import syntic.stage.NoiseInjection;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * C3, "connect, collapse, corrupt" (Zhang, Sui, Yeung 2024, arXiv 2401.08567): the mean of each modality is taken away,
 * which closes most of the gap between them; noise bridges the rest. Both are scaled to length 1 again.
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
        public static final Config PAPER = new Config(NoiseInjection.ofVariance(0.016), ImageMean.PHOTOS,
                DecoderConfig.PAPER);
        public static final Config MINIATURE = new Config(NoiseInjection.ofVariance(0.0016), ImageMean.PHOTOS,
                DecoderConfig.MINIATURE);

        public Config with(ImageMean other) {
            return new Config(noise, other, decoder);
        }

        public Config with(NoiseInjection other) {
            return new Config(other, imageMean, decoder);
        }
    }

    private record Collapsed(String mean) {}

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
        FeatureSet texts = task.sentences().features();
        FeatureSet images = textOnly() ? task.synthetic().get().features() : task.photos().get().features();
        float[] imageMean = mean(images);
        return DecoderSystem.onCaptions(task, config.decoder(), collapse(texts, mean(texts)), config.noise())
                .train(task, config.decoder(), seed, listener,
                        photos -> CaptionInputs.of(collapse(photos.features(), imageMean)), () -> {});
    }

    /** The features without {@code mean}, of length 1. */
    static FeatureSet collapse(FeatureSet features, float[] mean) {
        return Torch.withoutGradients(() -> {
            try (NDManager scope = Torch.newManager()) {
                NDArray centred = features.toNDArray(scope).sub(scope.create(mean));    // [n, d]
                Provenance made = Provenance.of("collapsed", new Collapsed(Arrays.toString(mean)),
                        Map.of("features", features.fingerprint()));
                return FeatureSet.of(features.ids(), Normalization.unit(centred), made);
            }
        });
    }

    static float[] mean(FeatureSet features) {
        double[] sums = new double[features.width()];
        for (float[] row : features.rows()) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row[i];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            mean[i] = (float) (sums[i] / features.size());
        }
        return mean;
    }
}
