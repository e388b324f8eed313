package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;

/**
 * Features with the ids of what they belong to, and how they were made.
 *
 * @param ids one for each row, all different, without line breaks
 * @param rows [n, width]
 * @param provenance what made them: models, settings, seed; free text by name
 */
public record FeatureSet(List<String> ids, float[][] rows, Map<String, String> provenance) {
    private static final String FEATURES = "features";
    private static final String IDS = "ids";

    public FeatureSet {
        ids = List.copyOf(ids);
        provenance = Map.copyOf(provenance);
        if (ids.size() != rows.length) {
            throw new IllegalArgumentException(ids.size() + " ids for " + rows.length + " features");
        }
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException("feature '" + ids.get(i) + "' has the width " + rows[i].length
                        + " instead of " + rows[0].length);
            }
            if (seen.put(ids.get(i), i) != null || ids.get(i).contains("\n")) {
                throw new IllegalArgumentException("the id '" + ids.get(i) + "' occurs twice or has a line break");
            }
        }
    }

    public int size() {
        return rows.length;
    }

    /** Width of a feature; 0 for an empty set. */
    public int width() {
        return rows.length == 0 ? 0 : rows[0].length;
    }

    /**
     * The features of these ids, in their order.
     *
     * @throws IllegalArgumentException naming an id that is not here
     */
    public FeatureSet select(List<String> wanted) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            places.put(ids.get(i), i);
        }
        float[][] selected = new float[wanted.size()][];
        for (int i = 0; i < selected.length; i++) {
            Integer place = places.get(wanted.get(i));
            if (place == null) {
                throw new IllegalArgumentException("there is no feature for '" + wanted.get(i) + "'");
            }
            selected[i] = rows[place];
        }
        return new FeatureSet(wanted, selected, provenance);
    }

    /** The rows as float32 [n, width], owned by {@code manager}. */
    public NDArray array(NDManager manager) {
        float[] flat = new float[rows.length * width()];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width(), width());
        }
        return manager.create(flat, new Shape(rows.length, width()));
    }

    /** The same ids with other rows, and what was done added to the provenance. */
    public FeatureSet with(float[][] others, Map<String, String> done) {
        Map<String, String> both = new HashMap<>(provenance);
        both.putAll(done);
        return new FeatureSet(ids, others, both);
    }

    /** Rows of an array [n, width]. */
    public static float[][] rows(NDArray array) {
        int width = Math.toIntExact(array.getShape().get(1));
        float[] flat = array.toFloatArray();
        float[][] rows = new float[Math.toIntExact(array.getShape().get(0))][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }

    /** Writes the set whole or not at all. */
    public void save(Path file, ElementType floats) {
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            arrays.put(FEATURES, array(manager));
            arrays.put(IDS, lines(manager, ids));
            SafetensorsWriter.write(file, arrays, floats, new TreeMap<>(provenance));
        }
    }

    public static FeatureSet load(Path file) {
        SafetensorsFile saved = SafetensorsFile.open(file);
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> arrays = saved.load(manager);
            NDArray features = arrays.get(FEATURES);
            NDArray ids = arrays.get(IDS);
            if (features == null || ids == null || features.getShape().dimension() != 2
                    || features.getDataType() != DataType.FLOAT32) {
                throw new StoreException(file + ": is no feature set (it needs 'features' [n, width] and 'ids'); "
                        + "delete it to have it made again");
            }
            return new FeatureSet(lines(ids), rows(features), saved.header().metadata());
        } catch (IllegalArgumentException e) {
            throw new StoreException(file + ": " + e.getMessage() + "; delete it to have it made again", e);
        }
    }

    /** Texts without line breaks as one uint8 array. */
    public static NDArray lines(NDManager manager, List<String> lines) {
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return manager.create(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), new Shape(bytes.length),
                DataType.UINT8);
    }

    /** The texts of {@link #lines(NDManager, List)}. */
    public static List<String> lines(NDArray array) {
        String text = new String(array.toByteArray(), StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    }
}
