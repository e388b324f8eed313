package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Operators;

/** Attention in which a token sees itself and what stands before it, with dropout of the attention weights. */
final class CausalAttention {
    private static final float HIDDEN = -1e30f;

    private CausalAttention() {}

    /** @param q, k, v [B, H, T, W/H]; returns the same shape */
    static NDArray apply(NDArray q, NDArray k, NDArray v, double scale, double dropout) {
        if (dropout == 0) {
            return Operators.causalAttention(q, k, v, scale);
        }
        NDArray logits = Operators.scale(q, scale).matMul(k.swapAxes(-1, -2)).add(mask(q));     // [B, H, T, T]
        return Operators.dropout(logits.softmax(-1), dropout).matMul(v);
    }

    private static NDArray mask(NDArray q) {
        int steps = (int) q.getShape().get(2);
        float[] mask = new float[steps * steps];
        for (int query = 0; query < steps; query++) {
            for (int key = query + 1; key < steps; key++) {
                mask[query * steps + key] = HIDDEN;
            }
        }
        return q.getManager().create(mask, new Shape(steps, steps));
    }
}
