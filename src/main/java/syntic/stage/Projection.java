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
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/**
 * Projection of image features into the text space (SynTIC, equation 3): a feature becomes the weighted sum of the
 * support set's text features, weighted by {@code softmax(cos(feature, text) / τ)}.
 *
 * <p>Holds the support set in native memory until it is closed.
 */
public final class Projection implements AutoCloseable {
    /** Weights held at once: with this many queries are taken together, whatever the size of the support set. */
    private static final long WEIGHTS_AT_ONCE = 1L << 23;
    /** Float32 cosines are good to 1e-7; divided by a smaller temperature than this they would not be good enough. */
    private static final double DOUBLE_PRECISION_BELOW = 1e-3;

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

    private final FeatureSet support;
    private final List<String> texts;
    private final Config config;
    private final NDManager manager;
    private final DataType precision;
    private final NDArray values;
    private final NDArray keys;

    /** @param texts the sentences of the support set, in its order */
    public Projection(FeatureSet support, List<String> texts, Config config) {
        if (texts.size() != support.size()) {
            throw new IllegalArgumentException("there are " + texts.size() + " sentences for the " + support.size()
                    + " features of the support set");
        }
        this.support = support;
        this.texts = List.copyOf(texts);
        this.config = config;
        manager = Torch.newManager();
        precision = config.temperature() < DOUBLE_PRECISION_BELOW ? DataType.FLOAT64 : DataType.FLOAT32;
        values = support.toNDArray(manager).toType(precision, false);
        keys = Normalization.unit(values).transpose();      // [width, n]
    }

    /** A support set whose sentences are shown by their ids. */
    public Projection(FeatureSet support, Config config) {
        this(support, support.ids(), config);
    }

    public Config config() {
        return config;
    }

    public FeatureSet support() {
        return support;
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
            NDList parts = new NDList();
            inChunks(features, (first, cosines) -> {
                NDArray weights = cosines.div(config.temperature()).softmax(-1);                // [q, n]
                NDArray sum = weights.matMul(values);                                           // [q, width]
                NDArray part = (config.normalise() ? Normalization.unit(sum) : sum).toType(DataType.FLOAT32, false);
                part.attach(owner);
                parts.add(part);
            });
            if (parts.size() == 1) {
                return parts.get(0);
            }
            NDArray all = JniUtils.cat(parts.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new), 0);
            parts.close();
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
                inChunks(queries, (first, cosines) -> {
                    NDList best = cosines.topK(shown, 1, true, true);                           // [q, shown] each
                    // Relative to the largest: with a small temperature the logits themselves are too large to
                    // subtract.
                    NDArray logits = cosines.sub(cosines.max(new int[] {1}, true)).div(config.temperature());
                    NDArray sums = logits.exp().sum(new int[] {1}, true);                       // [q, 1]
                    NDArray weights = logits.exp().div(sums);
                    double[] entropies = doubles(sums.log().squeeze(1).sub(weights.mul(logits).sum(new int[] {1})));
                    double[] kept = doubles(weights.gather(best.get(1), 1));
                    double[] nearest = doubles(best.get(0));
                    long[] rows = best.get(1).toLongArray();
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

    private interface ChunkWork {
        /** @param cosines [q, n] of the queries from {@code first} on; what is made from them is freed afterwards */
        void on(int first, NDArray cosines);
    }

    private void inChunks(NDArray queries, ChunkWork work) {
        long count = queries.getShape().get(0);
        long step = Math.max(1, WEIGHTS_AT_ONCE / support.size());
        for (long from = 0; from < count; from += step) {
            try (NDManager chunk = manager.newSubManager()) {
                NDArray some = JniUtils.slice((PtNDArray) queries, 0, from, Math.min(count, from + step), 1);
                some.attach(chunk);
                work.on((int) from, Normalization.unit(some.toType(precision, false)).matMul(keys));
            }
        }
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
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
