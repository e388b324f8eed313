package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** {@code y = x Wᵀ + b} with {@code weight [out, in]} and an optional {@code bias [out]}. */
public final class Linear {
    private Linear() {}

    /** @param x [..., in]; the result is [..., out] */
    public static NDArray apply(Weights weights, NDArray x) {
        NDArray weight = weights.get("weight");
        NDArray bias = weights.find("bias");
        return OneDnn.servesLinear(x, weight, bias) ? OneDnn.linear(x, weight, bias) : apply(weight, bias, x);
    }

    /**
     * Through PyTorch's own product, whatever the size.
     *
     * @param weight [out, in]; bias [out] or null; x [..., in]; the result is [..., out]
     */
    public static NDArray apply(NDArray weight, NDArray bias, NDArray x) {
        return JniUtils.linear((PtNDArray) x, (PtNDArray) weight, (PtNDArray) bias);
    }
}
