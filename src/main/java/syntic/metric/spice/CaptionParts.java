package syntic.metric.spice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Bounds what is parsed at once, since time grows with the third power of a sentence's length and memory with the
 * second. A caption of more than 80 words, longer than any in the field's test sets, is parsed in parts of at most 40
 * words: each ends with the last full stop, question mark, exclamation mark or semicolon among its first 40 words, else
 * after 40 words. All words count; only what is said across a cut is lost.
 */
final class CaptionParts {

    static final int MOST_WORDS = 80;
    static final int PART_WORDS = 40;

    private static final Set<String> ENDS = Set.of(".", "?", "!", ";");

    private CaptionParts() {
    }

    /** The parts of a tokenized caption, in order; one for a caption that is short enough. */
    static List<String> of(String caption) {
        List<String> words = Arrays.asList(caption.split(" "));
        if (words.size() <= MOST_WORDS) {
            return List.of(caption);
        }
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < words.size();) {
            int to = end(words, from);
            parts.add(String.join(" ", words.subList(from, to)));
            from = to;
        }
        return parts;
    }

    private static int end(List<String> words, int from) {
        int most = Math.min(from + PART_WORDS, words.size());
        if (most == words.size()) {
            return most;
        }
        for (int to = most; to > from; to--) {
            if (ENDS.contains(words.get(to - 1))) {
                return to;
            }
        }
        return most;
    }
}
