package syntic.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The file names of images in a file of captions: COCO's {@code file_name}, Karpathy's {@code filename} and others. */
public final class ImageNames {

    private ImageNames() {
    }

    /**
     * Reads the file name of each image, by the image ids of {@link CaptionFiles#read}, whatever the split. Karpathy's
     * have the folder before them where the file says it: {@code val2014/COCO_val2014_000000391895.jpg}.
     *
     * @return image id to file name; images without a file name are left out
     * @throws CorpusFormatException if the file is not in one of the formats
     */
    public static Map<String, String> read(Path file) throws IOException {
        CaptionFormat format = CaptionFormat.of(file);
        boolean dataSet = format == CaptionFormat.DATA_SET;
        if (format == CaptionFormat.VIDEOS) {
            return Map.of();
        }
        if (!dataSet && format != CaptionFormat.COCO) {
            return CaptionFiles.list(file, format, true).imageNames();
        }
        Map<String, String> names = new HashMap<>();
        JsonInput.read(file, in -> in.object(part -> {
            if (!part.equals("images")) {
                return false;
            }
            in.objects(part, image -> readImage(in, dataSet, names));
            return true;
        }));
        return names;
    }

    private static void readImage(JsonInput in, boolean dataSet, Map<String, String> names) throws IOException {
        Map<String, String> fields = in.fields(Set.of(dataSet ? "cocoid" : "id"),
                dataSet ? Set.of("filename", "filepath") : Set.of("file_name"), JsonInput.NONE);
        String name = fields.get(dataSet ? "filename" : "file_name");
        if (name == null) {
            return;
        }
        String id = dataSet ? fields.getOrDefault("cocoid", FileNames.stem(name)) : in.required(fields, "id");
        names.put(id, fields.containsKey("filepath") ? fields.get("filepath") + "/" + name : name);
    }
}
