package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Two-dimensional convolution with {@code weight [out, in, height, width]} and an optional {@code bias [out]}. */
public final class Convolution {
    private static final Shape UNIT = new Shape(1, 1);
    /** Elements of a map from which on the multiplications saved are worth the sums of a kernel's weights. */
    private static final int LARGE_MAP = 1024;

    private Convolution() {}

    /** @param x [batch, in, height, width] */
    public static NDArray apply(Weights weights, NDArray x, int stride, int padding) {
        NDArray kernel = weights.get("weight");
        NDArray bias = weights.find("bias");
        if (pointwise(kernel) && OneDnn.servesConvolution(x, kernel, bias, stride)) {
            return OneDnn.convolution(x, kernel, bias, stride, padding);
        }
        return JniUtils.convolution((PtNDArray) x, (PtNDArray) kernel, (PtNDArray) bias, new Shape(stride, stride),
                new Shape(padding, padding), UNIT, 1);
    }

    /**
     * Without a bias, then batch normalisation by fixed statistics {@code running_mean}, {@code running_var}, as DETR
     * freezes it: {@code y · s + (bias - mean · s)}, {@code s = weight / sqrt(var + eps)}.
     */
    public static NDArray applyNormalized(Weights weights, Weights norm, NDArray x, int stride, int padding,
            double eps) {
        NDArray kernel = weights.get("weight");
        NDArray mean = norm.get("running_mean");
        NDArray variance = norm.get("running_var");
        NDArray scale = norm.get("weight");
        NDArray bias = norm.get("bias");
        if (pointwise(kernel) && !OneDnn.needsGradient(scale)
                && OneDnn.servesConvolution(x, kernel, bias, stride)) {
            return OneDnn.normalizedConvolution(x, kernel, mean, variance, scale, bias, eps, stride, padding);
        }
        return Operators.normalizedConvolution(x, kernel, mean, variance, scale, bias, eps, stride, padding);
    }

    /**
     * {@link #apply} with stride and padding 1 after {@link #upsample}, for a kernel of 3 × 3. Inference over large
     * maps does without the enlarged map and with 4/9 of the multiplications.
     *
     * @param x [batch, in, h, w]; the result is [batch, out, 2h, 2w]
     */
    public static NDArray applyUpsampled(Weights weights, NDArray x) {
        Shape shape = x.getShape();
        if (JniUtils.isGradMode() || x.getDevice().isGpu() || shape.get(2) * shape.get(3) < LARGE_MAP) {
            return apply(weights, upsample(x), 1, 1);
        }
        return Operators.upsampledConvolution(x, weights.get("weight"), weights.get("bias"));
    }

    private static boolean pointwise(NDArray kernel) {
        return kernel.getShape().get(2) == 1 && kernel.getShape().get(3) == 1;
    }

    /**
     * The same {@code x} in the layout in which convolutions of large maps are fastest on a processor; their results
     * keep it. Training stays with the layout it has.
     */
    public static NDArray layOut(NDArray x) {
        return JniUtils.isGradMode() || x.getDevice().isGpu() ? x : Operators.channelsLast(x);
    }

    /** Nearest-neighbour enlargement by two: [batch, channels, h, w] to [batch, channels, 2h, 2w]. */
    public static NDArray upsample(NDArray x) {
        return nearest(x, 2 * x.getShape().get(2), 2 * x.getShape().get(3));
    }

    /** [batch, channels, h, w] brought to another height and width by nearest neighbours. */
    public static NDArray nearest(NDArray x, long height, long width) {
        int nearest = 0;
        return JniUtils.interpolate((PtNDArray) x, new long[] {height, width}, nearest, false);
    }
}
