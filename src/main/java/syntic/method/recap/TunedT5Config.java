package syntic.method.recap;

import syntic.method.LanguageModelConfig;
import syntic.nn.train.AdamW;
import syntic.stage.CaptionTrainer;

/**
 * A T5 that is trained further on the training sentences, each after the prompt of its nearest others (ours).
 *
 * @param training without dropout
 */
public record TunedT5Config(T5PromptConfig prompt, CaptionTrainer.Config training) implements LanguageModelConfig {
    /** One pass with numbers that are usual for FLAN-T5; not searched. */
    public static final TunedT5Config STANDARD = new TunedT5Config(T5PromptConfig.PAPER,
            new CaptionTrainer.Config(1, 16, 1e-4, 100, 0, 0, AdamW.Config.ADAM.withDecay(0.01).withClipNorm(1), 1));

    public TunedT5Config withSeed(long seed) {
        return new TunedT5Config(prompt, training.withSeed(seed));
    }
}
