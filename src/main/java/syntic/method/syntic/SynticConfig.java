package syntic.method.syntic;

import syntic.method.DecoderConfig;
import syntic.stage.Projection;
import syntic.stage.Refinement;

/**
 * Everything that determines a SynTIC system besides its corpus and the frozen models.
 *
 * @param components which take part; the others' settings are then without effect
 */
public record SynticConfig(Components components, Refinement.Config refinement, Projection.Config projection,
        DecoderConfig decoder) {
    /** The paper's system for MSCOCO. */
    public static final SynticConfig PAPER = new SynticConfig(Components.SYNTIC, Refinement.Config.PAPER,
            Projection.Config.PAPER, DecoderConfig.PAPER);
    /** The paper's system for Flickr30k, which is projected with another temperature. */
    public static final SynticConfig PAPER_FLICKR30K = PAPER.with(Projection.Config.PAPER_FLICKR30K);
    /** The same system with settings chosen for the miniature world on its validation photos. */
    public static final SynticConfig MINIATURE = new SynticConfig(Components.SYNTIC, Refinement.Config.MINIATURE,
            Projection.Config.MINIATURE, DecoderConfig.MINIATURE);

    public SynticConfig with(Components other) {
        return new SynticConfig(other, refinement, projection, decoder);
    }

    public SynticConfig with(Refinement.Config other) {
        return new SynticConfig(components, other, projection, decoder);
    }

    public SynticConfig with(Projection.Config other) {
        return new SynticConfig(components, refinement, other, decoder);
    }

    public SynticConfig with(DecoderConfig other) {
        return new SynticConfig(components, refinement, projection, other);
    }

    /** Another number of passes over the training sentences. */
    public SynticConfig withEpochs(int epochs) {
        return with(decoder.withEpochs(epochs));
    }

    /** Another seed of the decoder's training; images and refinement keep theirs. */
    public SynticConfig withSeed(long seed) {
        return with(decoder.withSeed(seed));
    }
}
