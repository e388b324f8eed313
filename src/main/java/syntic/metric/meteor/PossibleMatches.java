package syntic.metric.meteor;

import java.util.ArrayList;
import java.util.List;

/** What might be aligned in a pair of captions, by the reference word where it starts. Matches may exclude others. */
final class PossibleMatches {

    private final List<List<Match>> byReferenceWord = new ArrayList<>();
    private final int[] candidateCoverage;
    private final int[] referenceCoverage;

    private PossibleMatches(int candidateWords, int referenceWords) {
        candidateCoverage = new int[candidateWords];
        referenceCoverage = new int[referenceWords];
        for (int i = 0; i < referenceWords; i++) {
            byReferenceWord.add(new ArrayList<>(2));
        }
    }

    /** Collects the matches of all modules. The order matters: the search keeps it among equals. */
    static PossibleMatches of(List<Word> candidate, List<Word> reference, Paraphrases paraphrases) {
        PossibleMatches found = new PossibleMatches(candidate.size(), reference.size());
        found.addWords(Module.EXACT, candidate, reference);
        // Among the repeated words of equal captions others would only lead the search astray.
        if (!candidate.equals(reference)) {
            found.addWords(Module.STEM, candidate, reference);
            found.addWords(Module.SYNONYM, candidate, reference);
            paraphrases.matches(candidate, reference).forEach(found::add);
        }
        return found;
    }

    private void addWords(Module module, List<Word> candidate, List<Word> reference) {
        for (int r = 0; r < reference.size(); r++) {
            for (int c = 0; c < candidate.size(); c++) {
                if (match(module, candidate.get(c), reference.get(r))) {
                    add(Match.ofWords(module, c, r));
                }
            }
        }
    }

    private static boolean match(Module module, Word candidate, Word reference) {
        boolean same = candidate.is(reference);
        return switch (module) {
            case EXACT -> same;
            case STEM -> !same && candidate.hasStemOf(reference);
            case SYNONYM -> !same && candidate.sharesSenseWith(reference);
            case PARAPHRASE -> throw new IllegalArgumentException("paraphrases match phrases");
        };
    }

    private void add(Match match) {
        byReferenceWord.get(match.referenceStart()).add(match);
        for (int i = match.candidateStart(); i < match.candidateEnd(); i++) {
            candidateCoverage[i]++;
        }
        for (int i = match.referenceStart(); i < match.referenceEnd(); i++) {
            referenceCoverage[i]++;
        }
    }

    int candidateWords() {
        return candidateCoverage.length;
    }

    int referenceWords() {
        return referenceCoverage.length;
    }

    List<Match> startingAt(int referenceWord) {
        return byReferenceWord.get(referenceWord);
    }

    /** The match that starts at a reference word if no other match touches any of its words, else null. */
    Match undisputed(int referenceWord) {
        if (startingAt(referenceWord).size() != 1) {
            return null;
        }
        Match match = startingAt(referenceWord).get(0);
        return touchedOnce(candidateCoverage, match.candidateStart(), match.candidateEnd())
                && touchedOnce(referenceCoverage, match.referenceStart(), match.referenceEnd()) ? match : null;
    }

    private static boolean touchedOnce(int[] coverage, int from, int to) {
        for (int i = from; i < to; i++) {
            if (coverage[i] != 1) {
                return false;
            }
        }
        return true;
    }
}
