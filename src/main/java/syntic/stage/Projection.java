package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import syntic.nn.Normalization;
import syntic.nn.Slice;
import syntic.nn.Torch;
import syntic.store.FeatureRows;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/**
 * Projection of image features into the text space (SynTIC, equation 3): a feature becomes the weighted sum of the
 * support set's text features, weighted by {@code softmax(cos(feature, text) / τ)}.
 *
 * <p>The support set is gone through in parts with a running softmax, so memory does not grow with the number of
 * weights. A {@link FeatureSet} is held in native memory until this is closed; {@link syntic.store.StoredFeatures} stay
 * on disk.
 */
public final class Projection implements AutoCloseable {
    /** Queries that are taken together, and rows of the support set: their weights fit into a processor's cache. */
    private static final int QUERIES_AT_ONCE = 256;
    private static final int ROWS_AT_ONCE = 2048;
    /** Float32 cosines are good to 1e-7; divided by a smaller temperature than this they would not be good enough. */
    private static final double DOUBLE_PRECISION_BELOW = 1e-3;
    private static final double SMALLEST_LENGTH = 1e-12;

    /**
     * @param temperature τ: small, a few nearest sentences; large, the mean of all
     * @param normalise whether the sum is scaled to length 1, as the code of DeCap does (the paper does not say)
     */
    public record Config(double temperature, boolean normalise) {
        /** For MSCOCO and SS1M; for Flickr30k the paper has 1/80. */
        public static final Config PAPER = new Config(1.0 / 100, true);
        /** For the miniature world. */
        public static final Config MINIATURE = new Config(1.0 / 100, true);

        public Config {
            requireTemperature(temperature);
        }
    }

    /** A sentence of the support set and its share in a projection. */
    public record Share(String id, String text, double weight, double cosine) {}

    /**
     * What a feature was projected from.
     *
     * @param entropy of the weights, in nats
     * @param effectiveNumber exp(entropy): over how many sentences the weights are spread
     * @param nearest the sentences with the largest weights, the largest first
     */
    public record Explanation(String id, double entropy, double effectiveNumber, List<Share> nearest) {}

    /** Features projected with one configuration, and what each was projected from. */
    public record Swept(Config config, FeatureSet projected, List<Explanation> explanations) {}

    private final FeatureRows support;
    private final List<String> texts;
    private final Config config;
    private final NDManager manager;
    private final DataType precision;
    private final List<Part> parts;

    /** @param rows [c, width]; @param inverseLengths of the rows [1, c] */
    private record Part(long first, NDArray rows, NDArray inverseLengths) {}

    /** @param texts the sentences of the support set, in its order */
    public Projection(FeatureRows support, List<String> texts, Config config) {
        this(support, texts, config, ROWS_AT_ONCE);
    }

    /** A support set whose sentences are shown by their ids. */
    public Projection(FeatureRows support, Config config) {
        this(support, support.ids(), config);
    }

    Projection(FeatureRows support, List<String> texts, Config config, int rowsAtOnce) {
        if (texts.size() != support.size()) {
            throw new IllegalArgumentException("there are " + texts.size() + " sentences for the " + support.size()
                    + " features of the support set");
        }
        this.support = support;
        this.texts = List.copyOf(texts);
        this.config = config;
        precision = precision(config.temperature());
        manager = Torch.newManager();
        try {
            parts = Torch.withoutGradients(() -> parts(rowsAtOnce));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private List<Part> parts(int rowsAtOnce) {
        List<Part> all = new ArrayList<>();
        long first = 0;
        for (NDArray rows : support.parts(manager, rowsAtOnce)) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray view = rows.reshape(rows.getShape());
                view.attach(scope);
                NDArray exact = view.toType(precision, false);
                NDArray lengths = exact.norm(new int[] {1}, true).transpose();                  // [1, c]
                NDArray inverse = lengths.maximum(SMALLEST_LENGTH).pow(-1);
                if (!Double.isFinite(inverse.sum().toType(DataType.FLOAT64, false).getDouble())
                        || inverse.min().toType(DataType.FLOAT64, false).getDouble() <= 0) {
                    throw new IllegalArgumentException("the support set has a value that is no finite number in rows "
                            + first + " to " + (first + rows.getShape().get(0) - 1) + "; make it again");
                }
                inverse.attach(manager);
                all.add(new Part(first, rows, inverse));
            }
            first += rows.getShape().get(0);
        }
        return List.copyOf(all);
    }

    public Config config() {
        return config;
    }

    public FeatureRows support() {
        return support;
    }

    /** The sentences of the support set, in its order. */
    public List<String> texts() {
        return texts;
    }

    /** What makes the result of {@link #project}: a key for a store. */
    public Provenance provenance(FeatureSet features) {
        return provenance(config, features);
    }

    private Provenance provenance(Config config, FeatureSet features) {
        return Provenance.of("projection", config,
                Map.of("features", features.fingerprint(), "support", support.fingerprint()));
    }

    /** The features as sums of text features, under their ids. */
    public FeatureSet project(FeatureSet features) {
        try (NDManager scope = manager.newSubManager()) {
            return FeatureSet.of(features.ids(), project(features.toNDArray(scope)), provenance(features));
        }
    }

