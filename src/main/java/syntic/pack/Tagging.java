package syntic.pack;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.model.RgbImage;
import syntic.stage.ObjectDetector;
import syntic.store.Provenance;
import syntic.store.RecordSettings;

/** Looks for the objects of images, one by one, so that what is found depends on no other image. */
final class Tagging {
    private Tagging() {}

    /** @param detector null where nobody looks: then there are no tags */
    static List<String> tags(RgbImage image, ObjectDetector detector) {
        return detector == null ? null : detector.tagsOf(List.of(image)).get(0);
    }

    /** What tags depend on besides settings. */
    static Map<String, String> provenance(ObjectDetector detector) {
        return detector == null ? Map.of() : Map.of("detector", detector.fingerprint());
    }

    /**
     * What made features and tags.
     *
     * @param drawing settings of what comes before the detector, or null
     * @param detection settings of the detector, or null
     */
    static Provenance made(String stage, Record drawing, Record detection, Map<String, String> models) {
        SortedMap<String, String> settings = new TreeMap<>();
        if (drawing != null) {
            RecordSettings.put(settings, "", drawing);
        }
        if (detection != null) {
            // How many go through a model at once changes nothing.
            RecordSettings.put(settings, "detection.", detection, (put, prefix, name, value) -> name.equals("batch"));
        }
        return new Provenance(stage, settings, new TreeMap<>(models));
    }
}
