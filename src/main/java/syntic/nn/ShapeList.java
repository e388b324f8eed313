package syntic.nn;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the names and shapes of an architecture's tensors in their order; the counterpart of views of weights below
 * a prefix.
 */
public final class ShapeList {
    private final Map<String, Shape> shapes;
    private final String prefix;

    private ShapeList(Map<String, Shape> shapes, String prefix) {
        this.shapes = shapes;
        this.prefix = prefix;
    }

    /** An empty list. */
    public ShapeList() {
        this(new LinkedHashMap<>(), "");
    }

    /** The list below {@code child}; what is added to it is in this one too. */
    public ShapeList at(String child) {
        return new ShapeList(shapes, prefix + child + ".");
    }

    /** All that was added, by full name. */
    public Map<String, Shape> shapes() {
        return shapes;
    }

    /** Any tensor. */
    public void tensor(String name, long... sizes) {
        shapes.put(prefix + name, new Shape(sizes));
    }

    /** Those of a part that has names of its own. */
    public void all(Map<String, Shape> part) {
        part.forEach((name, shape) -> shapes.put(prefix + name, shape));
    }

    /** {@code weight} [out, in, kernel, kernel] and {@code bias}. */
    public void convolution(String name, long in, long out, int kernel) {
        tensor(name + ".weight", out, in, kernel, kernel);
        tensor(name + ".bias", out);
    }

    /** {@code weight} [out, in] and {@code bias}. */
    public void linear(String name, long in, long out) {
        linearWithoutBias(name, in, out);
        tensor(name + ".bias", out);
    }

    /** {@code weight} [out, in]. */
    public void linearWithoutBias(String name, long in, long out) {
        tensor(name + ".weight", out, in);
    }

    /** {@code weight} and {@code bias}. */
    public void norm(String name, long channels) {
        tensor(name + ".weight", channels);
        tensor(name + ".bias", channels);
    }
}
