package syntic.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far metrics agree about which images are captioned better: Spearman's rank correlation of the scores of single
 * images, for every two metrics, with percentile bootstrap intervals over images.
 *
 * <p>1 means the same order of images, 0 no relation. Equal scores share their mean rank; a metric that gives all
 * images the same score has correlation 0 with every other.
 *
 * @param names        the metrics
 * @param correlations [metric][metric], ones on the diagonal
 * @param low          lower ends of the 95 % intervals, alike
 * @param high         upper ends
 */
public record MetricAgreement(List<String> names, double[][] correlations, double[][] low, double[][] high) {

    /** @throws IllegalArgumentException for fewer than three images, of which nothing can be said */
    public static MetricAgreement of(CaptionScores scores, Bootstrap bootstrap) {
        int images = scores.imageIds().size();
        if (images < 3) {
            throw new IllegalArgumentException("the agreement of metrics needs three images or more, not " + images);
        }
        List<String> names = scores.metrics().stream().map(MetricScores::name).toList();
        double[][] values = scores.metrics().stream().map(MetricScores::perImage).toArray(double[][]::new);
        double[][][] sampled = new double[bootstrap.samples()][][];
        SplittableRandom random = new SplittableRandom(bootstrap.seed());
        for (int sample = 0; sample < sampled.length; sample++) {
            int[] drawn = random.ints(images, 0, images).toArray();
            sampled[sample] = correlations(Arrays.stream(values)
                    .map(of -> Arrays.stream(drawn).mapToDouble(i -> of[i]).toArray()).toArray(double[][]::new));
        }
        double[][] low = new double[names.size()][names.size()];
        double[][] high = new double[names.size()][names.size()];
        for (int a = 0; a < names.size(); a++) {
            for (int b = 0; b < names.size(); b++) {
                int first = a;
                int second = b;
                double[] sorted = Arrays.stream(sampled).mapToDouble(of -> of[first][second]).sorted().toArray();
                low[a][b] = Bootstrap.quantile(sorted, Bootstrap.TAIL);
                high[a][b] = Bootstrap.quantile(sorted, 1 - Bootstrap.TAIL);
            }
        }
        return new MetricAgreement(names, correlations(values), low, high);
    }

    static double[][] correlations(double[][] values) {
        double[][] ranks = Arrays.stream(values).map(MetricAgreement::unitRanks).toArray(double[][]::new);
        double[][] correlations = new double[values.length][values.length];
        for (int a = 0; a < values.length; a++) {
            correlations[a][a] = 1;
            for (int b = 0; b < a; b++) {
                double sum = 0;
                for (int i = 0; i < ranks[a].length; i++) {
                    sum += ranks[a][i] * ranks[b][i];
                }
                // Rounding may lead beyond 1.
                correlations[a][b] = Math.max(-1, Math.min(1, sum));
                correlations[b][a] = correlations[a][b];
            }
        }
        return correlations;
    }

    /** Ranks as a vector of mean 0 and length 1, so that the product of two is their correlation. */
    private static double[] unitRanks(double[] values) {
        int n = values.length;
        int[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] ranks = new double[n];
        double squares = 0;
        for (int from = 0, to; from < n; from = to) {
            to = from + 1;
            while (to < n && values[order[to]] == values[order[from]]) {
                to++;
            }
            double rank = (from + to - 1) / 2.0 - (n - 1) / 2.0;
            for (int i = from; i < to; i++) {
                ranks[order[i]] = rank;
                squares += rank * rank;
            }
        }
        double length = Math.sqrt(squares);
        return length == 0 ? ranks : Arrays.stream(ranks).map(rank -> rank / length).toArray();
    }
}
