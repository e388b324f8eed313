package syntic.method;

import java.nio.file.Path;
import syntic.model.clip.ClipTokenizer;
import syntic.model.gpt.GptConfig;
import syntic.stage.CaptionTrainer;
import syntic.stage.DecoderShape;
import syntic.store.ProgressListener;

/**
 * A small GPT-2 that is trained from nothing on the training sentences alone: what stands in the miniature for one that
 * was trained on the web. It has the size and the training of the miniature's decoders.
 *
 * @param margin of SimCTG's contrastive loss, 0 without
 * @param longest tokens of a training sentence that are kept, the end token included
 */
public record TextGptConfig(CaptionTrainer.Config training, double margin, int width, int layers, int heads,
        int longest) implements LanguageModelConfig {
    /** Trained on the words alone. */
    public static final TextGptConfig MINIATURE = new TextGptConfig(CaptionTrainer.Config.MINIATURE, 0,
            DecoderShape.MINIATURE.width(), DecoderShape.MINIATURE.layers(), DecoderShape.MINIATURE.heads(),
            DecoderConfig.MINIATURE.longest());

    public TextGptConfig withMargin(double other) {
        return new TextGptConfig(training, other, width, layers, heads, longest);
    }

    /** What is learnt from the task's sentences; each begins with CLIP's start token. */
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        ClipTokenizer tokenizer = task.models().tokenizer();
        PromptTrainer.Examples examples = PromptTrainer.Examples.of(task.sentences().texts(), tokenizer,
                tokenizer.startId(), longest);
        Path folder = new PromptTrainer(training.withSeed(seed), margin, tokenizer.startId()).train(task.models(),
                GptConfig.of(tokenizer.size(), 1 + longest, width, layers, heads), examples, listener);
        return Learned.decoder(folder);
    }
}
