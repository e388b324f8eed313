package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/** Entropy of the weights of a support set that comes in parts, and the sentences with the largest ones. */
final class SupportSurvey {
    /** Added to weights before their logarithm, so that those that are 0 count 0. Far below what a sum can show. */
    private static final double TINY = 1e-37;

    private final NDManager owner;
    private final RunningSoftmax softmax;
    private final int shown;
    private final NDArray spread;
    private NDArray bestLogits;
    private NDArray bestRows;

    SupportSurvey(NDManager owner, RunningSoftmax softmax, int shown) {
        this.owner = owner;
        this.softmax = softmax;
        this.shown = shown;
        // The sum of weight times log weight [q, 1].
        spread = owner.zeros(softmax.total().getShape(), softmax.total().getDataType());
    }

    /**
     * Takes the next part and gives it to the softmax.
     *
     * @param first row of the support set that the first column of {@code logits} [q, c] belongs to
     */
    RunningSoftmax.Part add(NDArray logits, long first) {
        NDList best = logits.topK((int) Math.min(shown, logits.getShape().get(1)), 1, true, true);
        keep(best.get(0), best.get(1).add(first));
        NDArray earlier = softmax.total().duplicate();
        earlier.attach(logits.getManager());
        RunningSoftmax.Part part = softmax.add(logits);
        NDArray logarithms = part.weights().add(TINY).log();
        spread.addi(earlier.mul(part.shift())).muli(part.decay())
                .addi(logarithms.muli(part.weights()).sum(new int[] {1}, true));
        return part;
    }

    private void keep(NDArray logits, NDArray rows) {
        NDManager scope = logits.getManager();
        if (bestLogits != null) {
            bestLogits.attach(scope);
            bestRows.attach(scope);
            NDArray all = bestLogits.concat(logits, 1);
            NDList best = all.topK((int) Math.min(shown, all.getShape().get(1)), 1, true, true);
            logits = best.get(0);
            rows = bestRows.concat(rows, 1).gather(best.get(1), 1);
        }
        bestLogits = logits;
        bestRows = rows;
        bestLogits.attach(owner);
        bestRows.attach(owner);
    }

    /** In nats, one for each query. */
    double[] entropies() {
        return doubles(softmax.total().log().sub(spread.div(softmax.total())));
    }

    /** Shares of the best, best first [q · shown]. */
    double[] weights() {
        return doubles(bestLogits.sub(softmax.largest()).exp().div(softmax.total()));
    }

    double[] logits() {
        return doubles(bestLogits);
    }

    long[] rows() {
        return bestRows.toLongArray();
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
