package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Normalisations over weights named {@code weight} and {@code bias}. */
public final class Normalization {
    private static final double SMALLEST_NORM = 1e-12;

    private Normalization() {}

    /** Layer normalisation of the last axis (Ba, Kiros and Hinton 2016). */
    public static NDArray layer(Weights weights, NDArray x, double eps) {
        PtNDArray weight = (PtNDArray) weights.get("weight");
        return JniUtils.layerNorm((PtNDArray) x, weight.getShape(), weight, (PtNDArray) weights.get("bias"), eps);
    }

    /** Division of the last axis by its root mean square, times {@code weight} (Zhang and Sennrich 2019). */
    public static NDArray rms(Weights weights, NDArray x, double eps) {
        NDArray exact = Precision.FP32.cast(x);
        NDArray square = exact.mul(exact).mean(new int[] {-1}, true);               // [..., 1]
        return weights.cast(exact.div(Operators.plus(square, eps).sqrt())).mul(weights.get("weight"));
    }

    /** Group normalisation of [batch, channels, height, width] (Wu and He 2018). */
    public static NDArray group(Weights weights, NDArray x, int groups, double eps) {
        return Operators.groupNorm(x, groups, weights.get("weight"), weights.get("bias"), eps);
    }

    /** {@link #group}, then SiLU: how the residual blocks of latent diffusion begin. */
    public static NDArray groupSilu(Weights weights, NDArray x, int groups, double eps) {
        return Operators.groupNormSilu(x, groups, weights.get("weight"), weights.get("bias"), eps);
    }

    /** Divides rows by their Euclidean length: [n, width] with unit rows. */
    public static NDArray unit(NDArray x) {
        return JniUtils.normalize((PtNDArray) x, 2, x.getShape().dimension() - 1, SMALLEST_NORM);
    }
}
