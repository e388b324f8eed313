package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/**
 * Projection of image features into the text space (SynTIC, equation 3): a feature becomes the weighted sum of the
 * support set's text features, weighted by {@code softmax(cos(feature, text) / τ)}.
 *
 * @param support is not closed with this
 */
public record Projection(SupportSet support, Config config) {
    /** Float32 cosines are good to 1e-7; divided by a smaller temperature than this they would not be good enough. */
    private static final double DOUBLE_PRECISION_BELOW = 1e-3;

    /**
     * @param temperature τ: small, a few nearest sentences; large, the mean of all
     * @param normalise whether the sum is scaled to length 1, as the code of DeCap does (the paper does not say)
     */
    public record Config(double temperature, boolean normalise) {
        /** For MSCOCO and SS1M. */
        public static final Config PAPER = new Config(1.0 / 100, true);
        public static final Config PAPER_FLICKR30K = new Config(1.0 / 80, true);
        /** For the miniature world. */
        public static final Config MINIATURE = new Config(1.0 / 100, true);

        public Config {
            requireTemperature(temperature);
        }
    }

    /** A sentence of the support set and its share in a projection. */
    public record Weighted(String id, String text, double weight, double cosine) {}

    /**
     * What a feature was projected from.
     *
     * @param entropy of the weights, in nats
     * @param effectiveNumber exp(entropy): over how many sentences the weights are spread
     * @param nearest the sentences with the largest weights, the largest first
     */
    public record Explanation(String id, double entropy, double effectiveNumber, List<Weighted> nearest) {}

    /** Features projected with one configuration, and what each was projected from. */
    public record Swept(Config config, FeatureSet projected, List<Explanation> explanations) {}

    /**
     * Equation 3 as it stands: small enough to be read, too large for many sentences. Everything else here gives the
     * same going through the support set in parts.
     *
     * @param v [n, width]; @param t [m, width], the support set
     * @return [n, width], not scaled to length 1
     */
    public static NDArray of(NDArray v, NDArray t, double temperature) {
        NDArray cosines = Normalization.unit(v).matMul(Normalization.unit(t).transpose());          // [n, m]
        NDArray weights = cosines.div(temperature).softmax(1);                                      // [n, m]
        return weights.matMul(t);                                                                   // [n, width]
    }

    /** What makes the result of {@link #project}: a key for a store. */
    public Provenance provenance(FeatureSet features) {
        return Provenance.of("projection", config,
                Map.of("features", features.fingerprint(), "support", support.rows().fingerprint()));
    }

    /** The features as sums of text features, under their ids. */
    public FeatureSet project(FeatureSet features) {
        try (FeatureSet.Builder projected = new FeatureSet.Builder(features.ids(), support.width())) {
            support.scan(features, List.of(config.temperature()), precision(config.temperature()),
                    new SupportScan.Wanted(true, 0), (ids, readings) ->
                            projected.add(readings.get(0).projected(config.normalise())));
            return projected.build(provenance(features));
        }
    }

    /** @param features [n, width]; returns [n, width] of the same manager */
    public NDArray project(NDArray features) {
        NDManager owner = features.getManager();
        return Torch.withoutGradients(() -> {
            NDList blocks = new NDList();
            support.scan(features, config.temperature(), precision(config.temperature()), (first, readings) -> {
                NDArray projected = readings.get(0).projected(config.normalise());
                projected.attach(owner);
                blocks.add(projected);
            });
            if (blocks.size() == 1) {
                return blocks.get(0);
            }
            NDArray all = NDArrays.concat(blocks, 0);
            blocks.close();
            return all;
        });
    }

    /** What each feature is projected from, with its {@code top} nearest sentences. */
    public List<Explanation> explain(FeatureSet features, int top) {
        List<Explanation> explanations = new ArrayList<>();
        support.scan(features, List.of(config.temperature()), precision(config.temperature()),
                new SupportScan.Wanted(false, top),
                (ids, readings) -> explanations.addAll(explanations(ids, readings.get(0))));
        return List.copyOf(explanations);
    }

    private List<Explanation> explanations(List<String> ids, SupportReading reading) {
        double[] entropies = reading.entropies();
        List<List<SupportReading.Found>> nearest = reading.nearest();
        return IntStream.range(0, ids.size()).mapToObj(i -> new Explanation(ids.get(i), entropies[i],
                Math.exp(entropies[i]), nearest.get(i).stream().map(one -> new Weighted(
                        support.rows().ids().get(one.row()), support.texts().get(one.row()), one.weight(),
                        one.cosine())).toList())).toList();
    }

    /**
     * Projects and explains at several temperatures in one pass over the support set, where all have one precision:
     * cosines are computed once.
     *
     * @param temperatures each above 0
     * @param top nearest sentences of each explanation
     * @param normalise whether sums are scaled to length 1
     * @return one result for each temperature, in their order
     */
    public static List<Swept> sweep(SupportSet support, FeatureSet features, List<Double> temperatures, int top,
            boolean normalise) {
        if (temperatures.isEmpty()) {
            throw new IllegalArgumentException("a sweep needs one or more temperatures");
        }
        temperatures.forEach(Projection::requireTemperature);
        // Each temperature in the precision that it has alone, so that equal provenance means equal bits.
        Map<DataType, List<Double>> byPrecision = temperatures.stream().distinct()
                .collect(Collectors.groupingBy(Projection::precision));
        Map<Double, Swept> swept = new HashMap<>();
        byPrecision.forEach((precision, some) -> {
            List<Projection> each = some.stream().map(one -> new Projection(support, new Config(one, normalise)))
                    .toList();
            sweep(support, features, each, top, precision)
                    .forEach(one -> swept.put(one.config().temperature(), one));
        });
        return temperatures.stream().map(swept::get).toList();
    }

    private static List<Swept> sweep(SupportSet support, FeatureSet features, List<Projection> each, int top,
            DataType precision) {
        List<FeatureSet.Builder> rows = each.stream()
                .map(one -> new FeatureSet.Builder(features.ids(), support.width())).toList();
        List<List<Explanation>> explanations = each.stream()
                .map(one -> (List<Explanation>) new ArrayList<Explanation>()).toList();
        support.scan(features, each.stream().map(one -> one.config.temperature()).toList(), precision,
                new SupportScan.Wanted(true, top), (ids, readings) -> {
                    for (int i = 0; i < readings.size(); i++) {
                        Projection one = each.get(i);
                        rows.get(i).add(readings.get(i).projected(one.config.normalise()));
                        explanations.get(i).addAll(one.explanations(ids, readings.get(i)));
                    }
                });
        return IntStream.range(0, each.size()).mapToObj(i -> new Swept(each.get(i).config,
                built(rows.get(i), each.get(i).provenance(features)), List.copyOf(explanations.get(i)))).toList();
    }

    private static FeatureSet built(FeatureSet.Builder rows, Provenance made) {
        try (rows) {
            return rows.build(made);
        }
    }

    private static DataType precision(double temperature) {
        return temperature < DOUBLE_PRECISION_BELOW ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    static void requireTemperature(double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("the temperature must be a number above 0, not " + temperature
                    + "; the paper has 1/100 (as a fraction of doubles: 1.0 / 100)");
        }
    }
}
