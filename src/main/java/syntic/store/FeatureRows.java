package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * A matrix of features [n, width] with a name for every row, that can be read part by part: in memory
 * ({@link FeatureSet}) or on disk ({@link StoredFeatures}).
 */
public interface FeatureRows {
    List<String> ids();

    /** Number of columns. */
    int width();

    /** Differs where an id or a value differs. */
    String fingerprint();

    /** Number of rows. */
    default int size() {
        return ids().size();
    }

    /**
     * All rows in their order.
     *
     * @param rows of every part but the last
     * @return parts [rows, width], owned by {@code manager}, not to be written to
     */
    List<NDArray> parts(NDManager manager, int rows);

    /** All rows in memory; itself, if they are. */
    FeatureSet inMemory();
}
