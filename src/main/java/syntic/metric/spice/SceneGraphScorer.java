package syntic.metric.spice;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import syntic.metric.meteor.Synonyms;
import syntic.store.ProgressListener;

/** Compares what candidates state with what their references state. */
public final class SceneGraphScorer {

    private final ParseCache parses;
    private final SynonymMatch synonyms = new SynonymMatch(Synonyms.wordNet());
    private final Map<String, SceneGraph> graphs = new HashMap<>();

    /**
     * How far the statements of a candidate and its references agree.
     *
     * @param matched   statements of the candidate that a reference makes too
     * @param candidate statements of the candidate
     * @param reference statements of the references
     */
    public record Counts(int matched, int candidate, int reference) {

        /**
         * The harmonic mean of precision and recall; 0 where nothing matches. Where two statements match the same of the
         * references, it can be above 1, as in SPICE 1.0.
         */
        public double f() {
            if (matched == 0) {
                return 0;
            }
            double precision = (double) matched / candidate;
            double recall = (double) matched / reference;
            return 2 * precision * recall / (precision + recall);
        }
    }

    /** @param cache folder in which parses are kept */
    public SceneGraphScorer(DependencyParser parser, Path cache) {
        this.parses = new ParseCache(parser, cache);
    }

    /**
     * Scores images.
     *
     * @param candidates a tokenized candidate an image
     * @param references the tokenized references of each image
     */
    public List<Counts> score(List<String> candidates, List<List<String>> references, ProgressListener progress) {
        List<String> captions = new ArrayList<>(candidates);
        references.forEach(captions::addAll);
        captions.removeIf(graphs::containsKey);
        graphs.putAll(parses.graphs(captions, progress));
        return IntStream.range(0, candidates.size()).parallel()
                .mapToObj(i -> count(tuples(List.of(candidates.get(i))), tuples(references.get(i)))).toList();
    }

    private SceneTuples tuples(List<String> captions) {
        return SceneTuples.merge(captions.stream().map(graphs::get).toList(), synonyms);
    }

    private Counts count(SceneTuples candidate, SceneTuples reference) {
        return new Counts(candidate.matches(reference, synonyms), candidate.size(), reference.size());
    }
}
