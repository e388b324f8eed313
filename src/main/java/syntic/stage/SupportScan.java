package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import syntic.nn.Normalization;
import syntic.nn.Slice;
import syntic.nn.Torch;
import syntic.store.FeatureRows;

/**
 * Goes through a support set in parts with a running softmax, so that memory does not grow with the number of weights:
 * what {@link Projection#of} says in three lines, for a million sentences.
 */
final class SupportScan {
    /** Queries that are taken together, and rows of the support set: their weights fit into a processor's cache. */
    static final int QUERIES_AT_ONCE = 256;
    static final int ROWS_AT_ONCE = 2048;
    private static final double SMALLEST_LENGTH = 1e-12;

    /**
     * What is to be found.
     *
     * @param sums the weighted sums of the rows
     * @param nearest how many of the rows with the largest weights, with the entropy of the weights; 0 for neither
     */
    record Wanted(boolean sums, int nearest) {
        Wanted {
            if (!sums && nearest < 1) {
                throw new IllegalArgumentException("the number of sentences to show must be 1 or more, not " + nearest);
            }
        }
    }

    /** What is done with the readings of some queries. */
    interface BlockWork {
        /** @param first of the queries; @param readings one for each temperature; what they give is freed afterwards */
        void on(int first, List<SupportReading> readings);
    }

    private final NDManager manager;
    private final int width;
    private final int size;
    private final List<NDArray> parts;
    private final Map<DataType, List<NDArray>> inverseLengths = new EnumMap<>(DataType.class);

    /** @param manager owns the rows */
    SupportScan(NDManager manager, FeatureRows support, int rowsAtOnce) {
        this.manager = manager;
        width = support.width();
        size = support.size();
        parts = support.parts(manager, rowsAtOnce);
        inverseLengths(DataType.FLOAT32);
    }

    /** One over the lengths of the rows of every part [1, c], computed once for each precision. */
    private synchronized List<NDArray> inverseLengths(DataType precision) {
        return inverseLengths.computeIfAbsent(precision, any -> Torch.withoutGradients(() -> {
            List<NDArray> all = new ArrayList<>();
            long first = 0;
            for (NDArray rows : parts) {
                all.add(inverseLengths(rows, precision, first));
                first += rows.getShape().get(0);
            }
            return all;
        }));
    }

    private NDArray inverseLengths(NDArray rows, DataType precision, long first) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray lengths = Slice.whole(scope, rows).toType(precision, false).norm(new int[] {1}, true).transpose();
            NDArray inverse = lengths.maximum(SMALLEST_LENGTH).pow(-1);                             // [1, c]
            if (!Double.isFinite(inverse.sum().toType(DataType.FLOAT64, false).getDouble())
                    || inverse.min().toType(DataType.FLOAT64, false).getDouble() <= 0) {
                throw new IllegalArgumentException("the support set has a value that is no finite number in rows "
                        + first + " to " + (first + rows.getShape().get(0) - 1) + "; make it again");
            }
            inverse.attach(manager);
            return inverse;
        }
    }

    /**
     * Reads the support set for all queries, some of them at once.
     *
     * @param queries [q, width]
     * @param temperatures cosines are computed once for all of them
     */
    void read(NDArray queries, List<Double> temperatures, DataType precision, Wanted wanted, BlockWork work) {
        long count = queries.getShape().get(0);
        int nearest = Math.min(wanted.nearest(), size);
        for (long from = 0; from < count; from += QUERIES_AT_ONCE) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray some = Slice.of(queries, 0, from, Math.min(count, from + QUERIES_AT_ONCE));
                some.attach(scope);
                NDArray unit = Normalization.unit(some.toType(precision, false));                   // [q, width]
                List<SupportReading> readings = temperatures.stream().map(temperature -> new SupportReading(scope,
                        unit.getShape().get(0), wanted.sums() ? width : 0, temperature, precision, nearest)).toList();
                read(unit, inverseLengths(precision), temperatures, readings);
                work.on((int) from, readings);
            }
        }
    }

    private void read(NDArray unit, List<NDArray> lengths, List<Double> temperatures, List<SupportReading> readings) {
        long first = 0;
        for (int part = 0; part < parts.size(); part++) {
            try (NDManager scope = unit.getManager().newSubManager()) {
                NDArray rows = Slice.whole(scope, parts.get(part)).toType(unit.getDataType(), false);      // [c, width]
                NDArray products = unit.matMul(rows.transpose());                                   // [q, c]
                products.attach(scope);
                for (int i = 0; i < readings.size(); i++) {
                    NDArray factors = lengths.get(part).div(temperatures.get(i));                   // [1, c]
                    factors.attach(scope);
                    boolean last = i == readings.size() - 1;
                    readings.get(i).add(last ? products.muli(factors) : products.mul(factors), rows, first);
                }
            }
            first += parts.get(part).getShape().get(0);
        }
    }
}
