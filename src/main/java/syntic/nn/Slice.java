package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** A part of an array along one axis, as a view that belongs to the manager of the array. */
public final class Slice {
    private Slice() {}

    /** The entries {@code from} (inclusive) to {@code to} (exclusive) of {@code axis}. */
    public static NDArray of(NDArray x, int axis, long from, long to) {
        return JniUtils.slice((PtNDArray) x, axis, from, to, 1);
    }

    /** All of it as a view whose results belong to {@code scope}. */
    public static NDArray whole(NDManager scope, NDArray x) {
        NDArray view = x.reshape(x.getShape());
        view.attach(scope);
        return view;
    }
}
