package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Rows of a table. */
public final class Embedding {
    private Embedding() {}

    /**
     * @param table [rows, width]
     * @param ids int64 of any shape
     * @return [shape of ids, width], owned by the manager of {@code ids}
     */
    public static NDArray apply(NDArray table, NDArray ids) {
        return JniUtils.embedding((PtNDArray) ids, (PtNDArray) table, false);
    }

    /**
     * Entries of the first axis of an array of any shape, in the order of {@code ids}; one may be named several times.
     *
     * @param ids int64 [n]
     */
    public static NDArray rows(NDArray array, NDArray ids) {
        long[] shape = array.getShape().getShape().clone();
        try (NDArray flat = array.reshape(shape[0], -1); NDArray chosen = apply(flat, ids)) {
            shape[0] = ids.size();
            return chosen.reshape(shape);
        }
    }
}
