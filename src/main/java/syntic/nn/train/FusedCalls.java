package syntic.nn.train;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import syntic.nn.Operators;
import syntic.nn.Torch;

/**
 * The optimiser's operators, each one call over all parameters.
 *
 * <p>Gradients are arguments: TorchScript drops an in-place change to what it read from a parameter itself, because
 * nothing in the method looks at it afterwards.
 */
final class FusedCalls {
    private FusedCalls() {}

    static float clipGradients(NDManager manager, PtNDArray[] gradients, double most) {
        double limit = Double.isInfinite(most) ? Float.MAX_VALUE : most;
        try (IValue result = Operators.run("clip_gradients", IValue.listFrom(gradients), IValue.from(limit));
                PtNDArray norm = result.toTensor((PtNDManager) manager)) {
            return norm.getFloat();
        }
    }

    static void zeroGradients(PtNDArray[] gradients) {
        Operators.run("zero_gradients", IValue.listFrom(gradients)).close();
    }

    static void adamw(PtNDArray[] parameters, PtNDArray[] gradients, PtNDArray[] first, PtNDArray[] second,
            PtNDArray[] steps, double lr, AdamW.Config config, double eps) {
        Operators.run("adamw", IValue.listFrom(parameters), IValue.listFrom(gradients), IValue.listFrom(first),
                IValue.listFrom(second), IValue.listFrom(steps), IValue.from(lr), IValue.from(config.beta1()),
                IValue.from(config.beta2()), IValue.from(config.decay()), IValue.from(eps)).close();
    }

    /** {@code averages ← averages + weight · (parameters - averages)}. */
    static void lerp(PtNDArray[] averages, PtNDArray[] parameters, double weight) {
        Torch.withoutGradients(() -> {
            Operators.run("lerp", IValue.listFrom(averages), IValue.listFrom(parameters), IValue.from(weight)).close();
            return null;
        });
    }

    /** Overwrites the values of {@code targets}, which may require gradients. */
    static void copy(PtNDArray[] targets, PtNDArray[] sources) {
        Torch.withoutGradients(() -> {
            Operators.run("copy", IValue.listFrom(targets), IValue.listFrom(sources)).close();
            return null;
        });
    }
}
