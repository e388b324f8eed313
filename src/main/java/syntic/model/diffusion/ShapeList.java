package syntic.model.diffusion;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the names and shapes of an architecture's tensors; the counterpart of views of weights below a prefix. */
final class ShapeList {
    private final Map<String, Shape> shapes;
    private final String prefix;

    private ShapeList(Map<String, Shape> shapes, String prefix) {
        this.shapes = shapes;
        this.prefix = prefix;
    }

    ShapeList() {
        this(new LinkedHashMap<>(), "");
    }

    /** The list below {@code child}. */
    ShapeList at(String child) {
        return new ShapeList(shapes, prefix + child + ".");
    }

    Map<String, Shape> shapes() {
        return shapes;
    }

    void convolution(String name, int in, int out, int kernel) {
        shapes.put(prefix + name + ".weight", new Shape(out, in, kernel, kernel));
        shapes.put(prefix + name + ".bias", new Shape(out));
    }

    void linear(String name, int in, int out) {
        linearWithoutBias(name, in, out);
        shapes.put(prefix + name + ".bias", new Shape(out));
    }

    void linearWithoutBias(String name, int in, int out) {
        shapes.put(prefix + name + ".weight", new Shape(out, in));
    }

    void norm(String name, int channels) {
        shapes.put(prefix + name + ".weight", new Shape(channels));
        shapes.put(prefix + name + ".bias", new Shape(channels));
    }
}
