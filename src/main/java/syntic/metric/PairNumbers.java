package syntic.metric;

import java.util.Arrays;

/**
 * A hash map from pairs of non-negative integers to integers. A corpus has a million n-grams, for which a map of boxed
 * keys takes several times as long.
 */
final class PairNumbers {

    private static final long FREE = -1;

    private long[] pairs = new long[1 << 12];
    private int[] numbers = new int[pairs.length];
    private int size;

    PairNumbers() {
        Arrays.fill(pairs, FREE);
    }

    int size() {
        return size;
    }

    /** Returns the number of a pair; a pair that is new gets the given one. */
    int number(int first, int second, int ifNew) {
        long pair = (long) first << 32 | second;
        int slot = slot(pair);
        if (pairs[slot] == FREE) {
            if (2 * (size + 1) > pairs.length) {
                grow();
                slot = slot(pair);
            }
            pairs[slot] = pair;
            numbers[slot] = ifNew;
            size++;
        }
        return numbers[slot];
    }

    /** The slot of a pair or the free one where it belongs; at least half of the slots are free. */
    private int slot(long pair) {
        long mixed = pair * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & pairs.length - 1;
        while (pairs[slot] != FREE && pairs[slot] != pair) {
            slot = slot + 1 & pairs.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldPairs = pairs;
        int[] oldNumbers = numbers;
        pairs = new long[2 * oldPairs.length];
        numbers = new int[pairs.length];
        Arrays.fill(pairs, FREE);
        for (int i = 0; i < oldPairs.length; i++) {
            if (oldPairs[i] != FREE) {
                int slot = slot(oldPairs[i]);
                pairs[slot] = oldPairs[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
