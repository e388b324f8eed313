package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Multi-head scaled dot-product attention (Vaswani et al. 2017) over projected queries, keys and values.
 *
 * <p>B batch, Q queries, K keys, H heads, E width of all heads together.
 */
public final class Attention {
    /** Up to this many keys the plain products are faster than the memory-bounded kernel. */
    private static final int PLAIN_KEYS = 256;

    private Attention() {}

    /** Which keys a query may see. */
    public enum Sight { ALL, CAUSAL }

    /** @param q [B, Q, E]; k, v [B, K, E]; returns [B, Q, E] */
    public static NDArray apply(NDArray q, NDArray k, NDArray v, int heads, Sight sight) {
        double scale = 1 / Math.sqrt(width(q, heads));
        NDArray qh = split(q, heads);
        NDArray kh = split(k, heads);
        NDArray vh = split(v, heads);
        if (sight == Sight.CAUSAL) {
            return join(Operators.causalAttention(qh, kh, vh, scale));
        }
        if (k.getShape().get(1) > PLAIN_KEYS) {
            return join(Operators.attention(qh, kh, vh, scale));
        }
        return join(weights(qh, kh, scale).matMul(vh));
    }

    /**
     * As above with {@code mask} (broadcast to [B, H, Q, K]) added to the logits: 0 to see, a large negative not to.
     */
    public static NDArray masked(NDArray q, NDArray k, NDArray v, int heads, NDArray mask) {
        double scale = 1 / Math.sqrt(width(q, heads));
        return join(Operators.maskedAttention(split(q, heads), split(k, heads), split(v, heads), mask, scale));
    }

    /** The attention weights [B, H, Q, K] of heads [B, H, ·, E/H]. */
    public static NDArray weights(NDArray qh, NDArray kh, double scale) {
        return softmax(Operators.scale(qh, scale).matMul(kh.swapAxes(-1, -2)));
    }

    /** Softmax over the last axis, summed in fp32 whatever the logits are in; the result is in their precision. */
    public static NDArray softmax(NDArray logits) {
        return Precision.of(logits).cast(JniUtils.softmax((PtNDArray) logits, -1, DataType.FLOAT32));
    }

    /** [B, T, E] to [B, H, T, E/H]. */
    public static NDArray split(NDArray x, int heads) {
        Shape s = x.getShape();
        return x.reshape(s.get(0), s.get(1), heads, width(x, heads)).swapAxes(1, 2);
    }

    /** [B, H, T, E/H] to [B, T, E]. */
    public static NDArray join(NDArray x) {
        Shape s = x.getShape();
        return x.swapAxes(1, 2).reshape(s.get(0), s.get(2), s.get(1) * s.get(3));
    }

    private static long width(NDArray x, int heads) {
        long all = x.getShape().get(2);
        if (heads < 1 || all % heads != 0) {
            throw new IllegalArgumentException("a width of " + all + " cannot be split into " + heads + " heads");
        }
        return all / heads;
    }
}
