package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Features by id, such as the CLIP features of a corpus: an immutable float32 matrix [n, width] with a name for every
 * row and the record of what made it. A plain Java value: nothing to close.
 */
public final class FeatureSet implements FeatureRows {
    private final List<String> ids;
    private final int width;
    private final float[] values;
    private final Provenance provenance;
    private final Map<String, Integer> index = new HashMap<>();
    private String fingerprint;

    private FeatureSet(List<String> ids, int width, float[] values, Provenance provenance) {
        this.ids = List.copyOf(ids);
        this.width = width;
        this.values = values;
        this.provenance = provenance;
        if (ids.isEmpty() || width < 1) {
            throw new IllegalArgumentException("a feature set needs rows and columns, not [" + ids.size() + ", " + width
                    + "]; is the corpus empty?");
        }
        if (values.length != (long) ids.size() * width) {
            throw new IllegalArgumentException(values.length + " values are not " + ids.size() + " rows of " + width);
        }
        for (int row = 0; row < ids.size(); row++) {
            if (index.put(ids.get(row), row) != null) {
                throw new IllegalArgumentException("the id '" + ids.get(row) + "' names two rows");
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("the feature of '" + ids.get(i / width) + "' has the value "
                        + values[i] + "; make it again");
            }
        }
    }

    /** @param rows one for each id, all of one width */
    public static FeatureSet of(List<String> ids, float[][] rows, Provenance provenance) {
        if (rows.length != ids.size()) {
            throw new IllegalArgumentException("there are " + rows.length + " rows for " + ids.size() + " ids");
        }
        int width = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, width)];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != width) {
                throw new IllegalArgumentException("the feature of '" + ids.get(row) + "' has " + rows[row].length
                        + " values, the first one " + width);
            }
            System.arraycopy(rows[row], 0, values, row * width, width);
        }
        return new FeatureSet(ids, width, values, provenance);
    }

    /** @param matrix [n, width], copied */
    public static FeatureSet of(List<String> ids, NDArray matrix, Provenance provenance) {
        Shape shape = matrix.getShape();
        if (shape.dimension() != 2 || shape.get(0) != ids.size()) {
            throw new IllegalArgumentException("a matrix of shape " + shape + " does not fit " + ids.size() + " ids");
        }
        return new FeatureSet(ids, Math.toIntExact(shape.get(1)), matrix.toFloatArray(), provenance);
    }

    /** Rows of several sets below each other. */
    public static FeatureSet join(List<FeatureSet> parts, Provenance provenance) {
        List<String> ids = parts.stream().flatMap(part -> part.ids.stream()).toList();
        int width = parts.isEmpty() ? 0 : parts.get(0).width;
        float[] values = new float[Math.multiplyExact(ids.size(), width)];
        int at = 0;
        for (FeatureSet part : parts) {
            if (part.width != width) {
                throw new IllegalArgumentException("features of " + part.width + " values cannot be joined to those of "
                        + width);
            }
            System.arraycopy(part.values, 0, values, at, part.values.length);
            at += part.values.length;
        }
        return new FeatureSet(ids, width, values, provenance);
    }

    @Override
    public List<String> ids() {
        return ids;
    }

    @Override
    public int width() {
        return width;
    }

    public Provenance provenance() {
        return provenance;
    }

    /** A copy of one row. */
    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    /** @throws IllegalArgumentException if there is no such id */
    public float[] row(String id) {
        return row(rowOf(id));
    }

    public boolean has(String id) {
        return index.containsKey(id);
    }

    /** A copy of all rows. */
    public float[][] rows() {
        float[][] rows = new float[ids.size()][];
        Arrays.setAll(rows, this::row);
        return rows;
    }

    /** The mean of the rows [width], summed in their order. */
    public double[] mean() {
        double[] mean = new double[width];
        for (int row = 0; row < ids.size(); row++) {
            for (int i = 0; i < width; i++) {
                mean[i] += values[row * width + i];
            }
        }
        Arrays.setAll(mean, i -> mean[i] / ids.size());
        return mean;
    }

    /** A copy [n, width] owned by {@code manager}. */
    public NDArray toNDArray(NDManager manager) {
        return manager.create(values, new Shape(ids.size(), width));
    }

    @Override
    public List<NDArray> parts(NDManager manager, int rows) {
        List<NDArray> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += rows) {
            int count = Math.min(rows, ids.size() - from);
            parts.add(manager.create(Arrays.copyOfRange(values, from * width, (from + count) * width),
                    new Shape(count, width)));
        }
        return parts;
    }

    @Override
    public FeatureSet inMemory() {
        return this;
    }

    /** These rows in this order, under the same provenance. */
    public FeatureSet select(List<String> chosen) {
        float[] some = new float[Math.multiplyExact(chosen.size(), width)];
        for (int i = 0; i < chosen.size(); i++) {
            System.arraycopy(values, rowOf(chosen.get(i)) * width, some, i * width, width);
        }
        return new FeatureSet(chosen, width, some, provenance);
    }

    /** Differs where an id or a value differs; what made the features does not matter. */
    @Override
    public synchronized String fingerprint() {
        if (fingerprint == null) {
            fingerprint = Fingerprint.of(ids, width, values);
        }
        return fingerprint;
    }

    /** Writes a safetensors file, whole or not at all. */
    public void save(Path file) {
        FeatureFile.write(file, this);
    }

    /** @throws StoreException or WeightsException if the file is damaged or not a feature file */
    public static FeatureSet open(Path file) {
        return FeatureFile.read(file);
    }

    private int rowOf(String id) {
        Integer row = index.get(id);
        if (row == null) {
            throw new IllegalArgumentException("there is no feature of '" + id + "' among the " + ids.size() + " of "
                    + provenance.stage());
        }
        return row;
    }

    @Override
    public String toString() {
        return "FeatureSet[" + ids.size() + " x " + width + " from " + provenance.stage() + "]";
    }
}
