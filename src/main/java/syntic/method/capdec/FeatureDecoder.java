package syntic.method.capdec;

import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.DecoderConfig;
import syntic.stage.FeatureNoise;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;

/**
 * What CapDec and CLOSE train to write sentences from their features: a {@link DecoderConfig} begins with nothing, a
 * {@link MappedGptConfig} with a pretrained GPT-2.
 */
public interface FeatureDecoder {
    /** The same with another number of passes over the training sentences. */
    FeatureDecoder withEpochs(int epochs);

    /**
     * Trains it, or opens what was trained before.
     *
     * @param features of the task's sentences, by caption id
     * @param noise added to them
     * @return captions photos by their features as they are
     */
    CaptionSystem.Trained train(CaptionTask task, FeatureSet features, FeatureNoise noise, long seed,
            ProgressListener listener);
}
