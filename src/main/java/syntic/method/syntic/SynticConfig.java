package syntic.method.syntic;

import syntic.stage.CaptionTrainer;
import syntic.stage.Projection;
import syntic.stage.Refinement;


/**
 * Everything that determines a SynTIC system besides its corpus and the frozen models.
 *
 * @param ingredients which components take part; the others' settings are then without effect
 * @param miniature whether the decoder has the miniature's size instead of the paper's
 * @param longest tokens of a training sentence that are kept, the end token included
 */
public record SynticConfig(Components ingredients, Refinement.Config refinement, Projection.Config projection,
        CaptionTrainer.Config training, boolean miniature, int longest) {
    /** The paper's system for MSCOCO. */
    public static final SynticConfig PAPER = new SynticConfig(Components.SYNTIC, Refinement.Config.PAPER,
            Projection.Config.PAPER, CaptionTrainer.Config.PAPER, false, 20);
    /** The same system with settings chosen for the miniature world on its validation photos. */
    public static final SynticConfig MINIATURE = new SynticConfig(Components.SYNTIC, Refinement.Config.MINIATURE,
            Projection.Config.MINIATURE, CaptionTrainer.Config.MINIATURE, true, 32);

    public SynticConfig with(Components other) {
        return new SynticConfig(other, refinement, projection, training, miniature, longest);
    }

    /** Another number of passes over the training sentences. */
    public SynticConfig withEpochs(int epochs) {
        return with(training.withEpochs(epochs));
    }

    /** Another seed of the decoder's training; images and refinement keep theirs. */
    public SynticConfig withSeed(long seed) {
        return with(training.withSeed(seed));
    }

    public SynticConfig with(Refinement.Config other) {
        return new SynticConfig(ingredients, other, projection, training, miniature, longest);
    }

    public SynticConfig with(Projection.Config other) {
        return new SynticConfig(ingredients, refinement, other, training, miniature, longest);
    }

    public SynticConfig with(CaptionTrainer.Config other) {
        return new SynticConfig(ingredients, refinement, projection, other, miniature, longest);
    }
}
