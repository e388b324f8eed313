package syntic.method.recap;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.DecoderConfig;
import syntic.method.Learned;
import syntic.method.PromptTrainer;
import syntic.method.TrainingClock;
import syntic.model.clip.ClipTokenizer;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptConfig;
import syntic.nn.Ownership;
import syntic.nn.Torch;
import syntic.stage.FrozenModels;
import syntic.store.ProgressListener;

/**
 * ReCap's language model at miniature scale: a decoder that learnt to write each sentence after its nearest other
 * sentences of the support set, by their text features. It is the same for every way to fit the map, so one training serves all.
 */
record DecoderPromptWriter(Gpt gpt, RetrievalPrompt prompt, DecoderConfig config, double trainingSeconds)
        implements PromptWriter {
    private static final int BATCH = 64;

    /** Trains it from the task's sentences, or finds it if it was trained before. */
    static Learned learn(CaptionTask task, int retrieved, DecoderConfig config, ProgressListener listener) {
        ClipTokenizer tokenizer = task.models().tokenizer();
        List<List<String>> neighbours = Neighbours.of(task.models().compute(), task.sentences(), task.support(), retrieved);
        int length = neighbours.stream().mapToInt(some -> RetrievalPrompt.tokens(tokenizer, some).length).max()
                .orElseThrow();
        RetrievalPrompt prompt = new RetrievalPrompt(tokenizer, length);
        PromptTrainer.Examples examples = new PromptTrainer.Examples(neighbours.stream().map(prompt::of).toList(),
                task.sentences().texts().stream().map(text -> tokenizer.ended(text, config.longest())).toList());
        GptConfig shape = GptConfig.of(tokenizer.size(), length + config.longest(), config.shape().width(),
                config.shape().layers(), config.shape().heads());
        return Learned.decoder(new PromptTrainer(config.training(), 0, tokenizer.startId())
                .train(task.models(), shape, examples, listener));
    }

    /** Opens what was learnt; its room for tokens says how long its prompts are. */
    static PromptWriter open(Learned learned, DecoderConfig config, FrozenModels models) {
        double seconds = TrainingClock.seconds(learned.decoder());
        return Ownership.handOver(Gpt.from(models.compute(), learned.decoder()), gpt -> new DecoderPromptWriter(gpt,
                new RetrievalPrompt(models.tokenizer(), gpt.config().positions() - config.longest()), config, seconds));
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public List<String> write(List<List<String>> retrieved) {
        return Torch.withoutGradients(() -> {
            long[] tokens = retrieved.stream().map(prompt::of).flatMapToInt(Arrays::stream).asLongStream().toArray();
            try (NDManager scope = gpt.weights().manager().newSubManager()) {
                var prefix = gpt.embed(scope.create(tokens, new Shape(retrieved.size(), prompt.length()))); // [B, P, W]
                return config.decoding().decode(gpt, prefix, prompt.tokenizer().endId(), config.longest()).stream()
                        .map(kept -> prompt.tokenizer().decode(kept.get(0).words())).toList();
            }
        });
    }

    @Override
    public CaptionSystem.Cost cost() {
        return new CaptionSystem.Cost(trainingSeconds, gpt.weights().size());
    }

    @Override
    public void close() {
        gpt.close();
    }
}
