package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Entropy of the weights of a support set that comes in parts, and the sentences with the largest ones. */
final class SupportSurvey {
    private final NDManager owner;
    private final RunningSoftmax softmax;
    private final double temperature;
    private final int shown;
    private final NDArray spread;
    private NDArray bestCosines;
    private NDArray bestRows;

    SupportSurvey(NDManager owner, long queries, double temperature, DataType precision, int shown) {
        this.owner = owner;
        this.temperature = temperature;
        this.shown = shown;
        softmax = new RunningSoftmax(owner, queries, temperature, precision);
        spread = owner.zeros(new Shape(queries, 1), precision);     // sum of weight times logit
    }

    /** @param first row of the support set that the first column of {@code cosines} [q, c] belongs to */
    void add(NDArray cosines, long first) {
        NDList best = cosines.topK((int) Math.min(shown, cosines.getShape().get(1)), 1, true, true);
        keep(best.get(0), best.get(1).add(first));
        NDArray earlier = softmax.total().duplicate();
        earlier.attach(cosines.getManager());
        RunningSoftmax.Part part = softmax.add(cosines);
        spread.addi(earlier.mul(part.shift())).muli(part.decay())
                .addi(part.weights().mul(part.logits()).sum(new int[] {1}, true));
    }

    private void keep(NDArray cosines, NDArray rows) {
        NDManager scope = cosines.getManager();
        if (bestCosines != null) {
            bestCosines.attach(scope);
            bestRows.attach(scope);
            NDArray all = bestCosines.concat(cosines, 1);
            NDList best = all.topK((int) Math.min(shown, all.getShape().get(1)), 1, true, true);
            cosines = best.get(0);
            rows = bestRows.concat(rows, 1).gather(best.get(1), 1);
        }
        bestCosines = cosines;
        bestRows = rows;
        bestCosines.attach(owner);
        bestRows.attach(owner);
    }

    /** In nats, one for each query. */
    double[] entropies() {
        return doubles(softmax.total().log().sub(spread.div(softmax.total())));
    }

    /** Shares of the best, best first [q · shown]. */
    double[] weights() {
        return doubles(bestCosines.sub(softmax.largest()).div(temperature).exp().div(softmax.total()));
    }

    double[] cosines() {
        return doubles(bestCosines);
    }

    long[] rows() {
        return bestRows.toLongArray();
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
