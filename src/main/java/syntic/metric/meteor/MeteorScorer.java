package syntic.metric.meteor;

import java.util.List;

/** Scores a candidate against its references. Immutable; threads may share one. */
public record MeteorScorer(Paraphrases paraphrases) {

    /** The statistics of a pair. */
    public MeteorStatistics score(List<Word> candidate, List<Word> reference) {
        return MeteorStatistics.of(candidate, reference,
                AlignmentSearch.best(PossibleMatches.of(candidate, reference, paraphrases)));
    }

    /**
     * The statistics with the reference that gives the highest score, the first of several.
     *
     * @throws IllegalArgumentException if there is no reference
     */
    public MeteorStatistics best(List<Word> candidate, List<List<Word>> references) {
        if (references.isEmpty()) {
            throw new IllegalArgumentException("a candidate without references cannot be scored");
        }
        MeteorStatistics best = score(candidate, references.get(0));
        for (List<Word> reference : references.subList(1, references.size())) {
            MeteorStatistics next = score(candidate, reference);
            if (next.score() > best.score()) {
                best = next;
            }
        }
        return best;
    }
}
