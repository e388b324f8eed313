package syntic;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.nn.Weights;

/** The deterministic weight generator of the reference data (its README specifies it). */
public final class ReferenceWeights {
    private ReferenceWeights() {}

    /** All weights of {@code shapes} by the rule table. */
    public static Weights create(NDManager parent, String seed, Map<String, Shape> shapes) {
        return create(parent, seed, shapes, Map.of());
    }

    /**
     * @param overrides scale by full name, or by {@code *.x} for every name that ends in {@code .x}; their values are
     *     {@code u * scale} without offset
     */
    public static Weights create(NDManager parent, String seed, Map<String, Shape> shapes,
            Map<String, Double> overrides) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> arrays.put(name, parent.create(values(seed, name, shape, overrides), shape)));
        return Weights.of(parent, arrays, "generated:" + seed);
    }

    /** The plain values {@code u} in [-1, 1) of {@code seed:name}. */
    public static float[] uniform(String seed, String name, int size) {
        long hash = fnv(seed + ":" + name);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = uniform(hash, i);
        }
        return values;
    }

    public static float[] values(String seed, String name, Shape shape, Map<String, Double> overrides) {
        int size = Math.toIntExact(shape.size());
        float[] values = uniform(seed, name, size);
        Double override = override(name, overrides);
        if (override != null) {
            for (int i = 0; i < size; i++) {
                values[i] = (float) (values[i] * override);
            }
            return values;
        }
        String[] parts = name.split("\\.");
        String leaf = parts[parts.length - 1];
        String parent = parts.length > 1 ? parts[parts.length - 2] : "";
        if (leaf.equals("logit_scale")) {
            Arrays.fill(values, 4.6052f);
            return values;
        }
        balance(values, name, shape);
        float[] rule = rule(parts, leaf, parent, shape);
        for (int i = 0; i < size; i++) {
            float scaled = values[i] * rule[0];
            values[i] = rule[1] == 0 ? scaled : scaled + rule[1];
        }
        return values;
    }

    private static Double override(String name, Map<String, Double> overrides) {
        for (Map.Entry<String, Double> entry : overrides.entrySet()) {
            String pattern = entry.getKey();
            if (pattern.equals(name) || pattern.startsWith("*") && name.endsWith(pattern.substring(1))) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static float[] rule(String[] parts, String leaf, String parent, Shape shape) {
        boolean weight = leaf.equals("weight");
        if (leaf.equals("running_mean")) {
            return new float[] {0.1f, 0};
        }
        if (leaf.equals("running_var")) {
            return new float[] {0.5f, 1};
        }
        if (parent.equals("query_position_embeddings")) {
            return new float[] {2, 0};
        }
        if (leaf.equals("class_embedding")
                || weight && (parent.equals("token_embedding") || parent.equals("position_embedding"))) {
            return new float[] {1, 0};
        }
        if (shape.dimension() == 1) {
            return weight ? new float[] {0.2f, 1} : new float[] {0.1f, 0};
        }
        double fan = (double) shape.size() / shape.get(0);
        return new float[] {(float) (gain(parts, parent) * Math.sqrt(3.0 / fan)), 0};
    }

    private static double gain(String[] parts, String parent) {
        Set<String> names = new HashSet<>(Arrays.asList(parts));
        boolean detector = parts[0].equals("model");
        if (names.contains("q_proj") || names.contains("k_proj") || names.contains("to_q") || names.contains("to_k")) {
            return detector ? 3.0 : 1.5;
        }
        if (detector && names.contains("out_proj")) {
            return names.contains("self_attn") ? 0.25 : 4.0;
        }
        if (parent.equals("input_projection")) {
            return 8.0;
        }
        if (names.contains("class_labels_classifier")) {
            return 6.0;
        }
        return names.contains("bbox_predictor") ? 1.5 : 1.0;
    }

    private static void balance(float[] values, String name, Shape shape) {
        List<String> parts = Arrays.asList(name.split("\\."));
        int fan = shape.dimension() == 0 ? 0 : (int) (shape.size() / shape.get(0));
        if (shape.dimension() != 4 || fan % 2 != 0
                || !parts.contains("backbone") && !parts.contains("input_projection")) {
            return;
        }
        for (int row = 0; row < shape.get(0); row++) {
            for (int j = fan / 2; j < fan; j++) {
                values[row * fan + j] = -values[row * fan + j - fan / 2];
            }
        }
    }

    private static long fnv(String key) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        return hash;
    }

    private static float uniform(long hash, long index) {
        long z = hash + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return ((z >>> 40) - (1L << 23)) * 0x1p-23f;
    }
}
