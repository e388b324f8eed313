package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import syntic.nn.Operators;

/** Cross-entropy of rows that are mostly background, whose rows count less than those with an object. */
final class ClassLoss {
    private final long[] classes;
    private final float[] weights;

    /** @param background the class of rows without an object; @param weight what such a row counts */
    ClassLoss(int rows, int background, double weight) {
        classes = new long[rows];
        weights = new float[rows];
        Arrays.fill(classes, background);
        Arrays.fill(weights, (float) weight);
    }

    void set(int row, int kind) {
        classes[row] = kind;
        weights[row] = 1;
    }

    /** Weighted mean over the rows of {@code logProbabilities [rows, classes]}. */
    NDArray of(NDManager step, NDArray logProbabilities) {
        double total = 0;
        for (float weight : weights) {
            total += weight;
        }
        NDArray picked = logProbabilities.gather(step.create(classes, new Shape(classes.length, 1)), 1).reshape(-1);
        return Operators.scale(picked.mul(step.create(weights)).sum(), -1 / total);
    }
}
