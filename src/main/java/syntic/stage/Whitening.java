package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import syntic.nn.Linear;
import syntic.nn.Weights;
import syntic.store.FeatureSet;

/**
 * What {@link Normalisation} does to features, as {@code A (x - μ)}. Where they are whitened, μ is their mean and A the
 * inverse of the Cholesky factor of their covariance; else A is one factor times the identity, and μ the mean or 0.
 *
 * <p>The features of a small CLIP lie in a narrow cone, where what tells a dog from a boat is a difference of a
 * hundredth. A linear map could learn to magnify it, but needs far longer than a small corpus allows. (Ours; the paper
 * has no such step, and real CLIP features do without.)
 */
final class Whitening {
    private Whitening() {}

    /** Name and shape of every tensor; none of them is trained. */
    static Map<String, Shape> parameters(long width) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("mean", new Shape(width));
        shapes.put("matrix", new Shape(width, width));
        return shapes;
    }

    /** @param x [..., width] */
    static NDArray apply(Weights weights, NDArray x) {
        return Linear.apply(weights.get("matrix"), null, x.sub(weights.get("mean")));
    }

    /** Leaves features as they are. */
    static void reset(Weights weights) {
        int width = (int) weights.get("mean").size();
        weights.get("mean").set(new float[width]);
        weights.get("matrix").set(identity(width, 1));
    }

    /** Takes the statistics from {@code features}. */
    static void fit(Normalisation kind, Weights weights, FeatureSet features) {
        if (kind == Normalisation.WHITENED) {
            whiten(weights, features);
        } else {
            float[] mean = new float[features.width()];
            if (kind == Normalisation.CENTRED) {
                double[] centre = mean(features);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] = (float) centre[i];
                }
            }
            weights.get("mean").set(mean);
            weights.get("matrix").set(identity(mean.length, (float) (1 / length(features, mean))));
        }
    }

    /** The root of the mean square of the components; 1 where there is no length at all. */
    private static double length(FeatureSet features, float[] mean) {
        double squares = 0;
        for (int row = 0; row < features.size(); row++) {
            float[] values = features.row(row);
            for (int i = 0; i < values.length; i++) {
                squares += (values[i] - mean[i]) * (double) (values[i] - mean[i]);
            }
        }
        return squares == 0 ? 1 : Math.sqrt(squares / features.size() / mean.length);
    }

    private static float[] identity(int width, float factor) {
        float[] matrix = new float[width * width];
        for (int i = 0; i < width; i++) {
            matrix[i * width + i] = factor;
        }
        return matrix;
    }

    private static void whiten(Weights weights, FeatureSet features) {
        int width = features.width();
        double[] mean = mean(features);
        double[][] factor = cholesky(covariance(features, mean));
        float[] means = new float[width];
        float[] matrix = new float[width * width];
        for (int column = 0; column < width; column++) {
            means[column] = (float) mean[column];
            // One column of the inverse: L x = unit vector, solved from the top.
            double[] x = new double[width];
            for (int row = column; row < width; row++) {
                double sum = row == column ? 1 : 0;
                for (int k = column; k < row; k++) {
                    sum -= factor[row][k] * x[k];
                }
                x[row] = sum / factor[row][row];
                matrix[row * width + column] = (float) x[row];
            }
        }
        weights.get("mean").set(means);
        weights.get("matrix").set(matrix);
    }

    private static double[] mean(FeatureSet features) {
        double[] mean = new double[features.width()];
        for (int row = 0; row < features.size(); row++) {
            float[] values = features.row(row);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += values[i] / features.size();
            }
        }
        return mean;
    }

    private static double[][] covariance(FeatureSet features, double[] mean) {
        int width = mean.length;
        double[][] covariance = new double[width][width];
        for (int row = 0; row < features.size(); row++) {
            float[] values = features.row(row);
            for (int i = 0; i < width; i++) {
                double centred = (values[i] - mean[i]) / features.size();
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += centred * (values[j] - mean[j]);
                }
            }
        }
        double trace = 0;
        for (int i = 0; i < width; i++) {
            trace += covariance[i][i];
        }
        for (int i = 0; i < width; i++) {
            // A single feature has no variance at all; then only its mean is taken away.
            covariance[i][i] += trace > 0 ? CaptionModelConfig.WHITENING_FLOOR * trace / width : 1;
        }
        return covariance;
    }

    /** The lower triangular factor of a positive definite matrix of which the lower half is given. */
    private static double[][] cholesky(double[][] matrix) {
        int width = matrix.length;
        double[][] factor = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
            }
        }
        return factor;
    }
}
