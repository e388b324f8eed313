package syntic.method;

import syntic.method.capdec.FeatureDecoder;
import syntic.method.recap.DecoderPromptWriter;
import syntic.method.recap.PromptModel;
import syntic.method.recap.PromptWriter;
import syntic.model.gpt.Decoding;
import syntic.model.gpt.GreedyDecoding;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionModelConfig;
import syntic.stage.CaptionTrainer;
import syntic.stage.FeatureNoise;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;

/**
 * The decoder of a system and its training; the same in all of them at miniature scale, so that a comparison shows what
 * they do differently.
 *
 * @param miniature whether the decoder has the miniature's size instead of the papers'
 * @param longest tokens of a training sentence that are kept, the end token included
 * @param decoding how captions are read off the decoder
 */
public record DecoderConfig(CaptionTrainer.Config training, boolean miniature, int longest, Decoding decoding)
        implements PromptModel, FeatureDecoder {
    /** From the code of DeCap, on which SynTIC builds. */
    public static final DecoderConfig PAPER = new DecoderConfig(CaptionTrainer.Config.PAPER, false, 20,
            new GreedyDecoding());
    /** As SynTIC's in the miniature world. */
    public static final DecoderConfig MINIATURE = new DecoderConfig(CaptionTrainer.Config.MINIATURE, true, 32,
            new GreedyDecoding());

    public DecoderConfig with(CaptionTrainer.Config other) {
        return new DecoderConfig(other, miniature, longest, decoding);
    }

    @Override
    public DecoderConfig withEpochs(int epochs) {
        return with(training.withEpochs(epochs));
    }

    public DecoderConfig withLongest(int other) {
        return new DecoderConfig(training, miniature, other, decoding);
    }

    public DecoderConfig with(Decoding other) {
        return new DecoderConfig(training, miniature, longest, other);
    }

    public CaptionModelConfig shape(int vocabulary, int width, boolean objects) {
        return miniature ? CaptionModelConfig.miniature(vocabulary, width, objects)
                : CaptionModelConfig.paper(vocabulary, width, objects);
    }

    @Override
    public PromptWriter writer(CaptionTask task, int retrieved, long seed, ProgressListener listener) {
        return DecoderPromptWriter.trained(task, retrieved, this, seed, listener);
    }

    @Override
    public CaptionSystem.Trained train(CaptionTask task, FeatureSet features, FeatureNoise noise, long seed,
            ProgressListener listener) {
        return DecoderSystem.onCaptions(task, this, features, noise).train(task, this, seed, listener,
                photos -> CaptionInputs.of(photos.features()), () -> {});
    }
}
