package syntic.observatory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import syntic.metric.FeatureGeometry;
import syntic.nn.Normalization;
import syntic.nn.Slice;
import syntic.store.FeatureRows;
import syntic.store.FeatureSet;

/**
 * Features of length 1, as a CLIP gives them: those that were computed in half precision are off by some ten
 * thousandths. Parts that are right already are not copied.
 */
record UnitRows(FeatureRows rows) implements FeatureRows {
    private static final double EXACT = 1e-6;

    @Override
    public List<String> ids() {
        return rows.ids();
    }

    @Override
    public int width() {
        return rows.width();
    }

    @Override
    public String fingerprint() {
        return rows.fingerprint();
    }

    @Override
    public List<NDArray> parts(NDManager manager, int most) {
        return rows.parts(manager, most).stream().map(UnitRows::unit).toList();
    }

    private static NDArray unit(NDArray part) {
        try (NDManager scope = part.getManager().newSubManager()) {
            NDArray view = Slice.whole(scope, part);                                               // [c, width]
            double off = view.norm(new int[] {1}, true).sub(1).abs().max().toType(DataType.FLOAT64, false).getDouble();
            if (off <= EXACT) {
                return part;
            }
            NDArray unit = Normalization.unit(view);
            unit.attach(part.getManager());
            return unit;
        }
    }

    @Override
    public FeatureSet inMemory() {
        FeatureSet set = rows.inMemory();
        return FeatureSet.of(set.ids(), FeatureGeometry.scaledToOne(set.rows()), set.provenance());
    }
}
