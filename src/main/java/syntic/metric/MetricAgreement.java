package syntic.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;

/**
 * How far metrics agree about which images are captioned better: Spearman's rank correlation of the scores of single
 * images, for every two metrics, with percentile bootstrap intervals over images.
 *
 * <p>1 means the same order of images, 0 no relation. Equal scores share their mean rank; a metric that gives all
 * images the same score has correlation 0 with every other.
 *
 * @param names        the metrics
 * @param correlations [metric][metric], ones on the diagonal
 * @param sampled      the same of every bootstrap sample of images, [sample][metric][metric]
 */
public record MetricAgreement(List<String> names, double[][] correlations, double[][][] sampled) {

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
        return new MetricAgreement(names, correlations(values), sampled);
    }

    /** The correlation of two metrics with its 95 % interval. */
    public Interval interval(String first, String second) {
        int a = place(first);
        int b = place(second);
        return Interval.of(correlations[a][b], Arrays.stream(sampled).mapToDouble(of -> of[a][b]).toArray());
    }

    /** How much more {@code second} agrees with {@code base} than {@code first} does, on the same images. */
    public Comparison compare(String base, String first, String second) {
        int of = place(base);
        int less = place(first);
        int more = place(second);
        return Comparison.of(correlations[of][more] - correlations[of][less],
                Arrays.stream(sampled).mapToDouble(one -> one[of][more] - one[of][less]).toArray());
    }

    private int place(String name) {
        int place = names.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException("there is no metric " + name + "; there are "
                    + String.join(", ", names));
        }
        return place;
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
