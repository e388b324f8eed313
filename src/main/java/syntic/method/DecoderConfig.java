package syntic.method;

import syntic.model.gpt.Decoding;
import syntic.model.gpt.GreedyDecoding;
import syntic.stage.CaptionTrainer;
import syntic.stage.DecoderShape;

/**
 * The decoder of a system and its training; the same in all of them at miniature scale, so that a comparison shows what
 * they do differently.
 *
 * @param longest tokens of a training sentence that are kept, the end token included
 * @param decoding how captions are read off the decoder
 */
public record DecoderConfig(CaptionTrainer.Config training, DecoderShape shape, int longest, Decoding decoding)
        implements LanguageModelConfig {
    /** CLIP's text encoder reads no more than 76 tokens after the start token, so nothing that it read is cut. */
    public static final int WHOLE_SENTENCES = 76;

    /** From the code of DeCap, on which SynTIC builds. */
    public static final DecoderConfig PAPER = new DecoderConfig(CaptionTrainer.Config.PAPER, DecoderShape.PAPER, 20,
            new GreedyDecoding());
    /** For the miniature world. */
    public static final DecoderConfig MINIATURE = new DecoderConfig(CaptionTrainer.Config.MINIATURE,
            DecoderShape.MINIATURE, 32, new GreedyDecoding());

    public DecoderConfig with(CaptionTrainer.Config other) {
        return new DecoderConfig(other, shape, longest, decoding);
    }

    public DecoderConfig with(Decoding other) {
        return new DecoderConfig(training, shape, longest, other);
    }

    public DecoderConfig withEpochs(int epochs) {
        return with(training.withEpochs(epochs));
    }

    public DecoderConfig withSeed(long seed) {
        return with(training.withSeed(seed));
    }

    public DecoderConfig withLongest(int other) {
        return new DecoderConfig(training, shape, other, decoding);
    }
}
