package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;

/**
 * What the decoder reads of images, by their ids; the same in training (generated images) and at inference (photos).
 *
 * @param images what stands for the image in the prefix: its projection, or its feature as it is
 * @param queries the image features that object fusion asks with, under the same ids
 * @param tags the images' objects, or null where the decoder reads none
 */
public record CaptionInputs(FeatureSet images, FeatureSet queries, ObjectTags tags) {
    /**
     * A batch of inputs.
     *
     * @param images, queries [B, d]
     * @param tags null where there are none
     */
    public record Batch(NDArray images, NDArray queries, ObjectTags.Batch tags) {}

    public CaptionInputs {
        if (!images.ids().equals(queries.ids())) {
            throw new IllegalArgumentException("images and queries must have the same ids in the same order");
        }
        if (tags != null && tags.labels().width() != queries.width()) {
            throw new IllegalArgumentException("the labels' features have " + tags.labels().width() + " values, the "
                    + "images' " + queries.width() + "; both must come from the same CLIP");
        }
    }

    /** Features alone, without objects. */
    public static CaptionInputs of(FeatureSet images) {
        return new CaptionInputs(images, images, null);
    }

    public Batch batch(NDManager manager, List<String> ids) {
        return new Batch(rows(manager, images, ids), rows(manager, queries, ids),
                tags == null ? null : tags.batch(manager, ids));
    }

    /** Differs where anything that the decoder reads differs. */
    public String fingerprint() {
        return Fingerprint.of(List.of(images.fingerprint(), queries.fingerprint(),
                tags == null ? "no objects" : tags.fingerprint()));
    }

    private static NDArray rows(NDManager manager, FeatureSet features, List<String> ids) {
        int width = features.width();
        float[] rows = new float[ids.size() * width];
        for (int i = 0; i < ids.size(); i++) {
            System.arraycopy(features.row(ids.get(i)), 0, rows, i * width, width);
        }
        return manager.create(rows, new Shape(ids.size(), width));
    }
}
