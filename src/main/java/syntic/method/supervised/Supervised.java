package syntic.method.supervised;

import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.DecoderConfig;
import syntic.method.DecoderTraining;
import syntic.stage.CaptionInputs;
import syntic.stage.FeatureNoise;
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
        public static final Config MINIATURE = new Config(true, DecoderConfig.MINIATURE);
    }

    @Override
    public CaptionSystem withEpochs(int epochs) {
        return new Supervised(name, new Config(config.objects(), config.decoder().withEpochs(epochs)));
    }

    @Override
    public boolean textOnly() {
        return false;
    }

    @Override
    public Trained train(CaptionTask task, long seed, ProgressListener listener) {
        FeatureSet labels = config.objects() ? task.models().labels() : null;
        DecoderTraining training = new DecoderTraining(config.decoder().withSeed(seed), task.models());
        return training.system(training.photoExamples(task.sentences().corpus(), inputs(task.photos().get(), labels)),
                new FeatureNoise.None(), listener, photos -> inputs(photos, labels), () -> {});
    }

    private static CaptionInputs inputs(ImageFeatures photos, FeatureSet labels) {
        return new CaptionInputs(photos.features(), photos.features(),
                labels == null ? null : new ObjectTags(labels, photos.tags()));
    }
}
