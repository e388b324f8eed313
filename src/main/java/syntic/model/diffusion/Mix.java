package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.nn.Operators;

/** Weighted sums of arrays, what all schedulers are made of. */
final class Mix {
    private Mix() {}

    /** {@code a·x + b·y}, owned by the manager of x. */
    static NDArray of(double a, NDArray x, double b, NDArray y) {
        return Operators.scale(x, a).add(Operators.scale(y, b));
    }
}
