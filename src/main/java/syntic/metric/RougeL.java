package syntic.metric;

import java.util.List;

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

    private static int longestCommonSubsequence(String[] a, String[] b) {
        int[] previous = new int[b.length + 1];
        int[] current = new int[b.length + 1];
        for (String word : a) {
            for (int j = 0; j < b.length; j++) {
                current[j + 1] = word.equals(b[j]) ? previous[j] + 1 : Math.max(previous[j + 1], current[j]);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length];
    }
}
