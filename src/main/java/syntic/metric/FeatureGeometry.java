package syntic.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How two sets of features lie to each other: the modality gap (Liang et al. 2022), cosines of pairs, retrieval.
 *
 * <p>Features are rows; row i of one set belongs to row i of the other.
 */
public final class FeatureGeometry {
    private static final int POWER_ITERATIONS = 200;

    private FeatureGeometry() {}

    /** The cosine of two vectors; 0 if one has no length. */
    public static double cosine(float[] a, float[] b) {
        requireEqual(a.length, b.length, "widths");
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
    }

    /** The cosine of every pair (a_i, b_i). */
    public static double[] pairCosines(float[][] a, float[][] b) {
        requireEqual(a.length, b.length, "numbers of rows");
        double[] cosines = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            cosines[i] = cosine(a[i], b[i]);
        }
        return cosines;
    }

    /** The mean cosine of the pairs (a_i, b_i). */
    public static double meanCosine(float[][] a, float[][] b) {
        return Arrays.stream(pairCosines(a, b)).average().orElseThrow();
    }

    /** Scales a row to length 1, in place; the result is the length that it had. One of no length stays as it is. */
    public static double scaleToOne(float[] row) {
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < row.length; i++) {
            row[i] = length == 0 ? 0 : (float) (row[i] / length);
        }
        return length;
    }

    /** The same rows, each of length 1. */
    public static float[][] scaledToOne(float[][] rows) {
        float[][] scaled = Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
        for (float[] row : scaled) {
            scaleToOne(row);
        }
        return scaled;
    }

    /** The distance between the two centroids: the modality gap when a holds images and b sentences. */
    public static double gap(float[][] a, float[][] b) {
        double[] ma = centroid(a);
        double[] mb = centroid(b);
        requireEqual(ma.length, mb.length, "widths");
        double sum = 0;
        for (int i = 0; i < ma.length; i++) {
            sum += (ma[i] - mb[i]) * (ma[i] - mb[i]);
        }
        return Math.sqrt(sum);
    }

    /** The share of queries whose own key is among the k with the highest cosine; a tie counts against the query. */
    public static double recallAt(int k, float[][] queries, float[][] keys) {
        requireEqual(queries.length, keys.length, "numbers of rows");
        int found = 0;
        for (int i = 0; i < queries.length; i++) {
            double own = cosine(queries[i], keys[i]);
            int better = 0;
            for (int j = 0; j < keys.length && better < k; j++) {
                if (j != i && cosine(queries[i], keys[j]) >= own) {
                    better++;
                }
            }
            found += better < k ? 1 : 0;
        }
        return (double) found / queries.length;
    }

    /** The mean of the rows. */
    public static double[] centroid(float[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("there are no features");
        }
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            requireEqual(mean.length, row.length, "widths");
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        return mean;
    }

    /**
     * The two directions of largest variance of {@code rows} about their mean, found by power iteration: what a
     * scatter plot of features is drawn along.
     */
    public static Plane principalPlane(float[][] rows) {
        double[] mean = centroid(rows);
        double[] first = principal(rows, mean, null);
        return new Plane(mean, first, principal(rows, mean, first));
    }

    /** A plane through {@code origin}; {@link #coordinates} are the lengths along its two unit directions. */
    public record Plane(double[] origin, double[] x, double[] y) {
        public double[] coordinates(float[] feature) {
            double[] at = new double[2];
            for (int i = 0; i < feature.length; i++) {
                at[0] += (feature[i] - origin[i]) * x[i];
                at[1] += (feature[i] - origin[i]) * y[i];
            }
            return at;
        }
    }

    private static double[] principal(float[][] rows, double[] mean, double[] besides) {
        int width = mean.length;
        double[] direction = new double[width];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < width; i++) {
            direction[i] = random.nextDouble() - 0.5;
        }
        normalize(direction, besides);
        for (int iteration = 0; iteration < POWER_ITERATIONS; iteration++) {
            double[] next = new double[width];
            for (float[] row : rows) {
                double along = 0;
                for (int i = 0; i < width; i++) {
                    along += (row[i] - mean[i]) * direction[i];
                }
                for (int i = 0; i < width; i++) {
                    next[i] += along * (row[i] - mean[i]);
                }
            }
            normalize(next, besides);
            direction = next;
        }
        return direction;
    }

    private static void normalize(double[] vector, double[] besides) {
        if (besides != null) {
            double along = 0;
            for (int i = 0; i < vector.length; i++) {
                along += vector[i] * besides[i];
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] -= along * besides[i];
            }
        }
        double length = 0;
        for (double value : vector) {
            length += value * value;
        }
        length = Math.sqrt(length);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = length == 0 ? 0 : vector[i] / length;
        }
    }

    private static void requireEqual(int a, int b, String what) {
        if (a != b) {
            throw new IllegalArgumentException("the " + what + " differ: " + a + " and " + b);
        }
    }
}
