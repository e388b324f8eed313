package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import syntic.metric.FeatureGeometry;
import syntic.nn.Linear;
import syntic.nn.Weights;
import syntic.store.FeatureSet;

/**
 * Features with their mean taken away and their variances made equal in all directions: {@code L⁻¹ (x - μ)} with the
 * Cholesky factor L of the covariance.
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
        float[] identity = new float[width * width];
        for (int i = 0; i < width; i++) {
            identity[i * width + i] = 1;
        }
        weights.get("mean").set(new float[width]);
        weights.get("matrix").set(identity);
    }

    /** Takes mean and covariance from {@code features}. */
    static void fit(Weights weights, FeatureSet features) {
        int width = features.width();
        double[] mean = FeatureGeometry.centroid(features.rows());
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
