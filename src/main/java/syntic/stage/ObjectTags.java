package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;

/**
 * The objects detected in images, and a CLIP text feature for each label (SynTIC, equation 4).
 *
 * @param labels text features by label
 * @param byImage labels of each image; an image that is not named has no object
 */
public record ObjectTags(FeatureSet labels, Map<String, List<String>> byImage) {
    /**
     * Tags of a batch. N is the largest number of objects of an image, 1 at least.
     *
     * @param objects [B, N, width], zero where {@code present} is zero
     * @param present [B, N]: 1 for an object, 0 for padding
     */
    public record Batch(NDArray objects, NDArray present) {}

    public ObjectTags {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        byImage.forEach((image, tags) -> {
            for (String tag : tags) {
                if (!labels.has(tag)) {
                    throw new IllegalArgumentException("image '" + image + "' has the object '" + tag
                            + "', of which there is no text feature among " + labels.ids());
                }
            }
            copy.put(image, List.copyOf(tags));
        });
        byImage = Map.copyOf(copy);
    }

    /** The labels of an image, empty if nothing was detected. */
    public List<String> of(String image) {
        return byImage.getOrDefault(image, List.of());
    }

    public Batch batch(NDManager manager, List<String> images) {
        int most = Math.max(1, images.stream().mapToInt(image -> of(image).size()).max().orElse(0));
        int width = labels.width();
        float[] objects = new float[images.size() * most * width];
        float[] present = new float[images.size() * most];
        for (int i = 0; i < images.size(); i++) {
            List<String> tags = of(images.get(i));
            for (int n = 0; n < tags.size(); n++) {
                int at = i * most + n;
                System.arraycopy(labels.row(tags.get(n)), 0, objects, at * width, width);
                present[at] = 1;
            }
        }
        return new Batch(manager.create(objects, new Shape(images.size(), most, width)),
                manager.create(present, new Shape(images.size(), most)));
    }

    /** Differs where a label, its feature or a tag differs. */
    public String fingerprint() {
        List<String> texts = new ArrayList<>(List.of(labels.fingerprint()));
        new TreeMap<>(byImage).forEach((image, tags) -> texts.add(image + tags));
        return Fingerprint.of(texts);
    }
}
