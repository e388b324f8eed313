package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * A softmax over cosines that come in parts: the weights of a part are exp((cosine − largest) / τ) with the largest
 * cosine met so far, and what was summed before is scaled down when a larger one comes (Milakov and Gimelshein 2018).
 */
final class RunningSoftmax {
    /** Below every cosine; finite, so that nothing becomes NaN. */
    private static final float BELOW_ALL = -2;

    private final NDManager owner;
    private final double temperature;
    private final NDArray total;
    private NDArray largest;

    /**
     * @param logits of the part, relative to the largest so far [q, c]
     * @param weights exp(logits) [q, c]
     * @param shift what is to be added to logits of earlier parts [q, 1]
     * @param decay exp(shift): what sums over earlier parts are to be multiplied with [q, 1]
     */
    record Part(NDArray logits, NDArray weights, NDArray shift, NDArray decay) {}

    RunningSoftmax(NDManager owner, long queries, double temperature, DataType precision) {
        this.owner = owner;
        this.temperature = temperature;
        total = owner.zeros(new Shape(queries, 1), precision);
        largest = total.add(BELOW_ALL);
    }

    /** Takes the next part; {@code cosines} [q, c] become the logits. */
    Part add(NDArray cosines) {
        NDManager scope = cosines.getManager();
        NDArray before = largest;
        before.attach(scope);
        largest = before.maximum(cosines.max(new int[] {1}, true));
        NDArray shift = before.sub(largest).divi(temperature);
        NDArray decay = shift.exp();
        NDArray logits = cosines.subi(largest).divi(temperature);
        NDArray weights = logits.exp();
        total.muli(decay).addi(weights.sum(new int[] {1}, true));
        largest.attach(owner);
        return new Part(logits, weights, shift, decay);
    }

    /** Sum of all weights [q, 1], relative to {@link #largest}. */
    NDArray total() {
        return total;
    }

    /** The largest cosine [q, 1]. */
    NDArray largest() {
        return largest;
    }
}
