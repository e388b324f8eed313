package syntic.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The COCO caption format:
 * {@code {"images": [{"id": 1}], "annotations": [{"image_id": 1, "id": 7, "caption": "A dog."}]}}.
 *
 * <p>In VizWiz's files, which have it too, a caption may be {@code is_rejected} (of somebody who did not do the task)
 * or {@code is_precanned} ("Quality issues are too severe to recognize visual content."); both are left out, as by the
 * data set's own evaluation.
 */
public final class CocoCaptions {

    /** Keys of VizWiz, and what a caption is for which they are true; the last of several counts. */
    private static final Map<String, String> LEFT_OUT = Map.of("is_rejected", "rejected", "is_precanned",
            "precanned (\"Quality issues are too severe to recognize visual content.\")");

    private CocoCaptions() {
    }

    /**
     * Reads a file. Captions come grouped by image, images in the order of {@code images}. Where caption ids are unique
     * only within an image, as in some files of references, they become {@code "IMAGE/ID"}.
     *
     * @throws CorpusFormatException if the file is not in this format, an image occurs twice, two captions of an image
     *                               have the same id or a caption belongs to an image that the file does not list
     */
    public static Corpus read(Path file) throws IOException {
        return read(file, JsonInput.LONGEST_TEXT);
    }

    /** @param longest characters of a caption */
    static Corpus read(Path file, int longest) throws IOException {
        Map<String, List<Caption>> byImage = new LinkedHashMap<>();
        JsonInput.read(file, longest, in -> {
            List<Caption> captions = new ArrayList<>();
            Set<String> parts = new HashSet<>();
            in.object(name -> {
                switch (name) {
                    case "images" -> readImages(in, byImage);
                    case "annotations" -> readAnnotations(in, captions);
                    default -> {
                        return false;
                    }
                }
                return parts.add(name);
            });
            if (parts.size() < 2) {
                throw in.error("not a COCO caption file, which has \"images\" and \"annotations\"");
            }
            // Only now, because the annotations may come before the images.
            assign(in, withUniqueIds(in, captions), byImage);
        });
        return new Corpus(FileNames.stem(file), byImage.values().stream().flatMap(List::stream).toList());
    }

    /** How many captions of a file {@link #read} leaves out, by reason; reasons that do not occur are not there. */
    public static Map<String, Integer> leftOut(Path file) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        JsonInput.read(file, BoundedText.LONGEST, in -> in.object(name -> {
            if (!name.equals("annotations")) {
                return false;
            }
            in.objects(name, annotation -> reason(in, new HashMap<>()).ifPresent(why -> counts.merge(why, 1,
                    Integer::sum)));
            return true;
        }));
        return counts;
    }

    /** Reads an annotation. @return why it is left out, if it is */
    private static Optional<String> reason(JsonInput in, Map<String, String> fields) throws IOException {
        Set<String> reasons = new TreeSet<>();
        fields.putAll(in.fields(Set.of("id", "image_id"), Set.of("caption"), name -> {
            if (!LEFT_OUT.containsKey(name)) {
                return false;
            }
            if (in.flag(name)) {
                reasons.add(LEFT_OUT.get(name));
            }
            return true;
        }));
        return reasons.stream().reduce((first, last) -> last);
    }

    /**
     * Writes captions, grouped as they are; ids that are integers become numbers.
     *
     * @param names file names of images by image id; may lack some
     */
    public static void write(Path file, List<Caption> captions, Map<String, String> names) {
        JsonOutput.write(file, json -> {
            json.beginObject().name("images").beginArray();
            for (String image : captions.stream().map(Caption::imageId).distinct().toList()) {
                JsonOutput.writeId(json.beginObject().name("id"), image);
                if (names.containsKey(image)) {
                    json.name("file_name").value(names.get(image));
                }
                json.endObject();
            }
            json.endArray().name("annotations").beginArray();
            for (Caption caption : captions) {
                JsonOutput.writeId(json.beginObject().name("id"), caption.id());
                JsonOutput.writeId(json.name("image_id"), caption.imageId());
                json.name("caption").value(caption.text()).endObject();
            }
            json.endArray().endObject();
        });
    }

    private static void readImages(JsonInput in, Map<String, List<Caption>> byImage) throws IOException {
        in.objects("images", image -> {
            String id = in.required(in.fields(Set.of("id"), Set.of(), JsonInput.NONE), "id");
            if (byImage.put(id, new ArrayList<>()) != null) {
                throw in.error("the image id " + id + " occurs twice");
            }
        });
    }

    private static void readAnnotations(JsonInput in, List<Caption> captions) throws IOException {
        in.objects("annotations", annotation -> {
            Map<String, String> fields = new HashMap<>();
            if (reason(in, fields).isPresent()) {
                return;
            }
            captions.add(new Caption(in.required(fields, "id"), in.required(fields, "image_id"),
                    in.required(fields, "caption")));
        });
    }

    private static List<Caption> withUniqueIds(JsonInput in, List<Caption> captions) throws IOException {
        if (captions.stream().map(Caption::id).distinct().count() == captions.size()) {
            return captions;
        }
        List<Caption> qualified = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Caption caption : captions) {
            String id = caption.imageId() + "/" + caption.id();
            if (!ids.add(id)) {
                throw in.error(annotation(qualified.size()), "a second caption of image " + caption.imageId()
                        + " has the id " + caption.id());
            }
            qualified.add(new Caption(id, caption.imageId(), caption.text()));
        }
        return qualified;
    }

    private static void assign(JsonInput in, List<Caption> captions, Map<String, List<Caption>> byImage)
            throws IOException {
        for (int i = 0; i < captions.size(); i++) {
            List<Caption> ofImage = byImage.get(captions.get(i).imageId());
            if (ofImage == null) {
                throw in.error(annotation(i), "image " + captions.get(i).imageId()
                        + " is not among the images of the file");
            }
            ofImage.add(captions.get(i));
        }
    }

    private static String annotation(int index) {
        return "annotations[" + index + "]";
    }
}
