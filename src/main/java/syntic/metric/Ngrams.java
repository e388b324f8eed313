package syntic.metric;

import java.util.Arrays;

/**
 * The n-grams of one caption by order; {@code ids[n - 1]} are the distinct n-grams of n words in ascending order and
 * {@code counts[n - 1]} how often each occurs.
 *
 * @param words the number of words in the caption
 */
record Ngrams(int words, int[][] ids, int[][] counts) {

    /** Returns the place of an n-gram in {@code ids[order]}, negative if the caption does not have it. */
    int find(int order, int id) {
        return Arrays.binarySearch(ids[order], id);
    }

    int count(int order, int id) {
        int at = find(order, id);
        return at < 0 ? 0 : counts[order][at];
    }
}
