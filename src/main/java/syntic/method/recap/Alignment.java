package syntic.method.recap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.method.Learned;
import syntic.nn.Compute;
import syntic.nn.Operators;
import syntic.nn.Slice;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.Provenance;

/**
 * A linear map from image features to text features in closed form, without gradients (ReCap, Paischer et al. 2023,
 * arXiv 2307.05591): {@code f(x) = ((x - mean_x) / scale_x) W · scale_y + mean_y}. It brings images to where their
 * captions are in CLIP's space.
 *
 * <p>Everything is computed in double precision: a float32 ridge regression on features of low rank is wrong in the
 * fourth digit. The rows are never held together: a triangular factor of the pairs seen so far is all that is kept.
 *
 * @param source what is taken from image features first
 * @param matrix W, row-major [width of images, width of texts]
 * @param target what is given back to text features last
 */
public record Alignment(Standardization source, double[] matrix, Standardization target) {
    /** Singular values up to this share of the largest are noise of features that depend on each other. */
    private static final double CUTOFF = 1e-10;
    private static final int ROWS_AT_ONCE = 8192;

    /** How W is found for standardised images A and texts B. */
    public enum Method {
        /** The W of least length that minimises {@code |A W - B|²}. */
        LEAST_SQUARES,
        /** The W that minimises {@code |A W - B|² + ridge · |W|²}. */
        RIDGE,
        /** The orthogonal W that minimises {@code |A W - B|²}: a rotation, maybe with a reflection. */
        PROCRUSTES
    }

    /**
     * @param method how W is found
     * @param ridge the weight of the penalty; only {@link Method#RIDGE} has one
     * @param centre whether the column means of the training pairs are taken away
     * @param scale whether columns are divided by their standard deviations
     */
    public record Config(Method method, double ridge, boolean centre, boolean scale) {
        /** Centred and scaled, as the code of ReCap's predecessor does; orthogonal, as ReCap. */
        public static final Config STANDARD = new Config(Method.PROCRUSTES, 1, true, true);

        public Config {
            if (!(ridge > 0) || Double.isInfinite(ridge)) {
                throw new IllegalArgumentException("the ridge must be a number above 0, not " + ridge
                        + "; without a penalty choose " + Method.LEAST_SQUARES);
            }
        }
    }

    /**
     * What makes columns comparable: {@code (x - mean) / scale}.
     *
     * @param mean [width], zeros where columns are not centred
     * @param scale [width], ones where columns are not scaled or do not vary
     */
    public record Standardization(double[] mean, double[] scale) {
        public Standardization {
            if (mean.length != scale.length) {
                throw new IllegalArgumentException(mean.length + " means do not fit " + scale.length + " scales");
            }
        }

        static Standardization of(FeatureSet features, Config config) {
            int width = features.width();
            double[] mean = features.mean();
            double[] scale = new double[width];
            for (int row = 0; row < features.size(); row++) {
                float[] values = features.row(row);
                for (int i = 0; i < width; i++) {
                    scale[i] += (values[i] - mean[i]) * (values[i] - mean[i]);
                }
            }
            Arrays.setAll(scale, i -> !config.scale() || scale[i] == 0 ? 1 : Math.sqrt(scale[i] / features.size()));
            return new Standardization(config.centre() ? mean : new double[width], scale);
        }

        int width() {
            return mean.length;
        }

        private NDArray apply(NDArray x) {
            NDManager scope = x.getManager();
            return x.sub(scope.create(mean)).div(scope.create(scale));
        }

        private NDArray undo(NDArray x) {
            NDManager scope = x.getManager();
            return x.mul(scope.create(scale)).add(scope.create(mean));
        }
    }

    public Alignment {
        if (matrix.length != (long) source.width() * target.width()) {
            throw new IllegalArgumentException("a matrix of " + matrix.length + " values does not map "
                    + source.width() + " to " + target.width());
        }
    }

