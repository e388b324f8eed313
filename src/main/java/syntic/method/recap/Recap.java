package syntic.method.recap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.data.Photos;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.DecoderConfig;
import syntic.stage.Projection;
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
    public record Config(Alignment.Config alignment, Pairs pairs, int retrieved, PromptModel decoder) {
        public static final Config PAPER = new Config(Alignment.Config.STANDARD, Pairs.PHOTOS, 4, T5PromptConfig.PAPER);
        public static final Config MINIATURE = new Config(Alignment.Config.STANDARD, Pairs.PHOTOS, 3,
                DecoderConfig.MINIATURE);

        public Config {
            if (retrieved < 1) {
                throw new IllegalArgumentException("a prompt needs 1 or more retrieved sentences, not " + retrieved);
            }
        }

        public Config with(Pairs other) {
            return new Config(alignment, other, retrieved, decoder);
        }

        /** The same with another number of sentences in the prompt. */
        public Config withRetrieved(int other) {
            return new Config(alignment, pairs, other, decoder);
        }

        /** The same with another weight of the ridge's penalty. */
        public Config withRidge(double other) {
            return new Config(new Alignment.Config(alignment.method(), other, alignment.centre(), alignment.scale()),
                    pairs, retrieved, decoder);
        }

        /** The same with another language model. */
        public Config with(PromptModel other) {
            return new Config(alignment, pairs, retrieved, other);
        }

        /** The same with another way to find the map. */
        public Config with(Alignment.Method method) {
            return new Config(new Alignment.Config(method, alignment.ridge(), alignment.centre(), alignment.scale()),
                    pairs, retrieved, decoder);
        }
    }

    private record Paired(String pairs) {}

    @Override
    public CaptionSystem withEpochs(int epochs) {
        return new Recap(name, new Config(config.alignment(), config.pairs(), config.retrieved(),
                config.decoder().withEpochs(epochs)));
    }

    @Override
    public boolean textOnly() {
        return config.pairs() == Pairs.SYNTHETIC;
    }

    @Override
    public boolean looksUp() {
        return true;
    }

    @Override
    public Trained train(CaptionTask task, long seed, ProgressListener listener) {
        FeatureSet texts = task.sentences().features();
        Alignment alignment = Alignment.fit(images(task), texts, config.alignment());
        PromptWriter writer = config.decoder().writer(task, config.retrieved(), seed, listener);
        try {
            return trained(alignment, writer, new Projection(task.targetSupport().features(),
                    task.targetSupport().texts(), Projection.Config.PAPER));
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private Trained trained(Alignment alignment, PromptWriter writer, Projection datastore) {
        return new Trained() {
            @Override
            public Map<String, String> caption(Photos photos) {
                Map<String, List<String>> retrieved = new LinkedHashMap<>();
                datastore.explain(alignment.map(photos.features()), config.retrieved()).forEach(found ->
                        retrieved.put(found.id(), found.nearest().stream().map(Projection.Share::text).toList()));
                return writer.write(retrieved);
            }

            @Override
            public Cost cost() {
                Cost written = writer.cost();
                return new Cost(written.trainingSeconds(), written.parameters() + alignment.matrix().length);
            }

            @Override
            public void close() {
                writer.close();
                datastore.close();
            }
        };
    }

    /** The image feature of every sentence, under the caption's id. */
    private FeatureSet images(CaptionTask task) {
        FeatureSet texts = task.sentences().features();
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