    /** @param features [n, width]; returns [n, width] of the same manager */
    public NDArray project(NDArray features) {
        requireWidth(features);
        NDManager owner = features.getManager();
        return Torch.withoutGradients(() -> {
            NDList blocks = new NDList();
            read(features, List.of(config.temperature()), support.width(), 0, (first, readings) -> {
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
        int shown = shown(top);
        List<Explanation> explanations = new ArrayList<>();
        return Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray queries = features.toNDArray(scope);
                requireWidth(queries);
                read(queries, List.of(config.temperature()), 0, shown, (first, readings) -> explanations.addAll(
                        readings.get(0).explanations(some(features.ids(), first), support.ids(), texts)));
                return List.copyOf(explanations);
            }
        });
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
    public static List<Swept> sweep(FeatureRows support, List<String> texts, FeatureSet features,
            List<Double> temperatures, int top, boolean normalise) {
        if (temperatures.isEmpty()) {
            throw new IllegalArgumentException("a sweep needs one or more temperatures");
        }
        temperatures.forEach(Projection::requireTemperature);
        // Each temperature in the precision that it has alone, so that equal provenance means equal bits.
        Map<DataType, List<Double>> byPrecision = temperatures.stream().distinct()
                .collect(Collectors.groupingBy(Projection::precision));
        Map<Double, Swept> swept = new HashMap<>();
        byPrecision.values().forEach(some -> {
            try (Projection projection = new Projection(support, texts, new Config(some.get(0), normalise))) {
                projection.sweep(features, some, top).forEach(one -> swept.put(one.config().temperature(), one));
            }
        });
        return temperatures.stream().map(swept::get).toList();
    }

    private List<Swept> sweep(FeatureSet features, List<Double> temperatures, int top) {
        int shown = shown(top);
        List<List<float[]>> rows = temperatures.stream().map(one -> (List<float[]>) new ArrayList<float[]>()).toList();
        List<List<Explanation>> explanations = temperatures.stream()
                .map(one -> (List<Explanation>) new ArrayList<Explanation>()).toList();
        Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray queries = features.toNDArray(scope);
                requireWidth(queries);
                read(queries, temperatures, support.width(), shown, (first, readings) -> {
                    for (int i = 0; i < readings.size(); i++) {
                        rows.get(i).addAll(rows(readings.get(i).projected(config.normalise())));
                        explanations.get(i).addAll(readings.get(i).explanations(some(features.ids(), first),
                                support.ids(), texts));
                    }
                });
                return null;
            }
        });
        return IntStream.range(0, temperatures.size()).mapToObj(i -> {
            Config at = new Config(temperatures.get(i), config.normalise());
            return new Swept(at, FeatureSet.of(features.ids(), rows.get(i).toArray(float[][]::new),
                    provenance(at, features)), List.copyOf(explanations.get(i)));
        }).toList();
    }

    private static List<float[]> rows(NDArray matrix) {
        float[] values = matrix.toFloatArray();
        int width = (int) matrix.getShape().get(1);
        return IntStream.range(0, values.length / width)
                .mapToObj(row -> Arrays.copyOfRange(values, row * width, (row + 1) * width)).toList();
    }

    private int shown(int top) {
        if (top < 1) {
            throw new IllegalArgumentException("the number of sentences to show must be 1 or more, not " + top);
        }
        return Math.min(top, support.size());
    }

    private static List<String> some(List<String> ids, int first) {
        return ids.subList(first, Math.min(ids.size(), first + QUERIES_AT_ONCE));
    }

    private interface BlockWork {
        /** @param first of the queries; @param readings one for each temperature; what they give is freed afterwards */
        void on(int first, List<SupportReading> readings);
    }

    /** Reads the support set for all queries, some of them at once. @param width, shown see {@link SupportReading} */
    private void read(NDArray queries, List<Double> temperatures, long width, int shown, BlockWork work) {
        long count = queries.getShape().get(0);
        for (long from = 0; from < count; from += QUERIES_AT_ONCE) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray some = Slice.of(queries, 0, from, Math.min(count, from + QUERIES_AT_ONCE));
                some.attach(scope);
                NDArray unit = Normalization.unit(some.toType(precision, false));               // [q, width]
                List<SupportReading> readings = temperatures.stream().map(temperature -> new SupportReading(scope,
                        unit.getShape().get(0), width, temperature, precision, shown)).toList();
                parts.forEach(part -> read(unit, part, temperatures, readings));
                work.on((int) from, readings);
            }
        }
    }

    private void read(NDArray unit, Part part, List<Double> temperatures, List<SupportReading> readings) {
        try (NDManager scope = unit.getManager().newSubManager()) {
            NDArray view = part.rows().reshape(part.rows().getShape());
            view.attach(scope);
            NDArray rows = view.toType(precision, false);
            NDArray products = unit.matMul(rows.transpose());                                   // [q, c]
            products.attach(scope);
            for (int i = 0; i < readings.size(); i++) {
                NDArray factors = part.inverseLengths().div(temperatures.get(i));               // [1, c]
                factors.attach(scope);
                boolean last = i == readings.size() - 1;
                readings.get(i).add(last ? products.muli(factors) : products.mul(factors), rows, part.first());
            }
        }
    }

    private void requireWidth(NDArray features) {
        Shape shape = features.getShape();
        if (shape.dimension() != 2 || shape.get(1) != support.width()) {
            throw new IllegalArgumentException("features of shape " + shape + " cannot be projected on a support set "
                    + "of width " + support.width() + "; both must come from the same CLIP");
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

    @Override
    public void close() {
        manager.close();
    }
}
