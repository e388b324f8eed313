package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import syntic.nn.Linear;
import syntic.nn.Weights;

/** {@code y = x W + b} with {@code weight [in, out]}: how GPT-2 stores its linear layers (there called Conv1D). */
final class TransposedLinear {
    private TransposedLinear() {}

    /** @param x [..., in]; the result is [..., out] */
    static NDArray apply(Weights weights, NDArray x) {
        NDArray transposed = weights.get("weight").transpose();
        // The view belongs to the caller's step, not to the weights, which live much longer.
        transposed.attach(x.getManager());
        return Linear.apply(transposed, weights.get("bias"), x);
    }
}
