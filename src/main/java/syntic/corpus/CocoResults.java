package syntic.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The COCO result format, one generated caption an image: {@code [{"image_id": 1, "caption": "A dog."}]}. */
public final class CocoResults {

    private CocoResults() {
    }

    /**
     * Reads a file into a map from image id to caption, in the order of the file.
     *
     * @throws CorpusFormatException if the file is not in this format or an image occurs twice
     */
    public static Map<String, String> read(Path file) throws IOException {
        Map<String, String> captions = new LinkedHashMap<>();
        JsonInput.read(file, in -> in.objects("results", result -> {
            Map<String, String> fields = in.fields(Set.of("image_id"), Set.of("caption"), JsonInput.NONE);
            String id = in.required(fields, "image_id");
            if (captions.put(id, in.required(fields, "caption")) != null) {
                throw in.error("image " + id + " occurs twice; the format has one caption an image");
            }
        }));
        return captions;
    }

    /** Writes captions by image id; ids that are integers become numbers, as COCO's own tools expect. */
    public static void write(Path file, Map<String, String> captions) {
        JsonOutput.write(file, json -> {
            json.beginArray();
            for (Map.Entry<String, String> caption : captions.entrySet()) {
                json.beginObject().name("image_id");
                JsonOutput.writeId(json, caption.getKey());
                json.name("caption").value(caption.getValue()).endObject();
            }
            json.endArray();
        });
    }
}
