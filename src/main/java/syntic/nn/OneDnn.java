package syntic.nn;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Linear layers through oneDNN rather than through PyTorch's BLAS.
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

    static boolean serves(PtNDArray x, PtNDArray weight, PtNDArray bias) {
        return OPERATORS != null && x.size() * weight.getShape().get(0) >= WORTHWHILE && !x.getDevice().isGpu()
                && x.getDataType() == DataType.FLOAT32 && !(JniUtils.isGradMode() && (JniUtils.requiresGrad(x)
                || JniUtils.requiresGrad(weight) || bias != null && JniUtils.requiresGrad(bias)));
    }

    /** @param x [..., in]; weight [out, in]; bias [out] or null; the result is [..., out] */
    static NDArray linear(PtNDArray x, PtNDArray weight, PtNDArray bias) {
        Torch.operators();      // sets this thread's executor
        try (IValue result = bias == null
                ? Operators.run(OPERATORS, "linear", IValue.from(x), IValue.from(weight))
                : Operators.run(OPERATORS, "linear_bias", IValue.from(x), IValue.from(weight), IValue.from(bias))) {
            return result.toTensor((PtNDManager) x.getManager());
        }
    }
}
