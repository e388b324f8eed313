package syntic.nn;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Linear layers and pointwise convolutions through oneDNN. PyTorch takes its BLAS instead: for linear layers always,
 * for pointwise convolutions if it has but one thread.
 *
 * <p>That BLAS is Intel's MKL, which leaves the wide vectors of other makers' processors unused; oneDNN looks at what
 * the processor can do. It has no gradients, and calling it costs more, so it serves large products of inference.
 */
final class OneDnn {
    /** Multiplications from which on it pays, about a third of a millisecond. */
    private static final long WORTHWHILE = 1L << 24;
    private static final PtSymbolBlock OPERATORS = load();

    private OneDnn() {}

    private static PtSymbolBlock load() {
        try {
            return OperatorArchive.load(Torch.root(), OperatorArchive.ONE_DNN);
        } catch (EngineException e) {
            return null;        // builds for some processors come without oneDNN; the usual way serves there
        }
    }

    static boolean isThere() {
        return OPERATORS != null;
    }

    /** Whether a linear layer with {@code weight [out, in]} over {@code x [..., in]} is for oneDNN. */
    static boolean servesLinear(NDArray x, NDArray weight, NDArray bias) {
        return serves(x.size() * weight.getShape().get(0), x, weight, bias);
    }

    /** Whether a convolution is for oneDNN. */
    static boolean servesConvolution(NDArray x, NDArray kernel, NDArray bias, int stride) {
        Shape shape = kernel.getShape();
        return bias != null && serves(x.size() * shape.get(0) * shape.get(2) * shape.get(3) / (stride * stride), x,
                kernel, bias);
    }

    private static boolean serves(long multiplications, NDArray x, NDArray weight, NDArray bias) {
        return OPERATORS != null && multiplications >= WORTHWHILE && !x.getDevice().isGpu()
                && x.getDataType() == DataType.FLOAT32 && !(JniUtils.isGradMode()
                && (needsGradient(x) || needsGradient(weight) || bias != null && needsGradient(bias)));
    }

    /** Asks the engine: what DJL remembers of an array may be out of date. */
    static boolean needsGradient(NDArray x) {
        return JniUtils.requiresGrad((PtNDArray) x);
    }

    /** @param x [..., in]; weight [out, in]; bias [out] or null; the result is [..., out] */
    static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return bias == null ? call("linear", x, Operators.value(weight))
                : call("linear_bias", x, Operators.value(weight), Operators.value(bias));
    }

    /**
     * Takes the usual way for maps that are not laid out channels last: they would have to be rearranged.
     *
     * @param x [batch, in, h, w]; kernel [out, in, height, width]; bias [out]
     */
    static NDArray convolution(NDArray x, NDArray kernel, NDArray bias, int stride, int padding) {
        return call("convolution", x, Operators.value(kernel), Operators.value(bias), IValue.from((long) stride),
                IValue.from((long) padding));
    }

    /** As {@link Operators#normalizedConvolution}. */
    static NDArray normalizedConvolution(NDArray x, NDArray kernel, NDArray mean, NDArray variance,
            NDArray weight, NDArray bias, double eps, int stride, int padding) {
        return call("normalized_convolution", x, Operators.value(kernel), Operators.value(mean),
                Operators.value(variance), Operators.value(weight), Operators.value(bias), IValue.from(eps),
                IValue.from((long) stride), IValue.from((long) padding));
    }

    private static NDArray call(String method, NDArray x, IValue... rest) {
        Torch.operators();      // sets this thread's executor
        return Operators.call(OPERATORS, method, x, rest);
    }
}
