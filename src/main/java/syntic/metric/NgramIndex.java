package syntic.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the n-grams of a corpus, so that metrics compare integers. */
final class NgramIndex {

    /** The length of the longest n-grams, in words. */
    static final int ORDERS = 4;

    private final Map<String, Integer> words = new HashMap<>();
    // An n-gram is known by the number of its first n-1 words and the number of its last one.
    private final PairNumbers longer = new PairNumbers();

    /** The number of distinct n-grams seen; their ids are smaller. */
    int size() {
        return words.size() + longer.size();
    }

    Ngrams count(String caption) {
        List<String> split = splitAtAnySpace(caption);
        int length = split.size();
        int[] wordIds = new int[length];
        for (int i = 0; i < length; i++) {
            wordIds[i] = words.computeIfAbsent(split.get(i), word -> size());
        }
        int[][] ids = new int[ORDERS][];
        int[][] counts = new int[ORDERS][];
        int[] ngrams = wordIds;
        for (int order = 0; order < ORDERS; order++) {
            if (order > 0) {
                ngrams = extend(ngrams, wordIds, order);
            }
            int[] sorted = ngrams.clone();
            Arrays.sort(sorted);
            countRuns(sorted, order, ids, counts);
        }
        return new Ngrams(length, ids, counts);
    }

    private int[] extend(int[] prefixes, int[] wordIds, int order) {
        int[] extended = new int[Math.max(0, wordIds.length - order)];
        for (int i = 0; i < extended.length; i++) {
            extended[i] = longer.number(prefixes[i], wordIds[i + order], size());
        }
        return extended;
    }

    private static void countRuns(int[] sorted, int order, int[][] ids, int[][] counts) {
        int[] distinct = new int[sorted.length];
        int[] lengths = new int[sorted.length];
        int runs = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                distinct[runs++] = sorted[i];
            }
            lengths[runs - 1]++;
        }
        ids[order] = Arrays.copyOf(distinct, runs);
        counts[order] = Arrays.copyOf(lengths, runs);
    }

    /**
     * Splits at white space of every kind: the tokenizer joins some numbers with a no-break space into one token, and
     * the n-gram metrics are defined to take them apart again.
     */
    static List<String> splitAtAnySpace(String caption) {
        List<String> split = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= caption.length(); i++) {
            if (i == caption.length() || isSpace(caption.charAt(i))) {
                if (i > start) {
                    split.add(caption.substring(start, i));
                }
                start = i + 1;
            }
        }
        return split;
    }

    private static boolean isSpace(char c) {
        // isWhitespace leaves out no-break spaces, isSpaceChar control characters, and both the next-line character.
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
