package syntic.method.recap;

import java.util.List;
import java.util.stream.Stream;
import syntic.data.Sentences;
import syntic.stage.Projection;

/** What retrieval would find for a training sentence if it were a photo: its nearest other sentences. */
final class Neighbours {
    private Neighbours() {}

    /** For every sentence its nearest others, the nearest first. */
    static List<List<String>> of(Sentences sentences, int count) {
        try (Projection all = new Projection(sentences.features(), sentences.texts(), Projection.Config.PAPER)) {
            return all.explain(sentences.features(), count + 1).stream().map(found -> others(found)
                    .limit(count).map(Projection.Share::text).toList()).toList();
        }
    }

    private static Stream<Projection.Share> others(Projection.Explanation found) {
        return found.nearest().stream().filter(share -> !share.id().equals(found.id()));
    }
}
