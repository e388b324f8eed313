package syntic.method.syntic;

import syntic.method.Chosen;
import syntic.method.DecoderConfig;
import syntic.stage.CaptionInputs;
import syntic.stage.ObjectTags;
import syntic.stage.Projection;
import syntic.stage.Refinement;
import syntic.store.FeatureSet;

/**
 * Everything that determines a SynTIC system besides its corpus and the frozen models.
 *
 * @param components which take part; the others' settings are then without effect
 * @param query      what object fusion asks with (the symbols of the paper's equation 5 are lost in the text we have)
 */
public record SynticConfig(Components components, Query query, Refinement.Config refinement,
        Projection.Config projection, DecoderConfig decoder) {
    /** What object fusion asks with. */
    public enum Query {
        /** The image's feature: the refined one in training, the photo's at inference. */
        FEATURE,
        /** What stands for the image in the prefix: its projection. */
        PROJECTED
    }

    /** The paper's system for MSCOCO. */
    public static final SynticConfig PAPER = new SynticConfig(Components.SYNTIC, Query.FEATURE, Refinement.Config.PAPER,
            Projection.Config.PAPER, DecoderConfig.PAPER);
    /** The paper's system for Flickr30k, which is projected with another temperature. */
    public static final SynticConfig PAPER_FLICKR30K = PAPER.with(Projection.Config.PAPER_FLICKR30K);
    /** The same system with settings chosen for the miniature world on its validation photos. */
    public static final SynticConfig MINIATURE = Chosen.in("SynTIC", new SynticConfig(Components.SYNTIC, Query.FEATURE,
            Refinement.Config.MINIATURE, Projection.Config.MINIATURE, DecoderConfig.MINIATURE));

    public SynticConfig with(Components other) {
        return new SynticConfig(other, query, refinement, projection, decoder);
    }

    public SynticConfig with(Query other) {
        return new SynticConfig(components, other, refinement, projection, decoder);
    }

    public SynticConfig with(Refinement.Config other) {
        return new SynticConfig(components, query, other, projection, decoder);
    }

    public SynticConfig with(Projection.Config other) {
        return new SynticConfig(components, query, refinement, other, decoder);
    }

    public SynticConfig with(DecoderConfig other) {
        return new SynticConfig(components, query, refinement, projection, other);
    }

    /** Another number of passes over the training sentences. */
    public SynticConfig withEpochs(int epochs) {
        return with(decoder.withEpochs(epochs));
    }

    /** Another seed of the decoder's training; images and refinement keep theirs. */
    public SynticConfig withSeed(long seed) {
        return with(decoder.withSeed(seed));
    }

    /** What the decoder reads of images, as {@link Components#inputs} with the query of this configuration. */
    public CaptionInputs inputs(FeatureSet features, Projection projection, ObjectTags tags) {
        CaptionInputs inputs = components.inputs(features, projection, tags);
        return query == Query.FEATURE ? inputs : new CaptionInputs(inputs.images(), inputs.images(), inputs.tags());
    }
}
