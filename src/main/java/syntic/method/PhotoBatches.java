package syntic.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Captions of many photos, written for a few at once. */
public final class PhotoBatches {
    private PhotoBatches() {}

    /**
     * @param ids of photos
     * @param most photos at once
     * @param writer gives a caption for each of some photos
     * @return by id, in the order of {@code ids}
     */
    public static Map<String, String> captions(List<String> ids, int most,
            Function<List<String>, List<String>> writer) {
        Map<String, String> captions = new LinkedHashMap<>();
        for (int from = 0; from < ids.size(); from += most) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + most));
            List<String> written = writer.apply(some);
            for (int i = 0; i < some.size(); i++) {
                captions.put(some.get(i), written.get(i));
            }
        }
        return captions;
    }
}
