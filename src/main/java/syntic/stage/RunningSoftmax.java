package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Operators;

/**
 * A softmax over logits cos / τ that come in parts: the weights of a part are exp(logit − largest) with the largest
 * logit met so far, and what was summed before is scaled down when a larger one comes (Milakov and Gimelshein 2018).
 */
final class RunningSoftmax {
    /** Below every cosine; finite, so that nothing becomes NaN. */
    private static final double BELOW_ALL = -2;

    private final NDArray total;
    private final NDArray largest;

    /**
     * @param weights exp(logit − largest) [q, c]
     * @param shift what is to be added to logits of earlier parts [q, 1]
     * @param decay exp(shift): what sums over earlier parts are to be multiplied with [q, 1]
     */
    record Part(NDArray weights, NDArray shift, NDArray decay) {}

    RunningSoftmax(NDManager owner, long queries, double temperature, DataType precision) {
        total = owner.zeros(new Shape(queries, 1), precision);
        largest = total.add(BELOW_ALL / temperature);
    }

    /** Takes the next part; {@code logits} [q, c] become its weights. */
    Part add(NDArray logits) {
        NDArray shift = Operators.onlineSoftmax(logits, largest, total);
        return new Part(logits, shift, shift.exp());
    }

    /** Sum of all weights [q, 1], relative to {@link #largest}. */
    NDArray total() {
        return total;
    }

    /** The largest logit [q, 1]. */
    NDArray largest() {
        return largest;
    }
}
