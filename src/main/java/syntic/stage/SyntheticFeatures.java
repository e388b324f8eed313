package syntic.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.StoreException;

/** Makes what SynTIC keeps of the generated images of a corpus: the CLIP feature of each and the tags of its objects. */
public final class SyntheticFeatures {
    private SyntheticFeatures() {}

    /**
     * Generates the image of every caption and keeps its feature and its tags, in parts in {@code folder}: when this is
     * killed and called again, it goes on with the first part that is missing.
     *
     * @param name of the result's files
     * @param part captions of a part
     * @param provenance what makes the features: models, settings, seed
     */
    public static ImageFeatures make(ImageGenerator synthesis, ImageTextEncoder encoding, ObjectDetector detection,
            List<Caption> captions, Path folder, String name, int part, Provenance provenance,
            ProgressListener listener) {
        List<FeatureSet> features = new ArrayList<>();
        Map<String, List<String>> tags = new LinkedHashMap<>();
        for (int from = 0; from < captions.size(); from += part) {
            List<Caption> some = captions.subList(from, Math.min(captions.size(), from + part));
            String partName = String.format(Locale.ROOT, "%s-%07d", name, from);
            if (!Files.exists(ImageFeatures.features(folder, partName))) {
                of(synthesis, encoding, detection, some, provenance).save(folder, partName);
            }
            ImageFeatures made = ImageFeatures.open(folder, partName);
            List<String> ids = some.stream().map(Caption::id).toList();
            if (!made.features().provenance().equals(provenance) || !made.features().ids().equals(ids)) {
                throw new StoreException(ImageFeatures.features(folder, partName) + ": was made from other captions, "
                        + "in other parts than of " + part + ", or with other models or settings ("
                        + made.features().provenance().differenceFrom(provenance) + "); go on as it was begun, or "
                        + "name another folder");
            }
            features.add(made.features());
            tags.putAll(made.tags());
            listener.at(from + some.size(), captions.size(), name);
        }
        return new ImageFeatures(FeatureSet.join(features, provenance), tags);
    }

    /**
     * Generates, encodes and looks at the images of some captions, keeping nothing on disk.
     *
     * @param detection null where no system takes objects
     */
    public static ImageFeatures of(ImageGenerator synthesis, ImageTextEncoder encoding, ObjectDetector detection,
            List<Caption> captions, Provenance provenance) {
        List<RgbImage> images = synthesis.generate(captions);
        List<String> ids = captions.stream().map(Caption::id).toList();
        return ImageFeatures.of(FeatureSet.of(ids, encoding.images(images), provenance),
                ImageFeatures.tags(images, detection));
    }
}
