package syntic.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

    /** What a 95 % interval leaves out at each end. */
    private static final double TAIL = 0.025;
    /** The standard normal deviation that 2.5 % exceed. */
    private static final double NORMAL = 1.959964;
    /** Samples whose images are held at once. */
    private static final int AT_ONCE = 64;

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
        /** @param sampled the value of every sample */
        public static Interval of(double value, double[] sampled) {
            double[] sorted = sampled.clone();
            Arrays.sort(sorted);
            return new Interval(value, quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
        }

        /**
         * A share with Wilson's interval, which stays within 0 and 1 and is not empty where all or none are right.
         *
         * @param right of all; no whole number where it is a mean over seeds, whose interval is then that of one seed
         */
        public static Interval ofShare(double right, long all) {
            if (!(right >= 0 && right <= all) || all == 0) {
                throw new IllegalArgumentException(right + " of " + all + " is no share");
            }
            double share = right / all;
            double square = NORMAL * NORMAL / all;
            double middle = (share + square / 2) / (1 + square);
            double reach = NORMAL * Math.sqrt((share * (1 - share) + square / 4) / all) / (1 + square);
            return new Interval(share, right == 0 ? 0 : middle - reach, right == all ? 1 : middle + reach);
        }

        /** Such as {@code 61.3 [58.0, 64.9]}: in percent, as papers print scores. */
        public String percent() {
            return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", 100 * value, 100 * low, 100 * high);
        }

        /** Whether 0 is not in it. */
        public boolean excludesZero() {
            return low > 0 || high < 0;
        }
    }

    /**
     * The difference of two systems on the same images.
     *
     * @param difference corpus score of the second minus that of the first, with its 95 % interval
     * @param pValue     two-sided: how often a sample turns the sign of the difference, from 2 / (samples + 1) to 1
     */
    public record Comparison(Interval difference, double pValue) {
        /** @param sampled the difference in every sample */
        public static Comparison of(double difference, double[] sampled) {
            long notAbove = Arrays.stream(sampled).filter(d -> d <= 0).count();
            long notBelow = Arrays.stream(sampled).filter(d -> d >= 0).count();
            double pValue = Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (sampled.length + 1));
            return new Comparison(Interval.of(difference, sampled), pValue);
        }

        /**
         * The p-values of comparisons that are looked at together, corrected for their number (Holm 1979, <i>A Simple
         * Sequentially Rejective Multiple Test Procedure</i>). With 1,000 samples no more than 25 can all come below
         * 0.05.
         */
        public static List<Double> corrected(List<Comparison> family) {
            List<Comparison> ordered = family.stream().sorted(Comparator.comparingDouble(Comparison::pValue)).toList();
            double[] corrected = new double[ordered.size()];
            for (int i = 0; i < corrected.length; i++) {
                double one = Math.min(1, (corrected.length - i) * ordered.get(i).pValue());
                corrected[i] = i == 0 ? one : Math.max(one, corrected[i - 1]);
            }
            return family.stream().map(one -> corrected[ordered.indexOf(one)]).toList();
        }
    }

    /**
     * The corpus scores of every sample. Samples of the same images in the same order are paired.
     *
     * @param scores  what they were drawn from
     * @param sampled [metric][sample]
     */
    public record Samples(CaptionScores scores, double[][] sampled) {

        /** The 95 % interval of each corpus score, by name. */
        public Map<String, Interval> intervals() {
            Map<String, Interval> intervals = new LinkedHashMap<>();
            for (int m = 0; m < sampled.length; m++) {
                MetricScores metric = scores.metrics().get(m);
                intervals.put(metric.name(), Interval.of(metric.corpus(), sampled[m]));
            }
            return intervals;
        }

        /**
         * The differences of another system's scores from these, by name of the metrics that both have.
         *
         * @throws CaptionSetException if the systems were not scored on the same images
         */
        public Map<String, Comparison> to(Samples other) {
            if (!scores.imageIds().equals(other.scores.imageIds())) {
                throw new CaptionSetException(Problem.DIFFERENT_IMAGES, "", "a paired comparison needs scores of the "
                        + "same images in the same order: " + scores.imageIds().size() + " and "
                        + other.scores.imageIds().size() + " images that are not the same; score both systems on the "
                        + "images that both have");
            }
            Map<String, Comparison> comparisons = new LinkedHashMap<>();
            for (int m = 0; m < sampled.length; m++) {
                for (int n = 0; n < other.sampled.length; n++) {
                    MetricScores first = scores.metrics().get(m);
                    MetricScores second = other.scores.metrics().get(n);
                    if (first.name().equals(second.name())) {
                        comparisons.put(first.name(), comparison(second.corpus() - first.corpus(), sampled[m],
                                other.sampled[n]));
                    }
                }
            }
            return comparisons;
        }
    }

    /** The 95 % interval of each corpus score, by name. */
    public Map<String, Interval> intervals(CaptionScores scores) {
        return sample(scores).intervals();
    }

    /**
     * Compares two systems with paired samples, by name of the metric.
     *
     * @throws CaptionSetException if the systems were not scored on the same images
     */
    public Map<String, Comparison> compare(CaptionScores first, CaptionScores second) {
        return sample(first).to(sample(second));
    }

    /** Draws the samples and scores them. */
    public Samples sample(CaptionScores scores) {
        return new Samples(scores, sampled(scores.metrics()));
    }

    /** The corpus scores [scores][sample], all on the same images of each sample. */
    public double[][] sampled(List<MetricScores> scores) {
        int images = scores.get(0).perImage().length;
        double[][] sampled = new double[scores.size()][samples];
        SplittableRandom random = new SplittableRandom(seed);
        for (int from = 0; from < samples; from += AT_ONCE) {
            int first = from;
            int[][] drawn = new int[Math.min(AT_ONCE, samples - from)][];
            Arrays.setAll(drawn, s -> random.ints(images, 0, images).toArray());
            IntStream.range(0, drawn.length).parallel().forEach(s -> {
                for (int m = 0; m < sampled.length; m++) {
                    sampled[m][first + s] = scores.get(m).pool().of(drawn[s]);
                }
            });
        }
        return sampled;
    }

    /** The mean of values of single images, with its 95 % interval. */
    public Interval mean(double[] values) {
        return Interval.of(Arrays.stream(values).average().orElseThrow(), means(values));
    }

    /** How much higher the mean of the second is than that of the first; both have a value for each image. */
    public Comparison compare(double[] first, double[] second) {
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> second[i] - first[i]);
        return Comparison.of(Arrays.stream(differences).average().orElseThrow(), means(differences));
    }

    private double[] means(double[] values) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] sampled = new double[samples];
        Arrays.setAll(sampled, s -> random.ints(values.length, 0, values.length).mapToDouble(i -> values[i]).average()
                .orElseThrow());
        return sampled;
    }

    private static Comparison comparison(double difference, double[] first, double[] second) {
        double[] differences = new double[first.length];
        Arrays.setAll(differences, s -> second[s] - first[s]);
        return Comparison.of(difference, differences);
    }

    /** The value below which a fraction of sorted ones lies, between two of them where it must be. */
    public static double quantile(double[] sorted, double fraction) {
        double at = fraction * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
