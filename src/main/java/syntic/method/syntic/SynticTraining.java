package syntic.method.syntic;

import java.nio.file.Path;
import syntic.data.Sentences;
import syntic.method.DecoderTraining;
import syntic.metric.CopiedWords;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionModel;
import syntic.stage.CaptionModelConfig;
import syntic.stage.CaptionTrainer;
import syntic.stage.CaptionWriter;
import syntic.stage.Encoding;
import syntic.stage.FrozenModels;
import syntic.stage.ObjectDetection;
import syntic.stage.ObjectTags;
import syntic.stage.Projection;
import syntic.stage.Refinement;
import syntic.stage.SyntheticFeatures;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/**
 * Trains SynTIC from sentences alone: the stages of the paper in their order, each result kept in the store.
 *
 * @param encoding the frozen CLIP
 * @param detection the frozen DETR
 */
public record SynticTraining(SynticConfig config, Encoding encoding, ObjectDetection detection, ResultStore store) {

    /**
     * What the decoder is trained on.
     *
     * @param projection owned by the caller
     */
    public record Prepared(CaptionExamples examples, Projection projection) {}

    /**
     * Refines and projects the features of generated images and joins their tags.
     *
     * @param sentences to train on
     * @param synthetic features and tags of the images generated for them, by caption id
     * @param support the support set: the same sentences, or more of their kind
     */
    public Prepared prepare(Sentences sentences, SyntheticFeatures synthetic, Sentences support) {
        Components parts = config.ingredients();
        FeatureSet images = parts.refinement() ? refined(synthetic.features(), sentences.features())
                : synthetic.features();
        ObjectTags tags = parts.objects() ? new ObjectTags(labels(), synthetic.tags()) : null;
        Projection projection = new Projection(support.features(), support.texts(), config.projection());
        try {
            CaptionInputs inputs = parts.inputs(images, projection, tags);
            return new Prepared(CaptionExamples.synthetic(sentences.corpus(), inputs, encoding.tokenizer(),
                    config.longest()), projection);
        } catch (RuntimeException e) {
            projection.close();
            throw e;
        }
    }

    private FeatureSet refined(FeatureSet images, FeatureSet texts) {
        Refinement refinement = new Refinement(config.refinement());
        return store.features(refinement.provenance(images, texts),
                () -> refinement.refine(images, texts, Refinement.Listener.SILENT).features());
    }

    /** The folder of the trained decoder; trained now, or further, if it was not trained to the end before. */
    public Path decoder(Prepared prepared, ProgressListener listener) {
        return DecoderTraining.decoder(models(), new CaptionTrainer(config.training()), shape(prepared.examples()),
                prepared.examples(), listener);
    }

    /** Prepares and trains, and gives the system that captions photos. */
    public Syntic train(Sentences sentences, SyntheticFeatures synthetic, Sentences support,
            ProgressListener listener) {
        Prepared prepared = prepare(sentences, synthetic, support);
        try {
            return system(prepared, decoder(prepared, listener));
        } catch (RuntimeException e) {
            prepared.projection().close();
            throw e;
        }
    }

    /** The system with the decoder of a folder. */
    public Syntic system(Prepared prepared, Path decoder) {
        FeatureSet labels = config.ingredients().objects() ? labels() : null;
        CaptionModel model = CaptionModel.from(models().compute(), decoder);
        return new Syntic(config.ingredients(), encoding, detection, prepared.projection(), labels,
                new CaptionWriter(model, encoding.tokenizer()), new CopiedWords(prepared.projection().texts()));
    }

    private FeatureSet labels() {
        return models().labels();
    }

    private FrozenModels models() {
        return new FrozenModels(encoding, detection, store);
    }

    private CaptionModelConfig shape(CaptionExamples examples) {
        boolean objects = config.ingredients().objects();
        return config.miniature() ? CaptionModelConfig.miniature(examples.vocabulary(), encoding.width(), objects)
                : CaptionModelConfig.paper(examples.vocabulary(), encoding.width(), objects);
    }
}
