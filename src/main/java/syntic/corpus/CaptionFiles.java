package syntic.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

/** Reads captions of photos from a file of either format: COCO's caption format or Karpathy's data-set file. */
public final class CaptionFiles {

    private CaptionFiles() {
    }

    /**
     * Reads a file.
     *
     * @param split the split that is read from a data-set file, which must be named for one; files in COCO's format hold
     *     one split only
     * @throws CorpusFormatException as {@link CocoCaptions#read} and {@link KarpathySplits#read} do
     */
    public static Corpus read(Path file, String split) throws IOException {
        FileNames.requireFile(file);
        if (!isDataSet(file)) {
            return CocoCaptions.read(file);
        }
        if (split == null) {
            throw new CorpusFormatException(file, "", "holds the splits " + KarpathySplits.names(file)
                    + "; name the one to read");
        }
        return KarpathySplits.read(file, split);
    }

    /** The splits that a file has by its own names, sorted; empty for a file that holds one split only. */
    public static Set<String> splits(Path file) throws IOException {
        FileNames.requireFile(file);
        return isDataSet(file) ? KarpathySplits.names(file) : Set.of();
    }

    /** Looks no further than the first image: in a data-set file the sentences are inside it. */
    static boolean isDataSet(Path file) throws IOException {
        try (JsonReader json = new JsonReader(new BoundedStrings(Files.newBufferedReader(file)))) {
            if (json.peek() != JsonToken.BEGIN_OBJECT) {
                return false;
            }
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                if (name.equals("annotations")) {
                    return false;
                }
                if (name.equals("images") && json.peek() == JsonToken.BEGIN_ARRAY) {
                    json.beginArray();
                    return json.peek() == JsonToken.BEGIN_OBJECT && hasSentences(json);
                }
                json.skipValue();
            }
            return false;
        } catch (MalformedJsonException | EOFException | CharacterCodingException e) {
            // The reader of the format says what is wrong, and where.
            return false;
        }
    }

    private static boolean hasSentences(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals("sentences")) {
                return true;
            }
            json.skipValue();
        }
        return false;
    }
}
