package syntic.metric.meteor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Chooses among possible matches: each word at most once, as many matched words as possible, then as few chunks as
 * possible, then matches close together. A beam search over the words of the reference from left to right, as METEOR
 * 1.5 does it. A beam may miss the best alignment, so scores depend on its order and width; these are the same here for
 * captions of up to 1,000 words.
 */
final class AlignmentSearch {

    private static final int BEAM = 40;
    /** Where the same words are repeated more often, the beam is narrower, so that the work is bounded. */
    private static final double MOST_MATCHES = 2e6;

    private final PossibleMatches possible;
    private final int width;
    /** The matches that no other one disputes, by the reference word where they start. */
    private final Match[] settled;
    private final boolean[] settledReferenceWords;

    private AlignmentSearch(PossibleMatches possible) {
        this.possible = possible;
        width = (int) Math.max(1, BEAM * Math.min(1, MOST_MATCHES / possible.size()));
        settled = new Match[possible.referenceWords()];
        settledReferenceWords = new boolean[possible.referenceWords()];
    }

    /** The chosen alignment. */
    static PartialAlignment best(PossibleMatches possible) {
        return new AlignmentSearch(possible).search();
    }

    private PartialAlignment search() {
        List<PartialAlignment> beam = List.of(PartialAlignment.start(settle()));
        for (int word = 0; word < settled.length; word++) {
            List<PartialAlignment> longer = new ArrayList<>();
            for (PartialAlignment path : beam) {
                extend(path, word, longer);
            }
            longer.sort(PartialAlignment.BETTER);
            beam = longer.stream().limit(width).map(PartialAlignment::marked).toList();
        }
        List<PartialAlignment> finished = new ArrayList<>();
        beam.forEach(path -> finished.add(path.finished()));
        finished.sort(PartialAlignment.BETTER);
        return finished.get(0);
    }

    /** Settles undisputed matches; returns which words of the candidate they take. */
    private BitSet settle() {
        BitSet usedWords = new BitSet(possible.candidateWords());
        for (int word = 0; word < settled.length; word++) {
            Match match = possible.undisputed(word);
            if (match != null) {
                settled[word] = match;
                usedWords.set(match.candidateStart(), match.candidateEnd());
                for (int i = match.referenceStart(); i < match.referenceEnd(); i++) {
                    settledReferenceWords[i] = true;
                }
            }
        }
        return usedWords;
    }

    private void extend(PartialAlignment path, int word, List<PartialAlignment> longer) {
        if (word < path.next()) {
            longer.add(path);
            return;
        }
        if (settled[word] != null) {
            longer.add(path.with(settled[word], path.distance() + settled[word].distance()));
            return;
        }
        // METEOR 1.5 adds the distance of a match to the path that is left behind instead of the one that takes it: an
        // alternative bears the distances of those tried before it, and leaving the word out those of all.
        int distance = path.distance();
        // Of the alternatives that differ in their distance alone, the beam can keep no more than the first ones.
        int[] alike = new int[4];
        for (Match of : possible.ofWord(word)) {
            if (path.isFree(of) && !settledReferenceWords[word]) {
                int kind = (of.gain() > 0 ? 2 : 0) + (path.isContinuedBy(of) ? 1 : 0);
                if (alike[kind]++ < width) {
                    longer.add(path.with(of.at(word), distance));
                }
                distance += Math.abs(of.candidateStart() - word);
            }
        }
        for (Match phrase : possible.ofPhrases(word)) {
            if (path.isFree(phrase) && !settledBetween(phrase.referenceStart(), phrase.referenceEnd())) {
                longer.add(path.with(phrase, distance));
                distance += phrase.distance();
            }
        }
        longer.add(path.skipping(distance));
    }

    private boolean settledBetween(int from, int to) {
        for (int i = from; i < to; i++) {
            if (settledReferenceWords[i]) {
                return true;
            }
        }
        return false;
    }
}
