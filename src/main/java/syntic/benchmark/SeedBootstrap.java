package syntic.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.metric.Bootstrap;
import syntic.metric.MetricScores;

/**
 * How much the mean score over seeds would vary with other images and other seeds: both are drawn with replacement, the
 * same images and seeds for both systems of a comparison. With few seeds the variation between seeds is somewhat
 * underestimated, by the factor √((n - 1) / n) for n seeds.
 *
 * @param samples the number of samples
 */
public record SeedBootstrap(int samples, long seed) {
    /** 1,000 samples. */
    public SeedBootstrap() {
        this(1000, 1);
    }

    public SeedBootstrap {
        if (samples < 1) {
            throw new IllegalArgumentException("a bootstrap needs at least one sample, not " + samples);
        }
    }

    /** The corpus scores of one metric for every seed [seed][sample], on the same images for every seed and system. */
    public double[][] sampled(List<MetricScores> bySeed) {
        return new Bootstrap(samples, seed).sampled(bySeed);
    }

    /** The mean over seeds with its 95 % interval. @param values the score of every seed on all images */
    Interval interval(double[] values, double[][] sampled) {
        return Interval.of(Arrays.stream(values).average().orElseThrow(), means(sampled));
    }

    /** A weighted sum of means, such as a difference of two. All have the same seeds in the same order. */
    Comparison contrast(double[] weights, List<double[]> values, List<double[][]> sampled) {
        return compare(means -> {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * means[i];
            }
            return sum;
        }, values, sampled);
    }

    /**
     * A number that is made of several means, and above 0 where something is so.
     *
     * @param formula of the means
     * @param values  [mean][seed]; all have the same seeds in the same order
     * @param sampled [mean][seed][sample], as of {@link #sampled}
     */
    public Comparison compare(ToDoubleFunction<double[]> formula, List<double[]> values, List<double[][]> sampled) {
        double[][] means = sampled.stream().map(this::means).toArray(double[][]::new);
        double[] differences = new double[samples];
        Arrays.setAll(differences, s -> formula.applyAsDouble(Arrays.stream(means).mapToDouble(of -> of[s]).toArray()));
        return Comparison.of(formula.applyAsDouble(values.stream().mapToDouble(of -> Arrays.stream(of).average()
                .orElseThrow()).toArray()), differences);
    }

    /** The first system's mean divided by the second's. Both have the same seeds in the same order. */
    Interval ratio(double[] first, double[][] firstSampled, double[] second, double[][] secondSampled) {
        double[] a = means(firstSampled);
        double[] b = means(secondSampled);
        double[] ratios = new double[samples];
        Arrays.setAll(ratios, s -> a[s] / b[s]);
        return Interval.of(Arrays.stream(first).sum() / Arrays.stream(second).sum(), ratios);
    }

    /** For every sample the mean over as many seeds as there are, drawn with replacement. */
    private double[] means(double[][] sampled) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        double[] means = new double[samples];
        for (int s = 0; s < samples; s++) {
            for (int i = 0; i < sampled.length; i++) {
                means[s] += sampled[random.nextInt(sampled.length)][s] / sampled.length;
            }
        }
        return means;
    }
}
