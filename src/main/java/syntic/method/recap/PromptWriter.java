package syntic.method.recap;

import java.util.List;
import java.util.Map;
import syntic.method.CaptionSystem;
import syntic.method.PhotoBatches;

/** ReCap's language model: writes a caption after retrieved sentences. */
interface PromptWriter extends AutoCloseable {
    /** A caption for each photo. @param retrieved sentences by photo id, the nearest first */
    default Map<String, String> write(Map<String, List<String>> retrieved) {
        return PhotoBatches.captions(List.copyOf(retrieved.keySet()), batch(),
                some -> write(some.stream().map(retrieved::get).toList()));
    }

    /** A caption for each of a batch of photos. @param retrieved sentences for each photo, the nearest first */
    List<String> write(List<List<String>> retrieved);

    /** Photos that it writes for at once. */
    int batch();

    /** What its training cost; nothing where it is used as it is. */
    CaptionSystem.Cost cost();

    @Override
    void close();
}
