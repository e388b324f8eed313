package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named weights, and views of them below a prefix.
 *
 * <p>The names are those of the checkpoint (PyTorch state-dict names). Architectures are functions over weights:
 *
 * <pre>{@code
 * Weights layer = weights.at("encoder.layers." + i);
 * NDArray q = Linear.apply(layer.at("self_attn.q_proj"), x);   // reads ….q_proj.weight and ….q_proj.bias
 * }</pre>
 *
 * <p>Arrays belong to the manager given at creation; closing the weights (any view) closes that manager.
 */
public final class Weights implements AutoCloseable {
    private final NDManager manager;
    private final Map<String, NDArray> arrays;
    private final String prefix;
    private final String source;
    private final Precision precision;

    private Weights(NDManager manager, Map<String, NDArray> arrays, String prefix, String source,
            Precision precision) {
        this.manager = manager;
        this.arrays = arrays;
        this.prefix = prefix;
        this.source = source;
        this.precision = precision;
    }

    /**
     * Maps a safetensors file, or the files that a {@code *.safetensors.index.json} lists, to a device and in a
     * precision. The caller closes them.
     */
    public static Weights open(Compute compute, Path file) {
        return Ownership.handOver(compute.newManager(), manager -> {
            Map<String, NDArray> arrays = file.toString().endsWith(".json")
                    ? SafetensorsIndex.read(file).load(manager, compute)
                    : SafetensorsFile.open(file).load(manager, compute);
            return new Weights(manager, arrays, "", file.toString(), precision(arrays));
        });
    }

    /** Of the tensors that {@link #open} would map, see {@link TensorSum}. */
    public static String sum(Path file) {
        return file.toString().endsWith(".json") ? SafetensorsIndex.read(file).sum() : SafetensorsFile.open(file).sum();
    }

    /** Takes arrays as weights; they are attached to a new manager below {@code parent}. */
    public static Weights of(NDManager parent, Map<String, ? extends NDArray> arrays, String source) {
        NDManager manager = parent.newSubManager();
        Map<String, NDArray> own = new LinkedHashMap<>(arrays);
        own.values().forEach(array -> array.attach(manager));
        return new Weights(manager, own, "", source, precision(own));
    }

    /**
     * Arrays of these weights under other names or in other shapes, in their place: closing either closes both.
     */
    public Weights as(Map<String, ? extends NDArray> arrays) {
        return new Weights(manager, new LinkedHashMap<>(arrays), "", source, precision);
    }

    private static Precision precision(Map<String, NDArray> arrays) {
        return arrays.values().stream().filter(Precision::isKnown).findFirst().map(Precision::of)
                .orElse(Precision.FP32);
    }

    /** The view below {@code child}: its names begin with this prefix, then {@code child}, then a dot. */
    public Weights at(String child) {
        return new Weights(manager, arrays, prefix + child + ".", source, precision);
    }

    /** The array of this name below the prefix. */
    public NDArray get(String name) {
        NDArray array = arrays.get(prefix + name);
        if (array == null) {
            throw new WeightsException(source + ": tensor '" + prefix + name + "' is missing; is this the model that "
                    + "config.json describes?");
        }
        return array;
    }

    /** The array of this name below the prefix, or null: for optional biases. */
    public NDArray find(String name) {
        return arrays.get(prefix + name);
    }

    public boolean has(String name) {
        return arrays.containsKey(prefix + name);
    }

    /** Full names below the prefix, in the file's order, with the prefix removed. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (String name : arrays.keySet()) {
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        }
        return names;
    }

    /** The arrays below the prefix by their remaining names; a new map over the same arrays. */
    public Map<String, NDArray> toMap() {
        Map<String, NDArray> map = new LinkedHashMap<>();
        names().forEach(name -> map.put(name, get(name)));
        return map;
    }

    /** Where the weights came from, for messages. */
    public String source() {
        return source;
    }

    public NDManager manager() {
        return manager;
    }

    /** What the weights are held in, and the model computes in. */
    public Precision precision() {
        return precision;
    }

    /** Where the weights are, in their precision: for what computes beside this model. */
    public Compute compute() {
        return new Compute(manager.getDevice(), precision, 0);
    }

    /** {@code x} in the precision of the weights: how arrays enter a model. */
    public NDArray cast(NDArray x) {
        return precision.cast(x);
    }

    /**
     * The weights below the prefix in another precision, owned by a new manager below {@code parent}: themselves where
     * they have it already. Gradients go through the rounding, so that a step of training can compute in a narrow type
     * while its weights and what the optimiser adds to them stay in fp32 (Micikevicius et al. 2018).
     */
    public Weights in(NDManager parent, Precision other) {
        if (other == precision) {
            return this;
        }
        Map<String, NDArray> rounded = new LinkedHashMap<>();
        names().forEach(name -> rounded.put(name, other.cast(get(name))));
        return of(parent, rounded, source);
    }

    /** Number of elements below the prefix. */
    public long size() {
        return names().stream().mapToLong(name -> get(name).size()).sum();
    }

    /** An independent copy owned by a new manager below {@code parent}: what a trainer changes in place. */
    public Weights copy(NDManager parent) {
        Map<String, NDArray> copies = new LinkedHashMap<>();
        names().forEach(name -> {
            // Detached first: the copy of a trained array must not drag its graph along.
            try (NDArray detached = get(name).stopGradient()) {
                copies.put(name, detached.duplicate());
            }
        });
        return of(parent, copies, source);
    }

    /**
     * Compares names and shapes with what an architecture needs.
     *
     * @param expected name to shape of every tensor of the architecture
     * @param ignored names that may be present without being used
     * @throws WeightsException listing missing, unexpected and mis-shaped tensors in one message
     */
    public Weights require(Map<String, Shape> expected, Set<String> ignored) {
        List<String> problems = new ArrayList<>();
        expected.forEach((name, shape) -> {
            NDArray array = find(name);
            if (array == null) {
                problems.add("missing " + name + " " + shape);
            } else if (!Precision.isKnown(array)) {
                problems.add(name + " has type " + array.getDataType() + " instead of F32, F16 or BF16");
            } else if (!array.getShape().equals(shape)) {
                problems.add(name + " has shape " + array.getShape() + " instead of " + shape);
            }
        });
        for (String name : names()) {
            if (!expected.containsKey(name) && !ignored.contains(name)) {
                problems.add("unexpected " + name);
            }
        }
        if (!problems.isEmpty()) {
            int shown = Math.min(problems.size(), 20);
            throw new WeightsException(source + ": the tensors do not fit config.json:\n  "
                    + String.join("\n  ", problems.subList(0, shown))
                    + (shown < problems.size() ? "\n  and " + (problems.size() - shown) + " more" : ""));
        }
        return this;
    }

    @Override
    public void close() {
        manager.close();
    }
}
