package syntic.metric.meteor;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells which phrases may occur in some texts: those whose words do, and next to each other; an empty one does not. */
final class PhraseFilter {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<Long> neighbours = new HashSet<>();

    PhraseFilter(Collection<List<Word>> texts) {
        for (List<Word> text : texts) {
            int previous = -1;
            for (Word word : text) {
                int number = numbers.computeIfAbsent(word.text(), w -> numbers.size());
                if (previous >= 0) {
                    neighbours.add(pair(previous, number));
                }
                previous = number;
            }
        }
    }

    private static long pair(int first, int second) {
        return (long) first << Integer.SIZE | second;
    }

    boolean mayOccur(String[] phrase) {
        int previous = -1;
        for (String word : phrase) {
            Integer number = numbers.get(word);
            if (number == null || previous >= 0 && !neighbours.contains(pair(previous, number))) {
                return false;
            }
            previous = number;
        }
        return phrase.length > 0;
    }
}
