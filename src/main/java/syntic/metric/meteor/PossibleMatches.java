package syntic.metric.meteor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What might be aligned in a pair of captions, by the reference word where it starts. Matches may exclude others. */
final class PossibleMatches {

    /** Matches of words, as if the reference had this word alone: all its occurrences share them. */
    private final List<List<Match>> wordMatches = new ArrayList<>();
    private final List<List<Match>> phraseMatches = new ArrayList<>();
    private final int[] candidateCoverage;
    private final int[] referenceCoverage;

    private PossibleMatches(int candidateWords, int referenceWords) {
        candidateCoverage = new int[candidateWords];
        referenceCoverage = new int[referenceWords];
    }

    /** Collects the matches of all modules. The order matters: the search keeps it among equals. */
    static PossibleMatches of(List<Word> candidate, List<Word> reference, Paraphrases paraphrases) {
        PossibleMatches found = new PossibleMatches(candidate.size(), reference.size());
        // Among the repeated words of equal captions others would only lead the search astray.
        boolean equal = candidate.equals(reference);
        List<Module> modules = equal ? List.of(Module.EXACT) : List.of(Module.EXACT, Module.STEM, Module.SYNONYM);
        Map<String, List<Match>> known = new HashMap<>();
        for (int word = 0; word < reference.size(); word++) {
            Word one = reference.get(word);
            List<Match> matches = known.computeIfAbsent(one.text(), text -> matches(modules, candidate, one));
            found.wordMatches.add(matches);
            found.phraseMatches.add(List.of());
            matches.forEach(match -> found.candidateCoverage[match.candidateStart()]++);
            found.referenceCoverage[word] += matches.size();
        }
        if (!equal) {
            paraphrases.matches(candidate, reference).forEach(found::addPhrase);
        }
        return found;
    }

    private static List<Match> matches(List<Module> modules, List<Word> candidate, Word word) {
        List<Match> matches = new ArrayList<>(2);
        for (Module module : modules) {
            for (int c = 0; c < candidate.size(); c++) {
                if (match(module, candidate.get(c), word)) {
                    matches.add(Match.ofWords(module, c, 0));
                }
            }
        }
        return matches;
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

    private void addPhrase(Match match) {
        int start = match.referenceStart();
        if (phraseMatches.get(start).isEmpty()) {
            phraseMatches.set(start, new ArrayList<>(2));
        }
        phraseMatches.get(start).add(match);
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

    /** Matches of one word of the candidate with this one, which is to be set with {@link Match#at}. */
    List<Match> ofWord(int referenceWord) {
        return wordMatches.get(referenceWord);
    }

    /** How many matches of words there are in all, each occurrence counted. */
    long size() {
        return wordMatches.stream().mapToLong(List::size).sum();
    }

    /** Matches of phrases that start at a reference word; they come after those of the word. */
    List<Match> ofPhrases(int referenceWord) {
        return phraseMatches.get(referenceWord);
    }

    /** The match that starts at a reference word if no other match touches any of its words, else null. */
    Match undisputed(int referenceWord) {
        List<Match> words = ofWord(referenceWord);
        List<Match> phrases = ofPhrases(referenceWord);
        if (words.size() + phrases.size() != 1) {
            return null;
        }
        Match match = phrases.isEmpty() ? words.get(0).at(referenceWord) : phrases.get(0);
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
