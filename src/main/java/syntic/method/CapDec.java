package syntic.method;

import syntic.model.gpt.BeamSearch;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionTrainer;
import syntic.stage.NoiseInjection;
import syntic.store.ProgressListener;

/**
 * CapDec (Nukrai, Mokady, Globerson 2022, arXiv 2211.00575) and CLOSE (Gu, Clark, Kembhavi 2023, arXiv 2211.09778): a
 * decoder learns to write sentences from their own text features under noise, and gets photo features at inference.
 *
 * <p>The two differ in the amount of noise (and in the papers in their language models): CapDec names the variance of a
 * component, CLOSE its deviation.
 */
public record CapDec(String name, Config config) implements CaptionSystem {
    /** @param noise added in every step anew */
    public record Config(NoiseInjection noise, DecoderConfig decoder) {
        /** CapDec's: variance, learning rate, epochs and beams of the official code. */
        public static final Config PAPER = new Config(NoiseInjection.ofVariance(0.016), DecoderConfig.PAPER
                .with(rate(CaptionTrainer.Config.PAPER, 2e-5)).with(new BeamSearch(5, BeamSearch.Score.MEAN)));
        /** CapDec's other distribution, of the same nominal variance and a hundred times weaker in effect. */
        public static final Config PAPER_BALL = new Config(NoiseInjection.ball(Math.sqrt(0.016)), PAPER.decoder());
        /** CLOSE's: deviation 0.08 after normalisation, as in its official code. */
        public static final Config PAPER_CLOSE = new Config(NoiseInjection.gaussian(0.08), DecoderConfig.PAPER);
        /** Weaker, because the miniature's features lie in a narrow cone; for the protocol {@code noise} to choose. */
        public static final Config MINIATURE = new Config(NoiseInjection.ofVariance(0.0016), DecoderConfig.MINIATURE);
        public static final Config MINIATURE_BALL = new Config(NoiseInjection.ball(0.4), DecoderConfig.MINIATURE);
        /** CLOSE's noise keeps its length: the deviation grows with the root of 768 / 128 values. */
        public static final Config MINIATURE_CLOSE = new Config(NoiseInjection.gaussian(0.08 * Math.sqrt(768.0 / 128)),
                DecoderConfig.MINIATURE);

        public Config with(NoiseInjection other) {
            return new Config(other, decoder);
        }

        private static CaptionTrainer.Config rate(CaptionTrainer.Config of, double rate) {
            return new CaptionTrainer.Config(of.epochs(), of.batch(), rate, of.warmup(), of.smoothing(), of.dropout(),
                    of.optimizer(), of.seed());
        }
    }

    @Override
    public CaptionSystem withEpochs(int epochs) {
        return new CapDec(name, new Config(config.noise(), config.decoder().withEpochs(epochs)));
    }

    @Override
    public Trained train(CaptionTask task, long seed, ProgressListener listener) {
        return DecoderSystem.onCaptions(task, config.decoder(), task.sentences().features(), config.noise())
                .train(task, config.decoder(), seed, listener, photos -> CaptionInputs.of(photos.features()), () -> {});
    }
}
