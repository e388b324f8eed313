package syntic.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import syntic.metric.CaptionSetException.Problem;

/**
 * How much scores would vary with other images of the same kind: images are drawn with replacement, as many as there
 * are, and the corpus score of each such sample is computed (percentile bootstrap; Koehn 2004, <i>Statistical
 * Significance Tests for Machine Translation Evaluation</i>). BLEU is computed from the summed counts of the sample,
 * the other metrics are the mean of their per-image values, CIDEr-D with the document frequencies of all images.
 *
 * @param samples the number of samples
 * @param seed    the seed; the same seed gives the same intervals
 */
public record Bootstrap(int samples, long seed) {

    private static final double COVERAGE = 0.95;

    public Bootstrap {
        if (samples < 1) {
            throw new IllegalArgumentException("a bootstrap needs at least one sample, not " + samples);
        }
    }

    /** 1,000 samples. */
    public Bootstrap() {
        this(1000, 1);
    }

    /** A value with the bounds of its 95 % interval. */
    public record Interval(double value, double low, double high) {
    }

    /**
     * The difference of two systems on the same images.
     *
     * @param difference corpus score of the second minus that of the first, with its 95 % interval
     * @param pValue     two-sided: how often a sample turns the sign of the difference, from 2 / (samples + 1) to 1
     */
    public record Comparison(Interval difference, double pValue) {
    }

    /** The 95 % interval of each corpus score, by name. */
    public Map<String, Interval> intervals(CaptionScores scores) {
        List<MetricScores> metrics = scores.metrics();
        double[][] sampled = sample(scores.imageIds().size(), List.of(metrics)).get(0);
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (int m = 0; m < sampled.length; m++) {
            intervals.put(metrics.get(m).name(), interval(metrics.get(m).corpus(), sampled[m]));
        }
        return intervals;
    }

    /**
     * Compares two systems with paired samples, by name of the metric.
     *
     * @throws CaptionSetException if the systems were not scored on the same images
     */
    public Map<String, Comparison> compare(CaptionScores first, CaptionScores second) {
        if (!first.imageIds().equals(second.imageIds())) {
            throw new CaptionSetException(Problem.DIFFERENT_IMAGES, "", "a paired comparison needs scores of the same "
                    + "images in the same order: " + first.imageIds().size() + " and " + second.imageIds().size()
                    + " images that are not the same; score both systems on the images that both have");
        }
        List<double[][]> sampled = sample(first.imageIds().size(), List.of(first.metrics(), second.metrics()));
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        for (int m = 0; m < first.metrics().size(); m++) {
            MetricScores metric = first.metrics().get(m);
            double[] differences = new double[samples];
            for (int s = 0; s < samples; s++) {
                differences[s] = sampled.get(1)[m][s] - sampled.get(0)[m][s];
            }
            double difference = second.metrics().get(m).corpus() - metric.corpus();
            comparisons.put(metric.name(), new Comparison(interval(difference, differences), pValue(differences)));
        }
        return comparisons;
    }

    /** The corpus scores of every sample, all systems on the same samples: for each system [metric][sample]. */
    private List<double[][]> sample(int images, List<List<MetricScores>> systems) {
        List<double[][]> scores = systems.stream().map(metrics -> new double[metrics.size()][samples]).toList();
        SplittableRandom random = new SplittableRandom(seed);
        for (int s = 0; s < samples; s++) {
            int[] drawn = random.ints(images, 0, images).toArray();
            for (int system = 0; system < systems.size(); system++) {
                for (int m = 0; m < systems.get(system).size(); m++) {
                    scores.get(system)[m][s] = systems.get(system).get(m).pool().of(drawn);
                }
            }
        }
        return scores;
    }

    private static Interval interval(double value, double[] sampled) {
        double[] sorted = sampled.clone();
        Arrays.sort(sorted);
        double tail = (1 - COVERAGE) / 2;
        return new Interval(value, quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    private static double quantile(double[] sorted, double fraction) {
        double at = fraction * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static double pValue(double[] differences) {
        long notAbove = Arrays.stream(differences).filter(d -> d <= 0).count();
        long notBelow = Arrays.stream(differences).filter(d -> d >= 0).count();
        return Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (differences.length + 1));
    }
}
