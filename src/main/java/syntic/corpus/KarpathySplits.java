package syntic.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import syntic.io.UserException;

/**
 * The data-set files of Karpathy and Fei-Fei (2015), which define the usual splits of COCO and Flickr30k:
 * {@code {"images": [{"split": "test", "cocoid": 1, "filename": "1.jpg",
 * "sentences": [{"sentid": 7, "raw": "A dog."}]}]}}.
 */
final class KarpathySplits {

    private final Set<String> wanted;
    private final Set<String> found = new TreeSet<>();
    private final Set<String> imageIds = new HashSet<>();
    private final Set<String> sentenceIds = new HashSet<>();
    private final List<Caption> captions = new ArrayList<>();

    private KarpathySplits(Set<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * Reads the captions of some splits. An image is known by its COCO id or, where it has none, by its file name
     * without extension.
     *
     * @param splits names such as {@code test}; COCO's training set is {@code train} and {@code restval} together
     * @throws CorpusFormatException if the file is not in this format, an id occurs twice or no image is in one of the
     *                               splits
     */
    static Corpus read(Path file, String... splits) throws IOException {
        return read(file, JsonInput.LONGEST_TEXT, splits);
    }

    /** @param longest characters of a caption */
    static Corpus read(Path file, int longest, String... splits) throws IOException {
        KarpathySplits reading = new KarpathySplits(new TreeSet<>(List.of(splits)));
        if (reading.wanted.isEmpty()) {
            throw new UserException("name at least one split of " + file + ", such as \"test\"");
        }
        JsonInput.read(file, longest, reading::readFile);
        return new Corpus(FileNames.stem(file) + " " + String.join("+", reading.wanted), reading.captions);
    }

    /** The names of the splits of a file, sorted. */
    static Set<String> names(Path file) throws IOException {
        KarpathySplits reading = new KarpathySplits(Set.of());
        JsonInput.read(file, BoundedText.LONGEST, reading::readFile);
        return reading.found;
    }

    private void readFile(JsonInput in) throws IOException {
        in.object(name -> {
            if (!name.equals("images")) {
                return false;
            }
            in.objects(name, this::readImage);
            return true;
        });
        for (String split : wanted) {
            if (!found.contains(split)) {
                throw in.error("no image is in the split \"" + split + "\"; the file has the splits " + found);
            }
        }
    }

    private void readImage(JsonInput in) throws IOException {
        Map<String, String> sentences = new LinkedHashMap<>();
        Map<String, String> fields = in.fields(Set.of("cocoid"), Set.of("split", "filename"), name -> {
            if (!name.equals("sentences")) {
                return false;
            }
            in.objects(name, sentence -> readSentence(in, sentences));
            return true;
        });
        String split = in.required(fields, "split");
        found.add(split);
        // What is not wanted leaves no trace, so that a small split of a large file takes little memory.
        if (wanted.contains(split)) {
            String id = fields.containsKey("cocoid") ? fields.get("cocoid")
                    : FileNames.stem(in.required(fields, "filename"));
            add(in, id, sentences);
        }
    }

    private static void readSentence(JsonInput in, Map<String, String> sentences) throws IOException {
        Map<String, String> fields = in.fields(Set.of("sentid"), Set.of("raw"), JsonInput.NONE);
        String id = in.required(fields, "sentid");
        if (sentences.put(id, in.required(fields, "raw")) != null) {
            throw in.error("the sentence id " + id + " occurs twice");
        }
    }

    private void add(JsonInput in, String imageId, Map<String, String> sentences) throws IOException {
        if (!imageIds.add(imageId)) {
            throw in.error("the image id " + imageId + " occurs twice");
        }
        if (sentences.isEmpty()) {
            throw in.error("image " + imageId + " has no sentences");
        }
        for (Map.Entry<String, String> sentence : sentences.entrySet()) {
            if (!sentenceIds.add(sentence.getKey())) {
                throw in.error("the sentence id " + sentence.getKey() + " occurs twice");
            }
            captions.add(new Caption(sentence.getKey(), imageId, sentence.getValue()));
        }
    }
}
