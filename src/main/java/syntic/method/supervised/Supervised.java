package syntic.method.supervised;

import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Chosen;
import syntic.method.DecoderConfig;
import syntic.method.DecoderTraining;
import syntic.method.Learned;
import syntic.stage.CaptionInputs;
import syntic.stage.FeatureNoise;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ObjectTags;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;

/**
 * The upper bound: the same decoder trained on photos with their sentences, so that nothing stands between training and
 * inference. It reads the photo's feature as it is and, like SynTIC, the detected objects.
 */
public record Supervised(String name, Config config) implements CaptionSystem {
    /** @param objects whether the decoder reads detected objects too */
    public record Config(boolean objects, DecoderConfig decoder) {
        public static final Config PAPER = new Config(true, DecoderConfig.PAPER);
        public static final Config MINIATURE = Chosen.in("supervised", new Config(true,
                DecoderConfig.MINIATURE));
    }

    @Override
    public boolean readsObjects() {
        return config.objects();
    }

    @Override
    public boolean textOnly() {
        return false;
    }

    @Override
    public boolean readsSentences() {
        return false;
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        CaptionInputs photos = inputs(task.photos().get(), labels(task.models()));
        DecoderTraining training = new DecoderTraining(config.decoder().withSeed(seed), task.models());
        return Learned.decoder(training.train(training.photoExamples(task.sentences().corpus(), photos),
                new FeatureNoise.None(), listener));
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        FeatureSet labels = labels(models);
        return new DecoderTraining(config.decoder(), models).system(learned.decoder(),
                photos -> inputs(photos, labels));
    }

    private FeatureSet labels(FrozenModels models) {
        return config.objects() ? models.labels() : null;
    }

    private static CaptionInputs inputs(ImageFeatures photos, FeatureSet labels) {
        return new CaptionInputs(photos.features(), photos.features(),
                labels == null ? null : new ObjectTags(labels, photos.tags()));
    }
}
