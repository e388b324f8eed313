package syntic.metric;

import java.util.Arrays;

/**
 * Kendall's rank correlation of two lists of scores of the same things (Kendall, <i>The treatment of ties in ranking
 * problems</i>, 1945; Stuart 1953): 1 means the same order, -1 the opposite one. Both variants count each pair of
 * things as concordant, discordant or tied and differ in what they divide by, as SciPy's {@code kendalltau} does.
 *
 * @param b τ-b, divided by the root of the numbers of pairs that each list tells apart
 * @param c τ-c, divided as for a table with as many rows as the coarser list has different scores; for lists of which
 *          one has few levels, such as ratings of 1 to 4
 */
public record KendallTau(double b, double c) {

    /**
     * Both are NaN if one of the lists holds one score only, since it orders nothing.
     *
     * @throws IllegalArgumentException if the lists differ in length
     */
    public static KendallTau of(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException("lists differ in length: " + first.length + " and " + second.length);
        }
        int n = first.length;
        int[] firstPlaces = places(first);
        int[] secondPlaces = places(second);
        // Both places in one number, so that numbers are sorted: a bootstrap does so thousands of times.
        long[] order = new long[n];
        Arrays.setAll(order, i -> (long) firstPlaces[i] << Integer.SIZE | secondPlaces[i]);
        Arrays.sort(order);
        double[] a = Arrays.stream(order).mapToDouble(both -> both >> Integer.SIZE).toArray();
        double[] b = Arrays.stream(order).mapToDouble(both -> (int) both).toArray();
        double[] sorted = Arrays.stream(b).sorted().toArray();
        long levels = Math.min(Arrays.stream(a).distinct().count(), Arrays.stream(sorted).distinct().count());
        long pairs = (long) n * (n - 1) / 2;
        long tiedFirst = tied(a, null);
        long tiedSecond = tied(sorted, null);
        if (tiedFirst == pairs || tiedSecond == pairs) {
            return new KendallTau(Double.NaN, Double.NaN);
        }
        long tiedBoth = tied(a, b);
        // In the order of the first list, what is out of order in the second is discordant (Knight 1966).
        double difference = pairs - tiedFirst - tiedSecond + tiedBoth - 2.0 * exchanges(b, new double[n], 0, n);
        return new KendallTau(
                difference / Math.sqrt(pairs - tiedFirst) / Math.sqrt(pairs - tiedSecond),
                2 * difference / ((double) n * n * (levels - 1) / levels));
    }

    /** Where each score stands among the sorted ones; equal scores stand in one place. */
    private static int[] places(double[] scores) {
        // Adding 0 makes -0 and 0 one score.
        double[] sorted = Arrays.stream(scores).map(score -> score + 0.0).sorted().distinct().toArray();
        return Arrays.stream(scores).mapToInt(score -> Arrays.binarySearch(sorted, score + 0.0)).toArray();
    }

    /** Pairs of equal scores in a sorted list, or in two lists that are sorted together. */
    private static long tied(double[] sorted, double[] also) {
        long tied = 0;
        for (int from = 0, to; from < sorted.length; from = to) {
            to = from + 1;
            while (to < sorted.length && sorted[to] == sorted[from] && (also == null || also[to] == also[from])) {
                to++;
            }
            tied += (long) (to - from) * (to - from - 1) / 2;
        }
        return tied;
    }

    /** Sorts a part of a list by merging, and counts how many pairs were out of order. */
    private static long exchanges(double[] list, double[] room, int from, int to) {
        if (to - from < 2) {
            return 0;
        }
        int middle = (from + to) / 2;
        long exchanges = exchanges(list, room, from, middle) + exchanges(list, room, middle, to);
        System.arraycopy(list, from, room, from, to - from);
        for (int left = from, right = middle, at = from; at < to; at++) {
            if (right == to || left < middle && room[left] <= room[right]) {
                list[at] = room[left++];
            } else {
                exchanges += middle - left;
                list[at] = room[right++];
            }
        }
        return exchanges;
    }
}
