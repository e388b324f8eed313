package syntic.method.recap;

import java.util.List;
import syntic.data.Sentences;
import syntic.nn.Compute;
import syntic.stage.SupportSet;

/** What retrieval would find for a training sentence if it were a photo: its nearest other sentences. */
final class Neighbours {
    private Neighbours() {}

    /** For every sentence its nearest others, the nearest first. */
    static List<List<String>> of(Compute compute, Sentences sentences, int count) {
        try (SupportSet all = sentences.supportSet(compute)) {
            return all.nearest(sentences.inMemory(), count + 1).entrySet().stream().map(found -> found.getValue()
                    .stream().filter(other -> !other.id().equals(found.getKey())).limit(count)
                    .map(SupportSet.Neighbour::text).toList()).toList();
        }
    }
}
