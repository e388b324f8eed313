package syntic.stage;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.io.AtomicFile;
import syntic.io.Seal;
import syntic.model.RgbImage;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.Provenance;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * Images as all systems see them, photos and generated ones: encoded and looked at once. The images themselves are not
 * needed again.
 *
 * @param features CLIP image features by image id: a photo's, or the id of the caption that an image was generated for
 * @param tags names of the detected objects by image id, the surest first; an image that is not named has no object
 */
public record ImageFeatures(FeatureSet features, Map<String, List<String>> tags) {
    private record Ids(String ids) {}

    public ImageFeatures {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /**
     * Encodes photos and detects their objects.
     *
     * @param detection null where no system takes objects
     */
    public static ImageFeatures of(List<String> ids, List<RgbImage> photos, ImageTextEncoder encoding,
            ObjectDetector detection) {
        Map<String, String> inputs = new TreeMap<>(encoding.provenance());
        inputs.put("photos", Fingerprint.of(photos.stream().map(photo -> Fingerprint.of(photo.data())).toList()));
        Provenance made = Provenance.of("photos", new Ids(Fingerprint.of(ids)), inputs);
        return of(FeatureSet.of(ids, encoding.images(photos), made), tags(photos, detection));
    }

    /** The objects of every image; none where nobody looks. */
    static List<List<String>> tags(List<RgbImage> images, ObjectDetector detection) {
        return detection == null ? Collections.nCopies(images.size(), List.of()) : detection.tagsOf(images);
    }

    /** @param tags in the order of the features */
    public static ImageFeatures of(FeatureSet features, List<List<String>> tags) {
        Map<String, List<String>> byId = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>(features.ids());
        for (int i = 0; i < ids.size(); i++) {
            byId.put(ids.get(i), tags.get(i));
        }
        return new ImageFeatures(features, byId);
    }

    /** What these images have, in their order. */
    public ImageFeatures select(List<String> ids) {
        Map<String, List<String>> some = new LinkedHashMap<>();
        ids.forEach(id -> some.put(id, tags.getOrDefault(id, List.of())));
        return new ImageFeatures(features.select(ids), some);
    }

    /** Writes {@code NAME.tags.json} and {@code NAME.safetensors}, the latter last: where it is, both are whole. */
    public void save(Path folder, String name) {
        StringBuilder json = new StringBuilder("{");
        Gson gson = new Gson();
        // One caption a line keeps differences between versions readable.
        tags.forEach((id, found) -> json.append(json.length() > 1 ? ",\n" : "\n").append(gson.toJson(id))
                .append(": ").append(gson.toJson(found)));
        AtomicFile.write(folder.resolve(name + ".tags.json"), Seal.json(json.append("\n}\n").toString()));
        features.save(features(folder, name));
    }

    /** Opens what {@link #save} wrote. */
    public static ImageFeatures open(Path folder, String name) {
        Path file = folder.resolve(name + ".tags.json");
        String remedy = "move " + features(folder, name) + " away too: both are then made again";
        Map<String, List<String>> tags = StoredJson.read(file, new TypeToken<LinkedHashMap<String, List<String>>>() { },
                remedy);
        try {
            ImageFeatures opened = new ImageFeatures(FeatureSet.open(features(folder, name)), tags);
            for (String id : opened.features.ids()) {
                if (tags.get(id) == null) {
                    throw new IllegalArgumentException("'" + id + "' has a feature but no tags; an image without "
                            + "objects has an empty list");
                }
            }
            return opened;
        } catch (IllegalArgumentException e) {
            throw new StoreException(file + ": does not fit its features (" + e.getMessage() + "); move it away and "
                    + remedy, e);
        }
    }

    static Path features(Path folder, String name) {
        return folder.resolve(name + ".safetensors");
    }
}
