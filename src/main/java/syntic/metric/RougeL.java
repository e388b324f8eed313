package syntic.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import syntic.store.ProgressListener;

/**
 * ROUGE-L (Lin 2004): the F-measure of the longest common subsequence of words, recall weighing more (β = 1.2). With
 * several references precision and recall are each the best of any reference. The corpus score is the mean.
 */
public final class RougeL implements Metric {

    private static final double BETA = 1.2;

    @Override
    public List<MetricScores> score(TokenizedCaptions captions, ProgressListener progress) {
        double[] scores = new double[captions.imageIds().size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(captions.candidates().get(i), captions.references().get(i));
        }
        return List.of(MetricScores.averaged("ROUGE_L", scores));
    }

    private static double score(String candidate, List<String> references) {
        String[] words = split(candidate);
        double precision = 0;
        double recall = 0;
        for (String reference : references) {
            String[] referenceWords = split(reference);
            double common = longestCommonSubsequence(words, referenceWords);
            precision = Math.max(precision, common / words.length);
            recall = Math.max(recall, common / referenceWords.length);
        }
        if (precision == 0 || recall == 0) {
            return 0;
        }
        return (1 + BETA * BETA) * precision * recall / (recall + BETA * BETA * precision);
    }

    /** At plain spaces only; an empty caption is one empty word, which an empty reference matches. */
    private static String[] split(String caption) {
        return caption.split(" ", -1);
    }

    /**
     * By Hyyrö's (2004) rule on whole rows of the table at once: bit j of {@code row} is 0 where word j of {@code b}
     * makes the subsequence longer, and a word of {@code a} changes the row in one addition.
     */
    private static int longestCommonSubsequence(String[] a, String[] b) {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int j = 0; j < b.length; j++) {
            places.computeIfAbsent(b[j], word -> new ArrayList<>(1)).add(j);
        }
        Map<String, long[]> frequent = new HashMap<>();
        long[] row = new long[(b.length + Long.SIZE - 1) / Long.SIZE];
        Arrays.fill(row, -1);
        for (String word : a) {
            List<Integer> at = places.get(word);
            if (at != null) {
                advance(row, at.size() < Long.SIZE ? bits(at, row.length)
                        : frequent.computeIfAbsent(word, one -> bits(at, row.length)));
            }
        }
        return row.length * Long.SIZE - Arrays.stream(row).mapToInt(Long::bitCount).sum();
    }

    private static long[] bits(List<Integer> places, int length) {
        long[] bits = new long[length];
        for (int place : places) {
            bits[place / Long.SIZE] |= 1L << place;
        }
        return bits;
    }

    /** {@code row ← (row + (row & equal)) | (row & ~equal)}, over all words of the row. */
    private static void advance(long[] row, long[] equal) {
        boolean carry = false;
        for (int i = 0; i < row.length; i++) {
            long matched = row[i] & equal[i];
            long sum = row[i] + matched + (carry ? 1 : 0);
            int order = Long.compareUnsigned(sum, row[i]);
            carry = order < 0 || carry && order == 0;
            row[i] = sum | row[i] & ~equal[i];
        }
    }
}
