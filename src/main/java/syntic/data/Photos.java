package syntic.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.model.RgbImage;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetection;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.Provenance;

/**
 * Photos as all systems see them: encoded and looked at once, the same for each.
 *
 * @param features CLIP image features by photo id
 * @param tags names of the detected objects by photo id, the surest first
 */
public record Photos(FeatureSet features, Map<String, List<String>> tags) {
    private record Ids(String ids) {}

    public Photos {
        tags = Map.copyOf(tags);
    }

    /**
     * Encodes photos and detects their objects.
     *
     * @param detection null where no system takes objects
     */
    public static Photos of(List<String> ids, List<RgbImage> photos, Encoding encoding, ObjectDetection detection) {
        Provenance made = Provenance.of("photos", new Ids(Fingerprint.of(ids)), Map.of());
        return of(FeatureSet.of(ids, encoding.images(photos), made), detection == null
                ? Collections.nCopies(ids.size(), List.of()) : detection.tagsOf(photos));
    }

    /** @param tags in the order of the features */
    public static Photos of(FeatureSet features, List<List<String>> tags) {
        Map<String, List<String>> byId = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>(features.ids());
        for (int i = 0; i < ids.size(); i++) {
            byId.put(ids.get(i), tags.get(i));
        }
        return new Photos(features, byId);
    }
}
