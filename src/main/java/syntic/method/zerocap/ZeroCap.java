package syntic.method.zerocap;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Chosen;
import syntic.method.LanguageModelConfig;
import syntic.method.Learned;
import syntic.method.PhotoBatches;
import syntic.method.TextGptConfig;
import syntic.method.TrainingClock;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptTokenizer;
import syntic.model.gpt.Hypothesis;
import syntic.model.token.TextTokenizer;
import syntic.nn.Ownership;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ImageTextEncoder;
import syntic.stage.LanguageModels;
import syntic.stage.TextFit;
import syntic.store.ProgressListener;

/**
 * ZeroCap (Tewel, Shalev, Schwartz, Wolf 2022, arXiv 2111.14447): a GPT-2 as it is writes after a prompt, and at every
 * word what it remembers of the text is shifted along a gradient to where CLIP finds that the text fits the photo. It
 * trains nothing; the miniature has no language model of the world, so there one is trained on the sentences.
 */
public record ZeroCap(String name, Config config) implements CaptionSystem {
    private static final int BATCH = 16;

    /** @param decoder a {@link PretrainedGptConfig}, or a {@link TextGptConfig}, which begins with nothing */
    public record Config(Steering steering, LanguageModelConfig decoder) {
        public static final Config PAPER = new Config(Steering.PAPER, new PretrainedGptConfig());
        public static final Config MINIATURE = Chosen.in("ZeroCap", new Config(Steering.MINIATURE,
                TextGptConfig.MINIATURE));

        public Config {
            if (!(decoder instanceof TextGptConfig || decoder instanceof PretrainedGptConfig)) {
                throw new IllegalArgumentException("ZeroCap writes with a TextGptConfig or a PretrainedGptConfig, not "
                        + decoder);
            }
        }

        public Config with(Steering other) {
            return new Config(other, decoder);
        }
    }

    /** A language model with the tokens that texts begin and captions end with. */
    private record Writer(Gpt gpt, TextTokenizer tokenizer, int[] prompt, int end) {}

    @Override
    public Object learns() {
        return config.decoder();
    }

    @Override
    public Path language(LanguageModels models) {
        return config.decoder() instanceof PretrainedGptConfig ? models.requireGpt2() : null;
    }

    @Override
    public boolean readsSentences() {
        return false;
    }

    @Override
    public boolean readsTexts() {
        return true;
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        if (config.decoder() instanceof TextGptConfig own) {
            return own.learn(task, seed, listener);
        }
        listener.at(1, 1, "nothing to train");
        return new Learned(null, task.models().language().requireGpt2(), Map.of(), Map.of());
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        ImageTextEncoder encoding = models.searching();
        if (config.decoder() instanceof TextGptConfig) {
            double seconds = TrainingClock.seconds(learned.decoder());
            return opened(models, learned.decoder(), models.tokenizer(), models.tokenizer().startId(), encoding,
                    gpt -> new Cost(seconds, gpt.weights().size()));
        }
        TextTokenizer tokenizer = GptTokenizer.from(learned.tokenizer());
        return opened(models, models.language().requireGpt2(), tokenizer, tokenizer.endId(), encoding,
                gpt -> Cost.NONE);
    }

    private Trained opened(FrozenModels models, Path folder, TextTokenizer tokenizer, int start,
            ImageTextEncoder encoding, Function<Gpt, Cost> cost) {
        int[] words = tokenizer.tokens(config.steering().prompt());
        int[] prompt = IntStream.concat(IntStream.of(start), IntStream.of(words)).toArray();
        int end = end(tokenizer);
        return Ownership.handOver(Gpt.from(models.compute(), folder), gpt -> new Trained(
                photos -> captions(photos, new Writer(gpt, tokenizer, prompt, end), encoding), cost.apply(gpt),
                gpt::close));
    }

    private int end(TextTokenizer tokenizer) {
        String text = config.steering().end();
        int[] tokens = tokenizer.tokens(text);
        if (!text.isEmpty() && tokens.length != 1) {
            throw new IllegalArgumentException("captions end with one token, and '" + text + "' is " + tokens.length
                    + "; name another (steering.end)");
        }
        return text.isEmpty() ? tokenizer.endId() : tokens[0];
    }

    private Map<String, String> captions(ImageFeatures photos, Writer writer, ImageTextEncoder encoding) {
        return PhotoBatches.captions(photos.features().ids(), BATCH, some -> captions(some.stream()
                .map(photos.features()::row).toList(), writer,
                new TextFit(encoding, config.steering().temperature())));
    }

    /** Of the captions that the search kept of each photo the one that fits it best. */
    private List<String> captions(List<float[]> photos, Writer writer, TextFit fit) {
        Gpt gpt = writer.gpt();
        try (NDManager manager = gpt.weights().manager().newSubManager();
                SteeredReader reader = new SteeredReader(manager, gpt, writer.tokenizer(),
                        new CacheShift(gpt, config.steering()), fit, writer.prompt(), writer.end(), photos)) {
            List<List<Hypothesis>> kept = config.steering().decoding().decode(reader, writer.end(),
                    config.steering().longest());
            List<List<String>> texts = kept.stream().map(some -> some.stream()
                    .map(one -> writer.tokenizer().decode(reader.whole(one.words()))).toList()).toList();
            List<double[]> cosines = fit.cosines(photos, texts);
            return IntStream.range(0, photos.size()).mapToObj(photo -> {
                double[] all = cosines.get(photo);
                int best = IntStream.range(0, all.length).boxed()
                        .max((a, b) -> all[a] == all[b] ? b - a : Double.compare(all[a], all[b])).orElseThrow();
                return writer.tokenizer().decode(kept.get(photo).get(best).words());
            }).toList();
        }
    }
}
