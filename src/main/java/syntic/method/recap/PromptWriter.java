package syntic.method.recap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import syntic.method.CaptionSystem;

/** ReCap's language model: writes a caption after retrieved sentences. */
interface PromptWriter extends AutoCloseable {
    /** A caption for each photo. @param retrieved sentences by photo id, the nearest first */
    default Map<String, String> write(Map<String, List<String>> retrieved) {
        Map<String, String> captions = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>(retrieved.keySet());
        for (int from = 0; from < ids.size(); from += batch()) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + batch()));
            List<String> written = write(some.stream().map(retrieved::get).toList());
            IntStream.range(0, some.size()).forEach(i -> captions.put(some.get(i), written.get(i)));
        }
        return captions;
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
