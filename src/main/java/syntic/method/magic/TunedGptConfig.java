package syntic.method.magic;

import java.nio.file.Path;
import java.util.Map;
import syntic.method.CaptionTask;
import syntic.method.LanguageModelConfig;
import syntic.method.Learned;
import syntic.method.PromptTrainer;
import syntic.model.gpt.GptTokenizer;
import syntic.model.token.TextTokenizer;
import syntic.stage.CaptionTrainer;
import syntic.store.ProgressListener;

/**
 * A pretrained GPT-2 that is trained further on the training sentences alone. Each begins with GPT-2's own end token;
 * MAGIC's code adds a token for it.
 *
 * @param margin of SimCTG's contrastive loss, 0 without
 * @param longest tokens of a training sentence that are kept, the end token included
 */
public record TunedGptConfig(CaptionTrainer.Config training, double margin, int longest)
        implements LanguageModelConfig {
    /** From MAGIC's code for MSCOCO, whose 20,000 steps are four and a half passes. */
    public static final TunedGptConfig PAPER = new TunedGptConfig(new CaptionTrainer.Config(5, 128, 2e-5, 2_000, 0, 0.1,
            CaptionTrainer.Config.PAPER.optimizer().withClipNorm(1), 1), 0.5, 65);

    Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        Path gpt2 = task.models().language().requireGpt2();
        TextTokenizer tokenizer = GptTokenizer.from(gpt2);
        PromptTrainer.Examples examples = PromptTrainer.Examples.of(task.sentences().texts(), tokenizer,
                tokenizer.endId(), longest);
        Path folder = new PromptTrainer(training.withSeed(seed), margin, tokenizer.fillId())
                .tune(task.models(), gpt2, examples, listener);
        return new Learned(folder, gpt2, Map.of(), Map.of());
    }
}
