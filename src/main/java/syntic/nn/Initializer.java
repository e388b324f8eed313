package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes the first weights of a model from names and shapes. The values of a tensor depend on the seed and its name
 * alone, so adding a layer changes no other.
 */
@FunctionalInterface
public interface Initializer {
    /** @return standard deviation of a normal distribution, and the value added to it */
    Spread of(String name, Shape shape);

    /** Normal with this deviation around this mean. */
    record Spread(double deviation, double mean) {
        public static final Spread ZERO = new Spread(0, 0);
        public static final Spread ONE = new Spread(0, 1);
    }

    /**
     * One-dimensional weights and running variances 1, other one-dimensional tensors 0, the rest normal with deviation
     * {@code gain / sqrt(fan in)}.
     */
    static Initializer scaled(double gain) {
        return (name, shape) -> {
            if (shape.dimension() < 2) {
                return name.endsWith("weight") || name.endsWith("running_var") ? Spread.ONE : Spread.ZERO;
            }
            return new Spread(gain / Math.sqrt((double) shape.size() / shape.get(0)), 0);
        };
    }

    /** All weights of {@code shapes}, owned by a new manager below {@code parent}. */
    default Weights create(NDManager parent, Map<String, Shape> shapes, long seed, String source) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> {
            Spread spread = of(name, shape);
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode());
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (spread.mean()
                        + (spread.deviation() == 0 ? 0 : spread.deviation() * gaussian(random)));
            }
            arrays.put(name, parent.create(values, shape));
        });
        return Weights.of(parent, arrays, source);
    }

    /** One value of the standard normal distribution. */
    static double gaussian(SplittableRandom random) {
        // Box and Muller with one of the two values: two uniforms a value keep the stream easy to split.
        return Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
