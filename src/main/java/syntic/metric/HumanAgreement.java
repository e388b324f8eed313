package syntic.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;

/**
 * How far a metric agrees with people about which captions are better, with 95 % intervals over images.
 *
 * @param metric its name
 * @param b      Kendall's τ-b of its scores with the ratings, each judge's rating for itself; null without ratings, NaN
 *               if it gives all captions one score
 * @param c      τ-c, alike
 * @param pairs  the share of pairs of captions of an image, of which people preferred one, that the metric orders in
 *               the same way; equal scores count half. By kind of pair, all kinds together under {@link #ALL}
 */
public record HumanAgreement(String metric, Interval b, Interval c, Map<String, Interval> pairs) {
    /** All pairs. */
    public static final String ALL = "all";

    /**
     * What people said of one caption.
     *
     * @param ratings one of each judge, higher is better; may be empty
     */
    public record Rated(String image, double[] ratings) {
        double mean() {
            return Arrays.stream(ratings).average().orElseThrow();
        }
    }

    /**
     * Which of two captions of an image people preferred.
     *
     * @param first  index of a caption
     * @param second index of another
     * @param votes  above 0 for the first, below 0 for the second; 0 for neither, which any order agrees with by half
     */
    public record Preference(int first, int second, double votes, String kind) {}

    /** Pairs of captions of the same image whose mean ratings differ. */
    public static List<Preference> preferences(List<Rated> captions) {
        List<Preference> preferences = new ArrayList<>();
        byImage(captions).values().forEach(of -> {
            for (int i = 0; i < of.size(); i++) {
                for (int j = 0; j < i; j++) {
                    double votes = captions.get(of.get(i)).mean() - captions.get(of.get(j)).mean();
                    if (votes != 0) {
                        preferences.add(new Preference(of.get(i), of.get(j), votes, ALL));
                    }
                }
            }
        });
        return preferences;
    }

    private static Map<String, List<Integer>> byImage(List<Rated> captions) {
        Map<String, List<Integer>> byImage = new LinkedHashMap<>();
        for (int i = 0; i < captions.size(); i++) {
            byImage.computeIfAbsent(captions.get(i).image(), image -> new ArrayList<>()).add(i);
        }
        return byImage;
    }

    /**
     * Compares every metric with people.
     *
     * @param scores      of the captions, in their order
     * @param captions    what people said of each
     * @param preferences what they preferred; {@link #preferences(List)} if they were asked for ratings
     */
    public static List<HumanAgreement> of(List<MetricScores> scores, List<Rated> captions,
            List<Preference> preferences, Bootstrap bootstrap) {
        List<List<Integer>> images = List.copyOf(byImage(captions).values());
        int[][] drawn = drawn(images.size(), bootstrap);
        return scores.stream().map(metric -> of(metric, captions, preferences, images, drawn)).toList();
    }

    /**
     * How much nearer to people the second metric is than the first: its τ-b minus that of the first, with the same
     * images drawn for both. Their own intervals say less: images on which one metric errs are hard for others too.
     *
     * @param captions what people said of each, in the order of the scores
     * @throws IllegalArgumentException if one of the metrics gives all captions one score, or the people do, since that
     *     orders nothing
     */
    public static Comparison compare(MetricScores first, MetricScores second, List<Rated> captions,
            Bootstrap bootstrap) {
        List<List<Integer>> images = List.copyOf(byImage(captions).values());
        double[] differences = Arrays.stream(drawn(images.size(), bootstrap)).parallel().mapToDouble(some ->
                difference(first, second, captions, images, some)).filter(Double::isFinite).toArray();
        double all = difference(first, second, captions, images, IntStream.range(0, images.size()).toArray());
        if (Double.isNaN(all)) {
            throw new IllegalArgumentException(first.name() + " and " + second.name() + " cannot be compared: one of "
                    + "them, or the ratings, are the same for all captions");
        }
        return Comparison.of(all, differences);
    }

    private static double difference(MetricScores first, MetricScores second, List<Rated> captions,
            List<List<Integer>> images, int[] some) {
        return tau(second.perImage(), captions, images, some).b() - tau(first.perImage(), captions, images, some).b();
    }

    private static int[][] drawn(int images, Bootstrap bootstrap) {
        int[][] drawn = new int[bootstrap.samples()][];
        SplittableRandom random = new SplittableRandom(bootstrap.seed());
        Arrays.setAll(drawn, s -> random.ints(images, 0, images).toArray());
        return drawn;
    }

    private static HumanAgreement of(MetricScores metric, List<Rated> captions, List<Preference> preferences,
            List<List<Integer>> images, int[][] drawn) {
        double[] values = metric.perImage();
        Interval b = null;
        Interval c = null;
        if (captions.stream().anyMatch(caption -> caption.ratings().length > 0)) {
            KendallTau all = tau(values, captions, images, IntStream.range(0, images.size()).toArray());
            KendallTau[] sampled = Arrays.stream(drawn).parallel().map(some -> tau(values, captions, images, some))
                    .toArray(KendallTau[]::new);
            b = interval(all.b(), Arrays.stream(sampled).mapToDouble(KendallTau::b));
            c = interval(all.c(), Arrays.stream(sampled).mapToDouble(KendallTau::c));
        }
        return new HumanAgreement(metric.name(), b, c, accuracy(values, captions, preferences, images, drawn));
    }

    private static KendallTau tau(double[] values, List<Rated> captions, List<List<Integer>> images, int[] some) {
        double[][] both = new double[2][Arrays.stream(some).flatMap(image -> images.get(image).stream()
                .mapToInt(i -> captions.get(i).ratings().length)).sum()];
        int at = 0;
        for (int image : some) {
            for (int i : images.get(image)) {
                for (double rating : captions.get(i).ratings()) {
                    both[0][at] = values[i];
                    both[1][at++] = rating;
                }
            }
        }
        return KendallTau.of(both[0], both[1]);
    }

    private static Map<String, Interval> accuracy(double[] values, List<Rated> captions, List<Preference> preferences,
            List<List<Integer>> images, int[][] drawn) {
        Map<String, Integer> number = new LinkedHashMap<>();
        for (int image = 0; image < images.size(); image++) {
            number.put(captions.get(images.get(image).get(0)).image(), image);
        }
        // By kind, for every image: pairs that are ordered as people did, and pairs.
        Map<String, double[][]> counts = new TreeMap<>();
        for (Preference one : preferences) {
            double sign = Math.signum(one.votes()) * Math.signum(values[one.first()] - values[one.second()]);
            for (String kind : one.kind().equals(ALL) ? List.of(ALL) : List.of(one.kind(), ALL)) {
                double[] of = counts.computeIfAbsent(kind, none -> new double[images.size()][2])[
                        number.get(captions.get(one.first()).image())];
                of[0] += (1 + sign) / 2;
                of[1]++;
            }
        }
        Map<String, Interval> accuracy = new LinkedHashMap<>();
        counts.forEach((kind, of) -> accuracy.put(kind, interval(share(of, IntStream.range(0, of.length).toArray()),
                Arrays.stream(drawn).mapToDouble(some -> share(of, some)))));
        return accuracy;
    }

    /** Of the samples in which there is something to order. */
    private static Interval interval(double value, DoubleStream sampled) {
        double[] defined = sampled.filter(Double::isFinite).toArray();
        return Double.isNaN(value) ? new Interval(value, value, value) : Interval.of(value, defined);
    }

    private static double share(double[][] counts, int[] some) {
        return Arrays.stream(some).mapToDouble(image -> counts[image][0]).sum()
                / Arrays.stream(some).mapToDouble(image -> counts[image][1]).sum();
    }
}
