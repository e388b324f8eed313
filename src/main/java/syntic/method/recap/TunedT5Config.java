package syntic.method.recap;

import syntic.method.CaptionTask;
import syntic.nn.train.AdamW;
import syntic.stage.CaptionTrainer;
import syntic.store.ProgressListener;

/**
 * A T5 that is trained further on the training sentences, each after the prompt of its nearest others (ours).
 *
 * @param training without dropout
 */
public record TunedT5Config(T5PromptConfig prompt, CaptionTrainer.Config training) implements PromptModel {
    /** One pass with numbers that are usual for FLAN-T5; not searched. */
    public static final TunedT5Config STANDARD = new TunedT5Config(T5PromptConfig.PAPER,
            new CaptionTrainer.Config(1, 16, 1e-4, 100, 0, 0, AdamW.Config.ADAM.withDecay(0.01).withClipNorm(1), 1));

    @Override
    public PromptModel withEpochs(int epochs) {
        return new TunedT5Config(prompt, training.withEpochs(epochs));
    }

    @Override
    public PromptWriter writer(CaptionTask task, int retrieved, long seed, ProgressListener listener) {
        return T5PromptWriter.tuned(task, new TunedT5Config(prompt, training.withSeed(seed)), retrieved, listener);
    }
}
