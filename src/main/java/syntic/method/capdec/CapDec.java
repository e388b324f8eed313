package syntic.method.capdec;

import java.nio.file.Path;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Chosen;
import syntic.method.DecoderConfig;
import syntic.method.DecoderTraining;
import syntic.method.LanguageModelConfig;
import syntic.method.Learned;
import syntic.model.gpt.BeamSearch;
import syntic.nn.train.AdamW;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionTrainer;
import syntic.stage.FrozenModels;
import syntic.stage.LanguageModels;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;

/**
 * CapDec (Nukrai, Mokady, Globerson 2022, arXiv 2211.00575) and CLOSE (Gu, Clark, Kembhavi 2023, arXiv 2211.09778): a
 * decoder learns to write sentences from their own text features under noise, and gets photo features at inference.
 *
 * <p>The two differ in the amount of noise (and in the papers in their language models): CapDec names the variance of a
 * component, CLOSE its deviation.
 */
public record CapDec(String name, Config config) implements CaptionSystem {
    /**
     * @param noise added in every step anew
     * @param decoder a {@link DecoderConfig}, which begins with nothing, or a {@link MappedGptConfig}
     */
    public record Config(NoiseInjection noise, LanguageModelConfig decoder) {
        /** CapDec's: noise, training and search of the official code. */
        public static final Config PAPER = new Config(NoiseInjection.ofVariance(0.016), MappedGptConfig.PAPER);
        /** CapDec's other distribution, of the same nominal variance and a hundred times weaker in effect. */
        public static final Config PAPER_BALL = new Config(NoiseInjection.ball(Math.sqrt(0.016)), PAPER.decoder());
        /** CLOSE's for a sentence that is its own target ({@code s-cap} in the official code). */
        public static final Config PAPER_CLOSE = new Config(NoiseInjection.gaussian(0.12), DecoderConfig.PAPER
                .with(new CaptionTrainer.Config(8, 128, 3e-4, 0, 0, 0.1, AdamW.Config.ADAM, 1))
                .withLongest(DecoderConfig.WHOLE_SENTENCES).with(new BeamSearch(5, BeamSearch.Score.SUM)));
        /** With the noise that a search chose. */
        public static final Config MINIATURE = Chosen.in("CapDec", new Config(PAPER.noise(), DecoderConfig.MINIATURE));
        public static final Config MINIATURE_BALL = Chosen.in("CapDec-ball", new Config(PAPER_BALL.noise(),
                DecoderConfig.MINIATURE));
        /** With the same decoder and kind of noise CapDec and CLOSE are one system. */
        public static final Config MINIATURE_CLOSE = Chosen.in("CLOSE", new Config(PAPER_CLOSE.noise(),
                DecoderConfig.MINIATURE));

        public Config {
            if (!(decoder instanceof DecoderConfig || decoder instanceof MappedGptConfig)) {
                throw new IllegalArgumentException("CapDec trains a DecoderConfig or a MappedGptConfig, not "
                        + decoder);
            }
        }

        public Config with(NoiseInjection other) {
            return new Config(other, decoder);
        }
    }

    @Override
    public Path language(LanguageModels models) {
        return config.decoder() instanceof MappedGptConfig ? models.requireGpt2() : null;
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        FeatureSet features = task.sentences().inMemory();
        if (config.decoder() instanceof MappedGptConfig mapped) {
            return new MappedGptTraining(mapped.withSeed(seed), task.models())
                    .learn(tokenizer -> CaptionExamples.synthetic(task.sentences().corpus(), CaptionInputs.of(features),
                            tokenizer, mapped.longest()), config.noise(), listener);
        }
        DecoderTraining training = new DecoderTraining(((DecoderConfig) config.decoder()).withSeed(seed),
                task.models());
        return Learned.decoder(training.train(training.examples(task.sentences(), features), config.noise(), listener));
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        return MappedGptTraining.open(config.decoder(), learned, models);
    }
}
