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
}
