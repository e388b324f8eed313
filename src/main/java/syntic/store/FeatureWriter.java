package syntic.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.TensorSum;

/**
 * Writes a file of features row by row, so that a set need not fit into memory. The file appears under its name when
 * the last row was added and the writer is closed; else nothing appears.
 */
public final class FeatureWriter implements AutoCloseable {
    private final SafetensorsWriter file;
    private final byte[] ids;
    private final int rows;
    private final int width;
    private final Provenance provenance;
    private final Fingerprint.Matrix fingerprint;
    private final ByteBuffer row;
    private int added;

    public FeatureWriter(Path path, List<String> ids, int width, Provenance provenance) {
        if (ids.isEmpty() || width < 1) {
            throw new IllegalArgumentException("a feature set needs rows and columns, not [" + ids.size() + ", " + width
                    + "]; is the corpus empty?");
        }
        this.ids = FeatureFile.json(ids);
        this.rows = ids.size();
        this.width = width;
        this.provenance = provenance;
        fingerprint = new Fingerprint.Matrix(ids, width);
        row = ByteBuffer.allocate(Math.multiplyExact(4, width)).order(ByteOrder.LITTLE_ENDIAN);
        file = new SafetensorsWriter(path, List.of(
                new SafetensorsWriter.Tensor(FeatureFile.FEATURES, ElementType.F32, List.of((long) rows, (long) width)),
                new SafetensorsWriter.Tensor(FeatureFile.IDS, ElementType.U8, List.of((long) this.ids.length))),
                metadata(TensorSum.PENDING));
    }

    /** The feature of the next id. */
    public void add(float[] feature) {
        if (feature.length != width || added == rows) {
            throw new IllegalArgumentException("row " + added + " with " + feature.length + " values does not fit into "
                    + rows + " rows of " + width);
        }
        for (float value : feature) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("row " + added + " has the value " + value + "; make it again");
            }
        }
        fingerprint.add(feature, 0, width);
        row.clear().asFloatBuffer().put(feature);
        file.write(row.array());
        added++;
    }

    @Override
    public void close() {
        try (file) {
            if (added == rows) {
                file.write(ids);
                file.commit(metadata(fingerprint.finish()));
            }
        }
    }

    private Map<String, String> metadata(String fingerprint) {
        return Map.of(FeatureFile.FINGERPRINT, fingerprint, FeatureFile.PROVENANCE, provenance.toJson());
    }
}
