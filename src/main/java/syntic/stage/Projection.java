package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.store.FeatureRows;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/**
 * Projection of image features into the text space (SynTIC, equation 3): a feature becomes the weighted sum of the
 * support set's text features, weighted by {@code softmax(cos(feature, text) / τ)}.
 *
 * <p>The support set is gone through in parts with a running softmax, so memory does not grow with the number of
 * weights. A {@link FeatureSet} is held in native memory until this is closed; {@link syntic.store.StoredFeatures} stay on disk.
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
        /** For MSCOCO and SS1M. */
        public static final Config PAPER = new Config(1.0 / 100, true);
        /** For Flickr30k. */
        public static final Config FLICKR30K = new Config(1.0 / 80, true);
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
        precision = config.temperature() < DOUBLE_PRECISION_BELOW ? DataType.FLOAT64 : DataType.FLOAT32;
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
            inBlocks(features, (first, block) -> {
                long count = block.unit().getShape().get(0);
                RunningSoftmax softmax = new RunningSoftmax(block.scope(), count, config.temperature(), precision);
                NDArray sum = block.scope().zeros(new Shape(count, support.width()), precision);
                overParts(block, (row, cosines, rows) -> {
                    RunningSoftmax.Part part = softmax.add(cosines);
                    sum.muli(part.decay()).addi(part.weights().matMul(rows));                   // [q, width]
                });
                sum.divi(softmax.total());
                NDArray result = (config.normalise() ? Normalization.unit(sum) : sum).toType(DataType.FLOAT32, false);
                result.attach(owner);
                blocks.add(result);
            });
            if (blocks.size() == 1) {
                return blocks.get(0);
            }
            NDArray all = JniUtils.cat(blocks.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new), 0);
            blocks.close();
            return all;
        });
    }

    /** What each feature is projected from, with its {@code top} nearest sentences. */
    public List<Explanation> explain(FeatureSet features, int top) {
        if (top < 1) {
            throw new IllegalArgumentException("the number of sentences to show must be 1 or more, not " + top);
        }
        int shown = Math.min(top, support.size());
        List<Explanation> explanations = new ArrayList<>();
        return Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray queries = features.toNDArray(scope);
                requireWidth(queries);
                inBlocks(queries, (first, block) -> {
                    SupportSurvey survey = new SupportSurvey(block.scope(), block.unit().getShape().get(0),
                            config.temperature(), precision, shown);
                    overParts(block, (row, cosines, rows) -> survey.add(cosines, row));
                    double[] entropies = survey.entropies();
                    double[] kept = survey.weights();
                    double[] nearest = survey.cosines();
                    long[] rows = survey.rows();
                    for (int query = 0; query < entropies.length; query++) {
                        List<Share> shares = IntStream.range(query * shown, (query + 1) * shown).boxed()
                                .sorted(Comparator.comparingDouble((Integer i) -> -nearest[i])
                                        .thenComparingLong(i -> rows[i]))
                                .map(i -> new Share(support.ids().get((int) rows[i]), texts.get((int) rows[i]), kept[i],
                                        nearest[i])).toList();
                        explanations.add(new Explanation(features.ids().get(first + query), entropies[query],
                                Math.exp(entropies[query]), shares));
                    }
                });
                return List.copyOf(explanations);
            }
        });
    }

    /** @param unit queries of length 1 [q, width] */
    private record Block(NDManager scope, NDArray unit) {}

    private interface BlockWork {
        void on(int first, Block block);
    }

    private interface PartWork {
        /** @param cosines [q, c] to the {@code rows} [c, width] from {@code row} on; both are freed afterwards */
        void on(long row, NDArray cosines, NDArray rows);
    }

    private void inBlocks(NDArray queries, BlockWork work) {
        long count = queries.getShape().get(0);
        for (long from = 0; from < count; from += QUERIES_AT_ONCE) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray some = JniUtils.slice((PtNDArray) queries, 0, from, Math.min(count, from + QUERIES_AT_ONCE), 1);
                some.attach(scope);
                work.on((int) from, new Block(scope, Normalization.unit(some.toType(precision, false))));
            }
        }
    }

    private void overParts(Block block, PartWork work) {
        for (Part part : parts) {
            try (NDManager scope = block.scope().newSubManager()) {
                NDArray view = part.rows().reshape(part.rows().getShape());
                view.attach(scope);
                NDArray rows = view.toType(precision, false);
                NDArray cosines = block.unit().matMul(rows.transpose());                        // [q, c]
                cosines.attach(scope);
                work.on(part.first(), cosines.muli(part.inverseLengths()), rows);
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
