package syntic.miniature;

import java.util.List;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.model.diffusion.TextToImage;
import syntic.store.ProgressListener;

/** What pictures of a text-to-image model are to show of their sentences, by the {@link Judge}, and what they do. */
public final class TextToImageGates {
    private TextToImageGates() {}

    /**
     * A share that is to be reached.
     *
     * @param scenes as {@link PictureTable.Part#scenes}
     * @param stage as {@link PictureTable.Part#stage}
     * @param fact as in {@link Verdict#shares()}
     * @param least share
     */
    public record Aim(String scenes, String stage, String fact, double least) {}

    /** Everything that the miniature's model is to reach, at its own guidance. */
    public static final List<Aim> AIMS = List.of(
            new Aim(PictureTable.TEST, PictureTable.SAMPLED, "everything", 0.80),
            new Aim(PictureTable.TEST, PictureTable.SAMPLED, "count", 0.90),
            new Aim(PictureTable.TEST, PictureTable.SAMPLED, "kind", 0.97),
            new Aim(PictureTable.TEST, PictureTable.SAMPLED, "kind with colour", 0.95),
            new Aim(PictureTable.TEST, PictureTable.SAMPLED, "setting", 0.98),
            new Aim(PictureTable.TEST, PictureTable.SAMPLED, "relation", 0.95),
            new Aim(PictureTable.TEST, PictureTable.AUTOENCODED, "count", 0.98),
            new Aim(PictureTable.TEST, PictureTable.AUTOENCODED, "everything", 0.95),
            new Aim(PictureTable.HELD_OUT, PictureTable.SAMPLED, "kind with colour", 0.70));

    /** Judges {@code count} generated images of scenes of one split; the seed is that of the settings. */
    public static Verdict generated(TextToImage model, Judge judge, Splits splits, Split split, int count,
            TextToImage.Settings settings) {
        JudgedScenes scenes = JudgedScenes.of(splits, split, settings.seed(), count);
        return Verdict.sum(judge.judge(model.generate(scenes.prompts(), settings, ProgressListener.SILENT),
                scenes.facts()));
    }
}
