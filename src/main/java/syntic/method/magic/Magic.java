package syntic.method.magic;

import java.nio.file.Path;
import java.util.Map;
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
import syntic.model.token.TextTokenizer;
import syntic.nn.Ownership;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ImageTextEncoder;
import syntic.stage.LanguageModels;
import syntic.stage.TextFit;
import syntic.store.ProgressListener;

/**
 * MAGIC (Su et al. 2022, arXiv 2205.02655): a language model that learnt from the sentences alone writes, and CLIP says
 * at every word which of the probable ones fit the photo. CLIP is needed to caption photos, not in training.
 */
public record Magic(String name, Config config) implements CaptionSystem {
    private static final int BATCH = 16;

    /**
     * How it searches; nothing of it takes part in training.
     *
     * @param candidates k, the most probable next tokens that are looked at
     * @param alpha weight of the degeneration penalty, in [0, 1]
     * @param beta weight of what CLIP says
     * @param temperature of CLIP's softmax
     * @param longest tokens of a caption, the end token included
     */
    public record Search(int candidates, double alpha, double beta, double temperature, int longest) {
        /** For MSCOCO; on Flickr30k k is 25 and captions have up to 19 tokens. */
        public static final Search PAPER = new Search(45, 0.1, 2, 0.01, 15);
        public static final Search MINIATURE = new Search(45, 0.1, 2, 0.01, 32);

        public Search {
            if (candidates < 1 || longest < 1) {
                throw new IllegalArgumentException("a search needs 1 or more candidates and tokens, not " + candidates
                        + " and " + longest);
            }
            if (!(alpha >= 0 && alpha <= 1 && beta >= 0 && temperature > 0)) {
                throw new IllegalArgumentException("alpha must be in [0, 1], beta 0 or more and the temperature above "
                        + "0, not " + alpha + ", " + beta + " and " + temperature);
            }
        }
    }

    /** @param decoder a {@link TunedGptConfig}, or a {@link TextGptConfig}, which begins with nothing */
    public record Config(Search search, LanguageModelConfig decoder) {
        public static final Config PAPER = new Config(Search.PAPER, TunedGptConfig.PAPER);
        public static final Config MINIATURE = Chosen.in("MAGIC", new Config(Search.MINIATURE,
                TextGptConfig.MINIATURE.withMargin(TunedGptConfig.PAPER.margin())));

        public Config {
            if (!(decoder instanceof TextGptConfig || decoder instanceof TunedGptConfig)) {
                throw new IllegalArgumentException("MAGIC writes with a TextGptConfig or a TunedGptConfig, not "
                        + decoder);
            }
        }
    }

    @Override
    public Object learns() {
        return config.decoder();
    }

    @Override
    public Path language(LanguageModels models) {
        return config.decoder() instanceof TunedGptConfig ? models.requireGpt2() : null;
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
        return config.decoder() instanceof TunedGptConfig tuned ? tuned.learn(task, seed, listener)
                : ((TextGptConfig) config.decoder()).learn(task, seed, listener);
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        ImageTextEncoder encoding = models.searching();
        boolean own = learned.tokenizer() != null && config.decoder() instanceof TunedGptConfig;
        TextTokenizer tokenizer = own ? GptTokenizer.from(learned.tokenizer()) : models.tokenizer();
        int start = own ? tokenizer.endId() : models.tokenizer().startId();
        double seconds = TrainingClock.seconds(learned.decoder());
        return Ownership.handOver(Gpt.from(models.compute(), learned.decoder()), gpt -> new Trained(
                photos -> captions(photos, new MagicSearch(gpt, tokenizer, start,
                        new TextFit(encoding, config.search().temperature()), config.search())),
                new Cost(seconds, gpt.weights().size()), gpt::close));
    }

    private static Map<String, String> captions(ImageFeatures photos, MagicSearch search) {
        return PhotoBatches.captions(photos.features().ids(), BATCH, some -> search.captions(some.stream()
                .map(photos.features()::row).toList()).stream().map(search.tokenizer()::decode).toList());
    }
}
