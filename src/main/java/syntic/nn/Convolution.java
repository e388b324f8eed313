package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Two-dimensional convolution with {@code weight [out, in, height, width]} and an optional {@code bias [out]}. */
public final class Convolution {
    private static final Shape UNIT = new Shape(1, 1);

    private Convolution() {}

    /** @param x [batch, in, height, width] */
    public static NDArray apply(Weights weights, NDArray x, int stride, int padding) {
        return JniUtils.convolution((PtNDArray) x, weights.get("weight"), weights.find("bias"),
                new Shape(stride, stride), new Shape(padding, padding), UNIT, 1);
    }

    /**
     * Without a bias, then batch normalisation by fixed statistics {@code running_mean}, {@code running_var}, as DETR
     * freezes it: {@code y · s + (bias - mean · s)}, {@code s = weight / sqrt(var + eps)}.
     */
    public static NDArray applyNormalized(Weights weights, Weights norm, NDArray x, int stride, int padding,
            double eps) {
        return Operators.normalizedConvolution(x, weights.get("weight"), norm.get("running_mean"),
                norm.get("running_var"), norm.get("weight"), norm.get("bias"), eps, stride, padding);
    }

    /** Nearest-neighbour enlargement by two: [batch, channels, h, w] to [batch, channels, 2h, 2w]. */
    public static NDArray upsample(NDArray x) {
        Shape shape = x.getShape();
        int nearest = 0;
        return JniUtils.interpolate((PtNDArray) x, new long[] {2 * shape.get(2), 2 * shape.get(3)}, nearest, false);
    }
}
