package syntic.model.capdec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.nn.Activation;
import syntic.nn.Linear;
import syntic.nn.Precision;
import syntic.nn.Weights;

/**
 * The smaller mapper of CapDec: linear layers with an activation between them.
 *
 * @param sizes widths from the feature to the whole prefix, that is, to {@code prefix} times the language model's width
 * @param prefix vectors of the prefix
 */
public record MlpMapper(List<Integer> sizes, int prefix, Activation activation, Weights weights)
        implements PrefixMapper {
    public MlpMapper {
        sizes = List.copyOf(sizes);
        if (sizes.size() < 2 || prefix < 1 || sizes.get(sizes.size() - 1) % prefix != 0) {
            throw new IllegalArgumentException("widths " + sizes + " do not end in a multiple of " + prefix
                    + " prefix vectors");
        }
    }

    /** Name and shape of every tensor; the numbers in the names count the activations too. */
    public static Map<String, Shape> parameters(List<Integer> sizes) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i + 1 < sizes.size(); i++) {
            shapes.put("model." + 2 * i + ".weight", new Shape(sizes.get(i + 1), sizes.get(i)));
            shapes.put("model." + 2 * i + ".bias", new Shape(sizes.get(i + 1)));
        }
        return shapes;
    }

    @Override
    public NDArray apply(NDArray features) {
        NDArray x = weights.cast(features);
        for (int i = 0; i + 1 < sizes.size(); i++) {
            x = Linear.apply(weights.at("model." + 2 * i), i == 0 ? x : activation.apply(x));
        }
        return Precision.FP32.cast(x).reshape(features.getShape().get(0), prefix, sizes.get(sizes.size() - 1) / prefix);
    }
}