    /**
     * Finds the map for pairs of features, which are usually of length 1.
     *
     * @param compute where, in float64
     * @param images [n, width of images]
     * @param texts [n, width of texts]; the same ids in the same order: row i of both is a pair
     */
    public static Alignment fit(Compute compute, FeatureSet images, FeatureSet texts, Config config) {
        if (!images.ids().equals(texts.ids())) {
            throw new IllegalArgumentException("images and texts are not the same " + images.size() + " and "
                    + texts.size() + " ids in the same order; bring them in one order with select(ids)");
        }
        Standardization source = Standardization.of(images, config);
        Standardization target = Standardization.of(texts, config);
        try (NDManager scope = compute.newManager()) {
            NDArray pairs = triangle(scope, images, texts, source, target);
            NDArray a = columns(pairs, 0, images.width());
            NDArray b = columns(pairs, images.width(), images.width() + texts.width());
            NDArray matrix = switch (config.method()) {
                case LEAST_SQUARES -> Operators.leastSquares(a, b, CUTOFF);
                // The penalty is that of further rows √ridge · I whose target is 0.
                case RIDGE -> Operators.leastSquares(
                        a.concat(scope.eye(images.width(), images.width(), 0, DataType.FLOAT64)
                                .mul(scope.create(Math.sqrt(config.ridge()))), 0),
                        b.concat(scope.zeros(new Shape(images.width(), texts.width()), DataType.FLOAT64), 0), CUTOFF);
                case PROCRUSTES -> Operators.orthogonalFactor(a.transpose().matMul(b));
            };
            return new Alignment(source, matrix.toDoubleArray(), target);
        }
    }

    /** A matrix [A, B] with the same inner products of columns as all standardised pairs, but few rows. */
    private static NDArray triangle(NDManager scope, FeatureSet images, FeatureSet texts, Standardization source,
            Standardization target) {
        NDArray kept = null;
        for (int from = 0; from < images.size(); from += ROWS_AT_ONCE) {
            List<String> ids = images.ids().subList(from, Math.min(images.size(), from + ROWS_AT_ONCE));
            try (NDManager chunk = scope.newSubManager()) {
                NDArray pairs = source.apply(doubles(images.select(ids), chunk))
                        .concat(target.apply(doubles(texts.select(ids), chunk)), 1);
                NDArray together = Operators.triangle(kept == null ? pairs : pairs.concat(kept, 0));
                together.attach(scope);
                if (kept != null) {
                    kept.close();
                }
                kept = together;
            }
        }
        return kept;
    }

    private static NDArray doubles(FeatureSet features, NDManager scope) {
        return features.toNDArray(scope).toType(DataType.FLOAT64, false);
    }

    private static NDArray columns(NDArray x, long from, long to) {
        return Slice.of(x, 1, from, to);
    }

    /** All numbers of the map by name, for {@link #of}. */
    Map<String, double[]> numbers() {
        return Map.of("source-mean", source.mean, "source-scale", source.scale, "matrix", matrix,
                "target-mean", target.mean, "target-scale", target.scale);
    }

    /** The map that had these numbers. */
    static Alignment of(Learned learned) {
        return new Alignment(new Standardization(learned.numbers("source-mean"), learned.numbers("source-scale")),
                learned.numbers("matrix"),
                new Standardization(learned.numbers("target-mean"), learned.numbers("target-scale")));
    }

    /** The features mapped, [n, width of texts], of any length: cosines do not mind. */
    public FeatureSet map(Compute compute, FeatureSet images) {
        if (images.width() != source.width()) {
            throw new IllegalArgumentException("features of width " + images.width() + " cannot be mapped by an "
                    + "alignment for width " + source.width() + "; both must come from the same CLIP");
        }
        Provenance provenance = new Provenance("alignment", new TreeMap<>(),
                new TreeMap<>(Map.of("features", images.fingerprint(), "map", fingerprint())));
        List<FeatureSet> parts = new ArrayList<>();
        for (int from = 0; from < images.size(); from += ROWS_AT_ONCE) {
            List<String> ids = images.ids().subList(from, Math.min(images.size(), from + ROWS_AT_ONCE));
            try (NDManager scope = compute.newManager()) {
                NDArray w = scope.create(matrix, new Shape(source.width(), target.width()));
                NDArray mapped = target.undo(source.apply(doubles(images.select(ids), scope)).matMul(w));
                parts.add(FeatureSet.of(ids, mapped.toType(DataType.FLOAT32, false), provenance));
            }
        }
        return FeatureSet.join(parts, provenance);
    }

    /** Differs where a number differs. */
    public String fingerprint() {
        return Fingerprint.of(List.of(Arrays.toString(source.mean), Arrays.toString(source.scale),
                Arrays.toString(matrix), Arrays.toString(target.mean), Arrays.toString(target.scale)));
    }
}
