package syntic.nn.train;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import syntic.nn.Operators;

/** The optimiser's operators, each one call over all parameters. */
final class FusedCalls {
    private FusedCalls() {}

    static float clipGradients(NDManager manager, PtNDArray[] parameters, double most) {
        double limit = Double.isInfinite(most) ? Float.MAX_VALUE : most;
        try (IValue result = Operators.run("clip_gradients", IValue.listFrom(parameters), IValue.from(limit));
                PtNDArray norm = result.toTensor((PtNDManager) manager)) {
            return norm.getFloat();
        }
    }

    static void zeroGradients(PtNDArray[] parameters) {
        Operators.run("zero_gradients", IValue.listFrom(parameters)).close();
    }

    static void adamw(PtNDArray[] parameters, PtNDArray[] first, PtNDArray[] second, PtNDArray[] steps, double lr,
            AdamW.Config config, double eps) {
        Operators.run("adamw", IValue.listFrom(parameters), IValue.listFrom(first), IValue.listFrom(second),
                IValue.listFrom(steps), IValue.from(lr), IValue.from(config.beta1()), IValue.from(config.beta2()),
                IValue.from(config.decay()), IValue.from(eps)).close();
    }

    static void lerp(PtNDArray[] averages, PtNDArray[] parameters, double weight) {
        Operators.run("lerp", IValue.listFrom(averages), IValue.listFrom(parameters), IValue.from(weight)).close();
    }
}
