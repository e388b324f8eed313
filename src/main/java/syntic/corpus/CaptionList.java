package syntic.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import syntic.io.Sha256;

/**
 * Captions that are read one by one from a file without ids of its own.
 *
 * <p>An image is known by the name of its file without folder and extension, its captions by that and their number:
 * {@code 1000092795#0}. A sentence without an image is known by a hash of its text and, from the second time it occurs,
 * by how often it did: what is derived from a sentence must not change when another is put before it.
 */
final class CaptionList {
    private static final int ID_BYTES = 8;

    private final Path file;
    private final boolean any;
    private final List<Caption> captions = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final Map<String, String> imageNames = new HashMap<>();

    /** @param any whether captions may be empty, or longer than anybody scores */
    CaptionList(Path file, boolean any) {
        this.file = file;
        this.any = any;
    }

    /** Characters of a caption. */
    int longest() {
        return any ? BoundedText.LONGEST : JsonInput.LONGEST_TEXT;
    }

    /**
     * @param place in the file, for messages
     * @param id null where the file gives none
     * @param image id or name of its file; null for a sentence without an image
     * @param number of the caption among those of its image; null to count
     */
    void add(String place, String id, String image, String number, String text) throws CorpusFormatException {
        String sentence = text.strip();
        if (sentence.isEmpty() && !any) {
            throw error(place, "the caption is empty; remove it");
        }
        if (sentence.length() > longest()) {
            throw error(place, String.format(Locale.ROOT, "the caption has %,d characters; at most %,d are read",
                    sentence.length(), longest()));
        }
        String imageId = image == null || image.isBlank() ? null : PictureFiles.idOf(image.strip());
        String own = id != null ? id
                : imageId == null ? numbered(hash(sentence), "-", 1)
                : number == null ? numbered(imageId, "#", 0) : imageId + "#" + number.strip();
        if (!ids.add(own)) {
            throw error(place, "a second caption has the id " + own);
        }
        if (imageId != null && !imageId.equals(image.strip())) {
            imageNames.putIfAbsent(imageId, image.strip());
        }
        captions.add(new Caption(own, imageId == null ? own : imageId, sentence));
    }

    /** The hash of a sentence, then the same with 2, 3, …; of an image 0, 1, 2, … */
    private String numbered(String of, String separator, int first) {
        int number = occurrences.merge(of, 1, Integer::sum) - 1 + first;
        return number == first && first == 1 ? of : of + separator + number;
    }

    private static String hash(String sentence) {
        return Sha256.of(sentence).substring(0, 2 * ID_BYTES);
    }

    CorpusFormatException error(String place, String reason) {
        return new CorpusFormatException(file, place, reason);
    }

    int size() {
        return captions.size();
    }

    Corpus corpus() throws CorpusFormatException {
        if (captions.isEmpty()) {
            throw error("", "holds no caption");
        }
        return new Corpus(FileNames.stem(file), captions);
    }

    /** Names of image files by image id, where the file gives them. */
    Map<String, String> imageNames() {
        return imageNames;
    }
}
