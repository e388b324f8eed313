package syntic.method.recap;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.method.PromptTrainer;
import syntic.method.TrainingClock;
import syntic.model.t5.T5;
import syntic.model.t5.T5Batch;
import syntic.model.t5.T5Tokenizer;
import syntic.model.token.TextTokenizer;
import syntic.stage.CaptionTrainer;
import syntic.stage.FrozenModels;
import syntic.store.ProgressListener;

/** ReCap's language model at full scale: a pretrained T5, as it is or trained further. */
record T5PromptWriter(T5 t5, TextTokenizer tokenizer, T5PromptConfig config, CaptionSystem.Cost cost)
        implements PromptWriter {
    private static final int BATCH = 16;

    /** Opens the pretrained T5. */
    static PromptWriter asItIs(T5PromptConfig config, FrozenModels models) {
        Path folder = models.language().requireT5();
        TextTokenizer tokenizer = T5Tokenizer.from(folder);
        return new T5PromptWriter(T5.from(models.compute(), folder), tokenizer, config, CaptionSystem.Cost.NONE);
    }

    /** Opens a T5 that was trained further. */
    static PromptWriter tuned(Learned learned, T5PromptConfig config, FrozenModels models) {
        TextTokenizer tokenizer = T5Tokenizer.from(learned.tokenizer());
        double seconds = TrainingClock.seconds(learned.decoder());
        T5 t5 = T5.from(models.compute(), learned.decoder());
        return new T5PromptWriter(t5, tokenizer, config, new CaptionSystem.Cost(seconds, t5.weights().size()));
    }

    /** Trains the task's T5 further, or finds what was trained before. */
    static Learned learn(CaptionTask task, TunedT5Config config, int retrieved, ProgressListener listener) {
        Path pretrained = task.models().language().requireT5();
        TextTokenizer tokenizer = T5Tokenizer.from(pretrained);
        T5PromptConfig prompt = config.prompt();
        List<int[]> prompts = Neighbours.of(task.models().compute(), task.sentences(), task.support(), retrieved).stream()
                .map(some -> tokenizer.ended(prompt.prompt(some), prompt.longestPrompt())).toList();
        List<int[]> sentences = task.sentences().texts().stream()
                .map(text -> tokenizer.ended(text, prompt.longest())).toList();
        Path folder = train(task, config.training(), pretrained, new PromptTrainer.Examples(prompts, sentences),
                listener);
        return new Learned(folder, pretrained, Map.of(), Map.of());
    }

    private static Path train(CaptionTask task, CaptionTrainer.Config config, Path pretrained,
            PromptTrainer.Examples examples, ProgressListener listener) {
        return task.models().store().folder(new T5Trainer(config, CaptionTrainer.Listener.SILENT)
                .provenance(pretrained, examples), folder -> TrainingClock.measure(folder, listener, steps -> {
                    try (NDManager manager = task.models().compute().newManager()) {
                        new T5Trainer(config, steps).train(manager, pretrained, examples, folder);
                    }
                }));
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public List<String> write(List<List<String>> retrieved) {
        List<int[]> prompts = retrieved.stream().map(config::prompt)
                .map(prompt -> tokenizer.ended(prompt, config.longestPrompt())).toList();
        try (NDManager scope = t5.weights().manager().newSubManager()) {
            return t5.answer(T5Batch.of(scope, prompts, t5.config().padding()), config.decoding(), t5.config().end(),
                    config.longest()).stream().map(kept -> tokenizer.decode(kept.get(0).words())).toList();
        }
    }

    @Override
    public void close() {
        t5.close();
    }
}
