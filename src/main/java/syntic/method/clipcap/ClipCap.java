package syntic.method.clipcap;

import java.nio.file.Path;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Chosen;
import syntic.method.DecoderConfig;
import syntic.method.DecoderTraining;
import syntic.method.LanguageModelConfig;
import syntic.method.Learned;
import syntic.method.capdec.MappedGptConfig;
import syntic.method.capdec.MappedGptTraining;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionTrainer;
import syntic.stage.FeatureNoise;
import syntic.stage.FrozenModels;
import syntic.stage.LanguageModels;
import syntic.store.ProgressListener;

/**
 * ClipCap (Mokady, Hertz, Bermano 2021, arXiv 2111.09734): a mapper turns a photo's feature into a prefix for a GPT-2,
 * trained on photos with their sentences. It is the supervised system that CapDec makes text-only; with the decoder of
 * the miniature, which has no GPT-2, it is the upper bound without objects.
 */
public record ClipCap(String name, Config config) implements CaptionSystem {
    /** @param decoder a {@link MappedGptConfig}, or a {@link DecoderConfig}, which begins with nothing */
    public record Config(LanguageModelConfig decoder) {
        /** The Transformer mapper before a GPT-2 that is left as it is, as the official code trains it on COCO. */
        public static final Config PAPER = new Config(MappedGptConfig.PAPER.frozen().with(new CaptionTrainer.Config(10,
                40, 2e-5, 5_000, 0, 0.1, CaptionTrainer.Config.PAPER.optimizer(), 1)));
        public static final Config MINIATURE = Chosen.in("ClipCap", new Config(DecoderConfig.MINIATURE));

        public Config {
            if (!(decoder instanceof DecoderConfig || decoder instanceof MappedGptConfig)) {
                throw new IllegalArgumentException("ClipCap trains a DecoderConfig or a MappedGptConfig, not "
                        + decoder);
            }
        }
    }

    @Override
    public Path language(LanguageModels models) {
        return config.decoder() instanceof MappedGptConfig ? models.requireGpt2() : null;
    }

    @Override
    public boolean textOnly() {
        return false;
    }

    @Override
    public boolean readsSentences() {
        return false;
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        CaptionInputs photos = CaptionInputs.of(task.photos().get().features());
        if (config.decoder() instanceof MappedGptConfig mapped) {
            return new MappedGptTraining(mapped.withSeed(seed), task.models()).learn(tokenizer -> CaptionExamples
                    .paired(task.sentences().corpus(), photos, tokenizer, mapped.longest()), new FeatureNoise.None(),
                    listener);
        }
        DecoderTraining training = new DecoderTraining(((DecoderConfig) config.decoder()).withSeed(seed),
                task.models());
        return Learned.decoder(training.train(training.photoExamples(task.sentences().corpus(), photos),
                new FeatureNoise.None(), listener));
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        return MappedGptTraining.open(config.decoder(), learned, models);
    }
}
