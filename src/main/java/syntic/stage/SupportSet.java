package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.nn.Compute;
import syntic.nn.Ownership;
import syntic.nn.Torch;
import syntic.store.FeatureRows;
import syntic.store.FeatureSet;

/**
 * The sentences that are looked up, with their CLIP text features: what images are projected on ({@link Projection}),
 * and what retrieval finds.
 *
 * <p>A {@link FeatureSet} is held in native memory until this is closed; {@link syntic.store.StoredFeatures} stay on
 * disk.
 */
public final class SupportSet implements AutoCloseable {
    private final FeatureRows rows;
    private final List<String> texts;
    private final NDManager manager;
    private final SupportScan scan;

    /** A sentence and how near it is. @param cosine of its text feature and what was asked with */
    public record Neighbour(String id, String text, double cosine) {}

    /**
     * @param compute where it is looked up, in fp32 at least
     * @param rows [n, width] text features, of any length
     * @param texts the sentences, in the rows' order
     * @throws IllegalArgumentException if a value is no finite number
     */
    public SupportSet(Compute compute, FeatureRows rows, List<String> texts) {
        this(compute, rows, texts, SupportScan.ROWS_AT_ONCE);
    }

    /** As {@link #SupportSet(Compute, FeatureRows, List)}, where everything computes that is not told otherwise. */
    public SupportSet(FeatureRows rows, List<String> texts) {
        this(Compute.standard(), rows, texts);
    }

    /** Sentences that are shown by their ids. */
    public SupportSet(FeatureRows rows) {
        this(rows, rows.ids());
    }

    SupportSet(Compute compute, FeatureRows rows, List<String> texts, int rowsAtOnce) {
        if (texts.size() != rows.size()) {
            throw new IllegalArgumentException("there are " + texts.size() + " sentences for the " + rows.size()
                    + " features of the support set");
        }
        this.rows = rows;
        this.texts = List.copyOf(texts);
        manager = compute.newManager();
        scan = Ownership.handOver(manager, owner -> new SupportScan(owner, rows, rowsAtOnce));
    }

    public FeatureRows rows() {
        return rows;
    }

    /** The sentences, in the order of the rows. */
    public List<String> texts() {
        return texts;
    }

    public int size() {
        return rows.size();
    }

    /** Values of a feature. */
    public int width() {
        return rows.width();
    }

    /**
     * The sentences whose features have the largest cosines to each of {@code features}.
     *
     * @param count sentences for each, all of them if there are no more
     * @return under the features' ids, in their order; the nearest sentence first
     */
    public Map<String, List<Neighbour>> nearest(FeatureSet features, int count) {
        Map<String, List<Neighbour>> found = new LinkedHashMap<>();
        scan(features, List.of(1.0), DataType.FLOAT32, new SupportScan.Wanted(false, count), (ids, readings) -> {
            List<List<SupportReading.Found>> nearest = readings.get(0).nearest();
            for (int i = 0; i < ids.size(); i++) {
                found.put(ids.get(i), nearest.get(i).stream().map(one -> new Neighbour(rows.ids().get(one.row()),
                        texts.get(one.row()), one.cosine())).toList());
            }
        });
        return found;
    }

    /** What a scan found for some of the features. */
    interface Readings {
        /** @param ids of these features; @param readings one for each temperature, freed afterwards */
        void take(List<String> ids, List<SupportReading> readings);
    }

    void scan(FeatureSet features, List<Double> temperatures, DataType precision, SupportScan.Wanted wanted,
            Readings readings) {
        List<String> ids = features.ids();
        Torch.withoutGradients(() -> {
            for (int from = 0; from < ids.size(); from += SupportScan.QUERIES_AT_ONCE) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + SupportScan.QUERIES_AT_ONCE));
                try (NDManager scope = manager.newSubManager()) {
                    scan.read(requireWidth(features.block(scope, from, some.size())), temperatures, precision, wanted,
                            (first, block) -> readings.take(some, block));
                }
            }
            return null;
        });
    }

    /** @param queries [q, width] */
    void scan(NDArray queries, double temperature, DataType precision, SupportScan.BlockWork work) {
        scan.read(requireWidth(queries), List.of(temperature), precision, new SupportScan.Wanted(true, 0), work);
    }

    private NDArray requireWidth(NDArray features) {
        if (features.getShape().dimension() != 2 || features.getShape().get(1) != width()) {
            throw new IllegalArgumentException("features of shape " + features.getShape() + " do not fit a support set "
                    + "of width " + width() + "; both must come from the same CLIP");
        }
        return features;
    }

    @Override
    public void close() {
        manager.close();
    }
}
