package syntic.observatory;

import java.util.List;
import syntic.store.FeatureSet;

/**
 * Images that are looked at.
 *
 * @param name such as {@code photos-test}
 * @param images their features
 * @param own features of the sentence that belongs to each, under the images' ids; null where there are none
 */
record View(String name, FeatureSet images, FeatureSet own) {
    View {
        if (own != null && !own.ids().equals(images.ids())) {
            throw new IllegalArgumentException("the sentences of " + name + " are not in the order of their images");
        }
    }

    List<String> ids() {
        return images.ids();
    }
}
