package syntic.stage;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.io.AtomicFile;
import syntic.model.RgbImage;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * What SynTIC keeps of the generated images of a corpus: the CLIP feature of each and the tags of its objects. The
 * images themselves are not needed again.
 *
 * @param features one for each caption, by caption id
 * @param tags names of the detected objects by caption id, the surest first; may be empty
 */
public record SyntheticFeatures(FeatureSet features, Map<String, List<String>> tags) {

    public SyntheticFeatures {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        for (String id : features.ids()) {
            if (tags.get(id) == null) {
                throw new IllegalArgumentException("caption '" + id + "' has a feature but no tags; an image without "
                        + "objects has an empty list");
            }
        }
    }

    /** Tags of the image of one caption. */
    public List<String> tags(String captionId) {
        List<String> found = tags.get(captionId);
        if (found == null) {
            throw new IllegalArgumentException("no image was generated for caption '" + captionId + "'");
        }
        return found;
    }

    /** What these captions have, in their order. */
    public SyntheticFeatures select(List<String> captionIds) {
        Map<String, List<String>> some = new LinkedHashMap<>();
        captionIds.forEach(id -> some.put(id, tags(id)));
        return new SyntheticFeatures(features.select(captionIds), some);
    }

    /**
     * Generates the image of every caption and keeps its feature and its tags, in parts in {@code folder}: when this is
     * killed and called again, it goes on with the first part that is missing.
     *
     * @param name of the result's files
     * @param part captions of a part
     * @param provenance what makes the features: models, settings, seed
     */
    public static SyntheticFeatures make(Synthesis synthesis, Encoding encoding, ObjectDetection detection,
            List<Caption> captions, Path folder, String name, int part, Provenance provenance,
            ProgressListener listener) {
        List<FeatureSet> features = new ArrayList<>();
        Map<String, List<String>> tags = new LinkedHashMap<>();
        for (int from = 0; from < captions.size(); from += part) {
            List<Caption> some = captions.subList(from, Math.min(captions.size(), from + part));
            String partName = String.format(Locale.ROOT, "%s-%07d", name, from);
            if (!Files.exists(features(folder, partName))) {
                of(synthesis, encoding, detection, some, provenance).save(folder, partName);
            }
            SyntheticFeatures made = open(folder, partName);
            List<String> ids = some.stream().map(Caption::id).toList();
            if (!made.features().provenance().equals(provenance) || !made.features().ids().equals(ids)) {
                throw new StoreException(features(folder, partName) + ": was made from other captions, in other "
                        + "parts than of " + part + ", or with other models or settings ("
                        + made.features().provenance().differenceFrom(provenance) + "); go on as it was begun, or "
                        + "name another folder");
            }
            features.add(made.features());
            tags.putAll(made.tags());
            listener.at(from + some.size(), captions.size(), name);
        }
        return new SyntheticFeatures(FeatureSet.join(features, provenance), tags);
    }

    /** Generates, encodes and looks at the images of some captions, keeping nothing on disk. */
    public static SyntheticFeatures of(Synthesis synthesis, Encoding encoding, ObjectDetection detection,
            List<Caption> captions, Provenance provenance) {
        List<RgbImage> images = synthesis.generate(captions);
        List<String> ids = captions.stream().map(Caption::id).toList();
        List<List<String>> found = detection.tagsOf(images);
        Map<String, List<String>> tags = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            tags.put(ids.get(i), found.get(i));
        }
        return new SyntheticFeatures(FeatureSet.of(ids, encoding.images(images), provenance), tags);
    }

    /** Writes {@code NAME.tags.json} and {@code NAME.safetensors}, the latter last: where it is, both are whole. */
    public void save(Path folder, String name) {
        StringBuilder json = new StringBuilder("{");
        Gson gson = new Gson();
        // One caption a line keeps differences between versions readable.
        tags.forEach((id, found) -> json.append(json.length() > 1 ? ",\n" : "\n").append(gson.toJson(id))
                .append(": ").append(gson.toJson(found)));
        AtomicFile.write(folder.resolve(name + ".tags.json"), json.append("\n}\n"));
        features.save(features(folder, name));
    }

    /** Opens what {@link #save} wrote. */
    public static SyntheticFeatures open(Path folder, String name) {
        Path file = folder.resolve(name + ".tags.json");
        String remedy = "move " + features(folder, name) + " away too: both are then made again";
        Map<String, List<String>> tags = StoredJson.read(file, new TypeToken<LinkedHashMap<String, List<String>>>() { },
                remedy);
        try {
            return new SyntheticFeatures(FeatureSet.open(features(folder, name)), tags);
        } catch (IllegalArgumentException e) {
            throw new StoreException(file + ": does not fit its features (" + e.getMessage() + "); move it away and "
                    + remedy, e);
        }
    }

    private static Path features(Path folder, String name) {
        return folder.resolve(name + ".safetensors");
    }
}
