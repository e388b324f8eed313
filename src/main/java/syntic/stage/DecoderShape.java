package syntic.stage;

import syntic.model.gpt.GptConfig;

/**
 * The size of the caption decoder, apart from what CLIP gives: the number of tokens and the width of the features.
 *
 * @param positions longest sequence, prefix included
 * @param width of the residual stream
 * @param objectHeads heads of the object fusion, where objects are read (ours; the paper does not say)
 * @param normalisation what is done to features first
 */
public record DecoderShape(int positions, int width, int layers, int heads, int objectHeads,
        Normalisation normalisation) {
    /** SynTIC's 4 layers and 4 heads; the width is from DeCap's code, 77 positions are what CLIP reads. */
    public static final DecoderShape PAPER = new DecoderShape(77, 768, 4, 4, 4, Normalisation.NONE);
    /** The same for the miniature world: narrower, and whitened, since a small CLIP's features differ by hundredths. */
    public static final DecoderShape MINIATURE = new DecoderShape(48, 128, 4, 4, 4, Normalisation.WHITENED);

    /** A GPT-2 of this size. */
    public GptConfig gpt(int vocabulary) {
        return GptConfig.of(vocabulary, positions, width, layers, heads);
    }

    /**
     * The decoder behind features of a CLIP.
     *
     * @param features width of the features
     * @param objects whether detected objects are read too
     */
    public CaptionModelConfig model(int vocabulary, int features, boolean objects) {
        return new CaptionModelConfig(gpt(vocabulary), features, objects, objectHeads, normalisation);
    }
}
