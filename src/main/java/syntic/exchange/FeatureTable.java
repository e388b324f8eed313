package syntic.exchange;

import java.util.List;

/** A matrix of features in a file, which need not fit into memory. */
public interface FeatureTable extends AutoCloseable {
    /** What is done with a row. */
    @FunctionalInterface
    interface Row {
        void take(int row, float[] values);
    }

    int rows();

    /** Values of a row. */
    int width();

    /** The rows' names where the file states them; else empty. */
    List<String> ids();

    /** The rows' objects where the file states them, the surest first, or null where nobody looked; else empty. */
    default List<List<String>> tags() {
        return List.of();
    }

    /** Rows {@code from} to {@code from + count} in their order; what is taken is used again for the next. */
    void forEach(int from, int count, Row each);

    @Override
    default void close() {}
}
