package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import syntic.nn.Attention;
import syntic.nn.Linear;
import syntic.nn.Operators;
import syntic.nn.ShapeList;
import syntic.nn.Slice;
import syntic.nn.Weights;

/**
 * Object fusion (SynTIC, equation 5): multi-head attention from the image feature (query) to the text features of its
 * detected objects (keys and values), trained with the decoder.
 *
 * <p>The tensors are those of {@code torch.nn.MultiheadAttention}. B batch, N objects at most, E width, H heads.
 *
 * @param weights with {@code in_proj_weight}, {@code in_proj_bias}, {@code out_proj.weight}, {@code out_proj.bias}
 */
public record ObjectFusion(Weights weights, int heads) {
    private static final double HIDDEN = -1e30;

    /**
     * @param feature [B, E]; zero where a sample has no object
     * @param attention [B, H, N]; zero for padding, and everywhere where a sample has no object
     */
    public record Output(NDArray feature, NDArray attention) {}

    /** Name and shape of every tensor. */
    public static Map<String, Shape> parameters(long width) {
        ShapeList list = new ShapeList();
        list.tensor("in_proj_weight", 3 * width, width);
        list.tensor("in_proj_bias", 3 * width);
        list.linear("out_proj", width, width);
        return list.shapes();
    }

    /**
     * @param query [B, E]
     * @param objects [B, N, E], N of 1 or more; what stands in padded rows has no influence, if it is finite
     * @param present float [B, N]: 1 for an object, 0 for padding
     */
    public Output apply(NDArray query, NDArray objects, NDArray present) {
        Shape shape = objects.getShape();
        long batch = shape.get(0);
        long count = shape.get(1);
        long width = shape.get(2);
        NDArray q = Attention.split(project(0, query.reshape(batch, 1, width)), heads);     // [B, H, 1, E/H]
        NDArray k = Attention.split(project(1, objects), heads);                            // [B, H, N, E/H]
        NDArray v = Attention.split(project(2, objects), heads);
        NDArray absent = present.reshape(batch, 1, 1, count).eq(0).toType(DataType.BOOLEAN, false);
        NDArray scaled = Operators.scale(q, 1 / Math.sqrt((double) width / heads)).matMul(k.swapAxes(-1, -2));
        // Finite, so that a sample without objects gives no 0/0; such a sample is then multiplied by zero.
        NDArray attention = Operators.maskedFill(scaled, absent, HIDDEN).softmax(-1);       // [B, H, 1, N]
        NDArray any = present.max(new int[] {1}, true);                                     // [B, 1]
        NDArray seen = Linear.apply(weights.at("out_proj"), Attention.join(attention.matMul(v)));
        NDArray shown = attention.reshape(batch, heads, count).mul(any.reshape(batch, 1, 1));
        return new Output(seen.reshape(batch, width).mul(any), shown);
    }

    /** The query (0), key (1) or value (2) rows of the joint projection. */
    private NDArray project(int part, NDArray x) {
        long width = x.getShape().get(2);
        NDArray weight = Slice.of(weights.get("in_proj_weight"), 0, part * width, (part + 1) * width);
        NDArray bias = Slice.of(weights.get("in_proj_bias"), 0, part * width, (part + 1) * width);
        new NDList(weight, bias).attach(x.getManager());
        return Linear.apply(weight, bias, x);
    }
}
