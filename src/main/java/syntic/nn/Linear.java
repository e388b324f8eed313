package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** {@code y = x Wᵀ + b} with {@code weight [out, in]} and an optional {@code bias [out]}. */
public final class Linear {
    private Linear() {}

    /** @param x [..., in]; the result is [..., out] */
    public static NDArray apply(Weights weights, NDArray x) {
        PtNDArray weight = weights.get("weight");
        PtNDArray bias = weights.find("bias");
        return OneDnn.servesLinear((PtNDArray) x, weight, bias) ? OneDnn.linear((PtNDArray) x, weight, bias)
                : JniUtils.linear((PtNDArray) x, weight, bias);
    }
}
