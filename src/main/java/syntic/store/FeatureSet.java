package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntic.nn.Slice;

/**
 * Features by id, such as the CLIP features of a corpus: an immutable float32 matrix [n, width] with a name for every
 * row and the record of what made it. A plain Java value: nothing to close. A set that would take a large part of the
 * heap lies in the cache folder while it is used.
 */
public final class FeatureSet implements FeatureRows {
    private final List<String> ids;
    private final int width;
    private final Values values;
    private final Provenance provenance;
    private final Map<String, Integer> index = new HashMap<>();
    private String fingerprint;

    private FeatureSet(List<String> ids, int width, Values values, Provenance provenance) {
        this.ids = List.copyOf(ids);
        this.width = width;
        this.values = values;
        this.provenance = provenance;
        for (int row = 0; row < ids.size(); row++) {
            if (index.put(ids.get(row), row) != null) {
                throw new IllegalArgumentException("the id '" + ids.get(row) + "' names two rows");
            }
        }
    }

    /** Takes the rows of a set one after the other, so that they need not be in memory together; to be closed. */
    public static final class Builder implements AutoCloseable {
        private final List<String> ids;
        private final int width;
        private final Values.Builder values;
        private long added;

        public Builder(List<String> ids, int width) {
            if (ids.isEmpty() || width < 1) {
                throw new IllegalArgumentException("a feature set needs rows and columns, not [" + ids.size() + ", "
                        + width + "]; is the corpus empty?");
            }
            this.ids = ids;
            this.width = width;
            values = new Values.Builder((long) ids.size() * width);
        }

        /** @param rows the next rows, one after the other */
        public void add(float[] rows) {
            add(rows, 0, rows.length);
        }

        /** @param rows the next rows [n, width] */
        public void add(NDArray rows) {
            int atOnce = Math.max(1, Values.BLOCK / width);
            long count = rows.getShape().get(0);
            if (count <= atOnce) {
                add(rows.toFloatArray());
                return;
            }
            for (long from = 0; from < count; from += atOnce) {
                // The engine crashes where the heap has no room for what it is asked to copy there.
                try (NDArray some = Slice.of(rows, 0, from, Math.min(count, from + atOnce))) {
                    add(some.toFloatArray());
                }
            }
        }

        private void add(float[] rows, int from, int count) {
            if (added + count > (long) ids.size() * width) {
                throw new IllegalArgumentException(added + count + " values are not " + ids.size() + " rows of "
                        + width);
            }
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(rows[from + i])) {
                    throw new IllegalArgumentException("the feature of '" + ids.get((int) ((added + i) / width))
                            + "' has the value " + rows[from + i] + "; make it again");
                }
            }
            values.add(rows, from, count);
            added += count;
        }

        public FeatureSet build(Provenance provenance) {
            if (added != (long) ids.size() * width) {
                throw new IllegalArgumentException(added + " values are not " + ids.size() + " rows of " + width);
            }
            return new FeatureSet(ids, width, values.build(), provenance);
        }

        @Override
        public void close() {
            values.close();
        }
    }

    /** @param rows one for each id, all of one width */
    public static FeatureSet of(List<String> ids, float[][] rows, Provenance provenance) {
        if (rows.length != ids.size()) {
            throw new IllegalArgumentException("there are " + rows.length + " rows for " + ids.size() + " ids");
        }
        int width = rows.length == 0 ? 0 : rows[0].length;
        try (Builder builder = new Builder(ids, width)) {
            for (int row = 0; row < rows.length; row++) {
                if (rows[row].length != width) {
                    throw new IllegalArgumentException("the feature of '" + ids.get(row) + "' has " + rows[row].length
                            + " values, the first one " + width);
                }
                builder.add(rows[row]);
            }
            return builder.build(provenance);
        }
    }

    /** @param matrix [n, width], copied */
    public static FeatureSet of(List<String> ids, NDArray matrix, Provenance provenance) {
        Shape shape = matrix.getShape();
        if (shape.dimension() != 2 || shape.get(0) != ids.size()) {
            throw new IllegalArgumentException("a matrix of shape " + shape + " does not fit " + ids.size() + " ids");
        }
        try (Builder builder = new Builder(ids, Math.toIntExact(shape.get(1)))) {
            builder.add(matrix);
            return builder.build(provenance);
        }
    }

    /** Rows of several sets below each other. */
    public static FeatureSet join(List<FeatureSet> parts, Provenance provenance) {
        List<String> ids = parts.stream().flatMap(part -> part.ids.stream()).toList();
        int width = parts.isEmpty() ? 0 : parts.get(0).width;
        try (Builder builder = new Builder(ids, width)) {
            for (FeatureSet part : parts) {
                if (part.width != width) {
                    throw new IllegalArgumentException("features of " + part.width + " values cannot be joined to "
                            + "those of " + width);
                }
                part.forEachBlock(builder::add);
            }
            return builder.build(provenance);
        }
    }

    private interface Block {
        void take(float[] rows);
    }

    private void forEachBlock(Block block) {
        for (long from = 0; from < values.size(); from += Values.BLOCK) {
            block.take(values.get(from, (int) Math.min(Values.BLOCK, values.size() - from)));
        }
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
        return values.get((long) row * width, width);
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
            float[] values = row(row);
            for (int i = 0; i < width; i++) {
                mean[i] += values[i];
            }
        }
        Arrays.setAll(mean, i -> mean[i] / ids.size());
        return mean;
    }

    /** A copy [n, width] owned by {@code manager}. */
    public NDArray toNDArray(NDManager manager) {
        return block(manager, 0, ids.size());
    }

    /** A copy of some rows [count, width], owned by {@code manager}. */
    public NDArray block(NDManager manager, int from, int count) {
        int atOnce = Math.max(1, Values.BLOCK / width);
        if (count <= atOnce) {
            return manager.create(values.get((long) from * width, count * width), new Shape(count, width));
        }
        NDArray all = manager.create(new Shape(count, width), DataType.FLOAT32);
        for (int row = 0; row < count; row += atOnce) {
            int some = Math.min(atOnce, count - row);
            try (NDArray rows = block(manager, from + row, some)) {
                all.set(new NDIndex("{}:{}", row, row + some), rows);
            }
        }
        return all;
    }

    /** A copy of these rows [rows, width], in this order, owned by {@code manager}. */
    public NDArray rows(NDManager manager, long[] rows) {
        float[] some = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            values.get(rows[i] * width, some, i * width, width);
        }
        return manager.create(some, new Shape(rows.length, width));
    }

    @Override
    public List<NDArray> parts(NDManager manager, int rows) {
        List<NDArray> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += rows) {
            parts.add(values.array(manager, (long) from * width,
                    new Shape(Math.min(rows, ids.size() - from), width)));
        }
        return parts;
    }

    @Override
    public FeatureSet inMemory() {
        return this;
    }

    /** These rows in this order, under the same provenance. */
    public FeatureSet select(List<String> chosen) {
        if (chosen.equals(ids)) {
            return this;
        }
        try (Builder builder = new Builder(chosen, width)) {
            chosen.forEach(id -> builder.add(row(id)));
            return builder.build(provenance);
        }
    }

    /** Differs where an id or a value differs; what made the features does not matter. */
    @Override
    public synchronized String fingerprint() {
        if (fingerprint == null) {
            Fingerprint.Matrix matrix = new Fingerprint.Matrix(ids, width);
            forEachBlock(rows -> matrix.add(rows, 0, rows.length));
            fingerprint = matrix.finish();
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
