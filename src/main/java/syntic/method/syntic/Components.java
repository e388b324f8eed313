package syntic.method.syntic;

import java.util.ArrayList;
import java.util.List;
import syntic.stage.CaptionInputs;
import syntic.stage.ObjectTags;
import syntic.stage.Projection;
import syntic.store.FeatureSet;

/**
 * The parts of SynTIC that are switched on: the rows of the paper's ablation (Table 4).
 *
 * @param refinement features of generated images are optimised before they are used (FO in the paper)
 * @param projection the decoder reads features through the support set (FP)
 * @param objects the decoder reads detected objects too (AF)
 */
public record Components(boolean refinement, boolean projection, boolean objects) {
    public static final Components SYNTIC = new Components(true, true, true);

    /**
     * All eight, from the baseline, which has features of generated images in training, of photos at inference and
     * nothing else, to SynTIC.
     */
    public static List<Components> ablation() {
        List<Components> all = new ArrayList<>();
        for (int parts = 0; parts < 8; parts++) {
            all.add(new Components((parts & 1) != 0, (parts & 2) != 0, (parts & 4) != 0));
        }
        all.sort((a, b) -> Integer.compare(a.count(), b.count()));
        return List.copyOf(all);
    }

    /**
     * What the decoder reads of images.
     *
     * @param features of photos; in training the refined features of generated images, or, where {@code refinement} is
     *     off, the features as they were encoded
     * @param projection may be null where it is switched off
     * @param tags may be null where objects are switched off
     */
    public CaptionInputs inputs(FeatureSet features, Projection projection, ObjectTags tags) {
        if (this.projection && projection == null || objects && tags == null) {
            throw new IllegalArgumentException(label() + " needs a " + (objects && tags == null ? "set of object tags"
                    : "projection") + ", which is missing");
        }
        return new CaptionInputs(this.projection ? projection.project(features) : features, features,
                objects ? tags : null);
    }

    /** The name in tables: {@code baseline}, {@code +refinement}, {@code SynTIC}, … */
    public String label() {
        return switch (count()) {
            case 0 -> "baseline";
            case 3 -> "SynTIC";
            default -> (refinement ? "+refinement" : "") + (projection ? "+projection" : "")
                    + (objects ? "+objects" : "");
        };
    }

    private int count() {
        return (refinement ? 1 : 0) + (projection ? 1 : 0) + (objects ? 1 : 0);
    }
}
