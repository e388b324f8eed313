package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;

/**
 * Frees intermediate results early: a deep network would otherwise keep those of every layer until its caller is done.
 */
public final class Scope {
    private Scope() {}

    /**
     * Runs {@code layer} so that what it makes is freed at once, except its result, which belongs to the manager of
     * {@code x}. Under a gradient collector the graph keeps what the backward pass needs.
     */
    public static NDArray run(NDArray x, UnaryOperator<NDArray> layer) {
        NDManager owner = x.getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDArray result = layer.apply(view(x, scope));
            result.attach(owner);
            return result;
        }
    }

    /** {@code x} as an array of {@code sibling}'s manager: what is computed from it is freed with the sibling. */
    public static NDArray view(NDArray x, NDArray sibling) {
        return view(x, sibling.getManager());
    }

    private static NDArray view(NDArray x, NDManager owner) {
        // Not a reshape: at batch 1 that would forget that a map is laid out channels last.
        NDArray view = x.broadcast(x.getShape());
        view.attach(owner);
        return view;
    }
}
