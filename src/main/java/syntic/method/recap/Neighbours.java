package syntic.method.recap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.data.Sentences;
import syntic.nn.Compute;
import syntic.stage.SupportSet;

/** What retrieval would find for a training sentence if it were a photo: its nearest other sentences to look up. */
final class Neighbours {
    private Neighbours() {}

    /**
     * For every sentence the nearest of the support set that are worded otherwise, the nearest first. What several
     * captions say counts once: found beside itself, a sentence would be the answer that its own prompt is to lead to.
     */
    static List<List<String>> of(Compute compute, Sentences sentences, Sentences support, int count) {
        Map<String, String> worded = new LinkedHashMap<>();
        for (Caption caption : support.corpus().captions()) {
            worded.putIfAbsent(caption.text(), caption.id());
        }
        try (SupportSet once = new SupportSet(compute, support.inMemory().select(List.copyOf(worded.values())),
                List.copyOf(worded.keySet()))) {
            Map<String, List<SupportSet.Neighbour>> nearest = once.nearest(sentences.inMemory(), count + 1);
            return sentences.corpus().captions().stream().map(caption -> nearest.get(caption.id()).stream()
                    .map(SupportSet.Neighbour::text).filter(other -> !other.equals(caption.text())).limit(count)
                    .toList()).toList();
        }
    }
}
