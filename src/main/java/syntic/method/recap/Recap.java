package syntic.method.recap;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Chosen;
import syntic.method.DecoderConfig;
import syntic.method.LanguageModelConfig;
import syntic.method.Learned;
import syntic.nn.Ownership;
import syntic.nn.ProcessorTime;
import syntic.stage.FrozenModels;
import syntic.stage.LanguageModels;
import syntic.stage.SupportSet;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * ReCap (Paischer et al. 2023, arXiv 2307.05591): a linear map in closed form brings image features to where their
 * captions are; the nearest sentences of a datastore are retrieved, and a language model writes the caption from them.
 *
 * <p>The paper fits the map on photos with their captions. Fitted on generated images with their sentences it needs no
 * photo, which makes it text-only (ours).
 */
public record Recap(String name, Config config) implements CaptionSystem {
    /** What the map is fitted on. */
    public enum Pairs {
        /** Photos with their captions, as in the paper. */
        PHOTOS,
        /** Generated images with the sentences they were made from. */
        SYNTHETIC
    }

    /**
     * @param retrieved sentences in the prompt (the paper's number is not known to us)
     * @param decoder the language model: FLAN-T5, or at miniature scale one that is trained for the prompt from the
     *     sentences alone
     */
    public record Config(Alignment.Config alignment, Pairs pairs, int retrieved, LanguageModelConfig decoder) {
        public static final Config PAPER = new Config(Alignment.Config.STANDARD, Pairs.PHOTOS, 4, T5PromptConfig.PAPER);
        public static final Config MINIATURE = Chosen.in("ReCap", new Config(Alignment.Config.STANDARD, Pairs.PHOTOS,
                PAPER.retrieved(), DecoderConfig.MINIATURE));

        public Config {
            if (retrieved < 1) {
                throw new IllegalArgumentException("a prompt needs 1 or more retrieved sentences, not " + retrieved);
            }
            if (!(decoder instanceof DecoderConfig || decoder instanceof T5PromptConfig
                    || decoder instanceof TunedT5Config)) {
                throw new IllegalArgumentException("ReCap writes with a DecoderConfig, a T5PromptConfig or a "
                        + "TunedT5Config, not " + decoder);
            }
        }

        public Config with(Pairs other) {
            return new Config(alignment, other, retrieved, decoder);
        }

        /** The same with another language model. */
        public Config with(LanguageModelConfig other) {
            return new Config(alignment, pairs, retrieved, other);
        }

        /** The same with another way to find the map. */
        public Config with(Alignment.Method method) {
            return new Config(new Alignment.Config(method, alignment.ridge(), alignment.centre(), alignment.scale()),
                    pairs, retrieved, decoder);
        }
    }

    private record Paired(String pairs) {}

    /** The map is fitted in no time. */
    @Override
    public Object learns() {
        return List.of(config.retrieved(), config.decoder());
    }

    @Override
    public boolean textOnly() {
        return config.pairs() == Pairs.SYNTHETIC;
    }

    @Override
    public boolean looksUp() {
        return true;
    }

    /** Prompts are of what is looked up, as those of photos will be. */
    @Override
    public boolean learnsFromSupport() {
        return !(config.decoder() instanceof T5PromptConfig);
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        FeatureSet images = images(task);
        FeatureSet texts = task.sentences().inMemory();
        Alignment[] fitted = new Alignment[1];
        double seconds = ProcessorTime.of(() -> fitted[0] = Alignment.fit(task.models().compute(), images, texts,
                config.alignment()));
        return writer(task, seed, listener).with(fitted[0].numbers()).after("alignment", seconds);
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        Alignment alignment = Alignment.of(learned);
        return Ownership.handOver(opened(learned, models), writer -> {
            SupportSet datastore = support.supportSet(models.compute());
            Cost written = writer.cost();
            return new Trained(photos -> {
                Map<String, List<String>> retrieved = new LinkedHashMap<>();
                FeatureSet mapped = alignment.map(models.compute(), photos.features());
                datastore.nearest(mapped, config.retrieved()).forEach((photo, found) ->
                        retrieved.put(photo, found.stream().map(SupportSet.Neighbour::text).toList()));
                return writer.write(retrieved);
            }, new Cost(written.trainingSeconds(), written.parameters() + alignment.matrix().length), writer::close,
                    datastore::close);
        });
    }

    @Override
    public Path language(LanguageModels models) {
        return config.decoder() instanceof DecoderConfig ? null : models.requireT5();
    }

    private Learned writer(CaptionTask task, long seed, ProgressListener listener) {
        if (config.decoder() instanceof DecoderConfig decoder) {
            return DecoderPromptWriter.learn(task, config.retrieved(), decoder.withSeed(seed), listener);
        }
        if (config.decoder() instanceof TunedT5Config tuned) {
            return T5PromptWriter.learn(task, tuned.withSeed(seed), config.retrieved(), listener);
        }
        return new Learned(null, task.models().language().requireT5(), Map.of(), Map.of());
    }

    private PromptWriter opened(Learned learned, FrozenModels models) {
        if (config.decoder() instanceof DecoderConfig decoder) {
            return DecoderPromptWriter.open(learned, decoder, models);
        }
        if (config.decoder() instanceof TunedT5Config tuned) {
            return T5PromptWriter.tuned(learned, tuned.prompt(), models);
        }
        return T5PromptWriter.asItIs((T5PromptConfig) config.decoder(), models);
    }

    /** The image feature of every sentence, under the caption's id. */
    private FeatureSet images(CaptionTask task) {
        FeatureSet texts = task.sentences().inMemory();
        if (textOnly()) {
            return task.synthetic().get().features().select(texts.ids());
        }
        FeatureSet photos = task.photos().get().features();
        float[][] rows = task.sentences().corpus().captions().stream().map(Caption::imageId).map(photos::row)
                .toArray(float[][]::new);
        return FeatureSet.of(texts.ids(), rows, Provenance.of("paired-photos", new Paired(photos.fingerprint()),
                Map.of()));
    }
}
