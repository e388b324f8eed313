package syntic.method.syntic;

import java.nio.file.Path;
import syntic.data.Sentences;
import syntic.method.DecoderTraining;
import syntic.method.TrainingClock;
import syntic.metric.CopiedWords;
import syntic.nn.Ownership;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionWriter;
import syntic.stage.FeatureNoise;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ObjectTags;
import syntic.stage.Projection;
import syntic.stage.Refinement;
import syntic.stage.SupportSet;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** Trains SynTIC from sentences alone: the stages of the paper in their order, each result kept in the store. */
public record SynticTraining(SynticConfig config, FrozenModels models) {
    private static final String REFINED = "features.safetensors";

    /**
     * What the decoder is trained on: the features of generated images, refined and projected, with their tags.
     *
     * @param sentences to train on
     * @param synthetic features and tags of the images generated for them, by caption id
     * @param support the support set: the same sentences, or more of their kind
     */
    public CaptionExamples prepare(Sentences sentences, ImageFeatures synthetic, Sentences support) {
        Components parts = config.components();
        FeatureSet images = parts.refinement() ? refined(synthetic.features(), sentences.inMemory())
                : synthetic.features();
        ObjectTags tags = parts.objects() ? new ObjectTags(models.labels(), synthetic.tags()) : null;
        if (!parts.projection()) {
            return decoder().examples(sentences.corpus(), config.inputs(images, null, tags));
        }
        try (SupportSet rows = support.supportSet(models.compute())) {
            return decoder().examples(sentences.corpus(),
                    config.inputs(images, new Projection(rows, config.projection()), tags));
        }
    }

    /** The folder of the refined features, which also tells what they took. */
    private Path refinement(FeatureSet images, FeatureSet texts) {
        Refinement refinement = new Refinement(config.refinement(), models.compute());
        Provenance made = refinement.provenance(images, texts);
        return models.store().folder(made, folder -> TrainingClock.measure(folder, ProgressListener.SILENT, steps ->
                refinement.refine(images, texts, ProgressListener.SILENT).features().save(folder.resolve(REFINED))));
    }

    /** Processor seconds of the refinement, which {@link #prepare} makes or finds; 0 where there is none. */
    double refinementSeconds(Sentences sentences, ImageFeatures synthetic) {
        return config.components().refinement() ? TrainingClock.seconds(refinement(synthetic.features(),
                sentences.inMemory())) : 0;
    }

    private FeatureSet refined(FeatureSet images, FeatureSet texts) {
        return FeatureSet.open(refinement(images, texts).resolve(REFINED));
    }

    /** The folder of the trained decoder; trained now, or further, if it was not trained to the end before. */
    public Path decoder(CaptionExamples examples, ProgressListener listener) {
        return decoder().train(examples, new FeatureNoise.None(), listener);
    }

    private DecoderTraining decoder() {
        return new DecoderTraining(config.decoder(), models);
    }

    /**
     * The system with the decoder of a folder.
     *
     * @param support what photos are projected on: the sentences that generated images were projected on in the
     *     decoder's training, or those of the domain that the photos are from
     */
    public Syntic system(Path decoder, Sentences support) {
        FeatureSet labels = config.components().objects() ? models.labels() : null;
        return Ownership.handOver(support.supportSet(models.compute()), rows -> {
            CaptionWriter writer = decoder().open(decoder);
            return new Syntic(config, models.encodes() ? models.encoding() : null,
                    models.detection(),
                    new Projection(rows, config.projection()), labels, writer, new CopiedWords(rows.texts()));
        });
    }

    /** Prepares and trains, and gives the system that captions photos. */
    public Syntic train(Sentences sentences, ImageFeatures synthetic, Sentences support,
            ProgressListener listener) {
        return system(decoder(prepare(sentences, synthetic, support), listener), support);
    }
}
