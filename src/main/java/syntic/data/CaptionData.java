package syntic.data;

import java.util.List;
import java.util.Map;
import syntic.corpus.Corpus;
import syntic.stage.ImageFeatures;

/**
 * A data set: sentences to learn from, features of the images that were generated for them, and photos with reference
 * sentences to be tested on. Every system gets the same; a data set knows none of them.
 *
 * <p>All features of the data sets of a comparison are of one CLIP, all tags of one detector. What takes time is made
 * when it is first asked for; a benchmark asks for the rest before it computes anything.
 */
public interface CaptionData {
    /** The split whose photos settings are chosen on. */
    String VALIDATION = "validation";
    /** The split whose photos systems are compared on. */
    String TEST = "test";

    /** Unique among the data sets of a comparison, such as {@code plain}; conditions and tables name it so. */
    String name();

    /** What sentences, pictures, photos and their features were made from: fingerprints by what they are of. */
    Map<String, String> inputs();

    /** What one of many takes on this machine; all not numbers where it is not known. */
    default ItemSeconds itemSeconds() {
        return ItemSeconds.UNKNOWN;
    }

    /** The splits that have photos with reference sentences; none where there are sentences alone. */
    List<String> splits();

    /** Whether the photos of a split can be seen through a corruption, for which features are not enough. */
    default boolean canCorrupt(String split) {
        return true;
    }

    /** Whether there are photos of the training sentences, for systems that are not text-only. */
    boolean hasTrainingPhotos();

    /** How many {@link #sentences} there are. */
    int trainingSize();

    /** How many sentences there are to be looked up besides. */
    int furtherSize();

    /** The training sentences; there is a generated image of each. */
    Sentences sentences();

    /**
     * The first sentences of the same kind that are looked up and not trained on, because there is no image of them.
     *
     * @param count up to {@link #furtherSize}, which may be 0
     */
    Sentences further(int count);

    /** The support set: the training sentences, then all further ones. */
    default Sentences support() {
        return furtherSize() == 0 ? sentences() : sentences().and(further(furtherSize()));
    }

    /** Features and tags of the images generated for the training sentences, by caption id. */
    ImageFeatures synthetic();

    /** Reference sentences of the photos of one of the {@link #splits}. */
    Corpus references(String split);

    /**
     * Features and tags of photos.
     *
     * @param ids image ids of {@link #references} or of the training sentences
     * @param corruption that they are seen through
     */
    ImageFeatures photos(List<String> ids, Corruption corruption);
}
