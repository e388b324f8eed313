package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Activation;
import syntic.nn.Attention;
import syntic.nn.Convolution;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Scope;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/**
 * A transformer layer over the positions of a feature map: they attend to each other, then to the text (Rombach et al.
 * 2022, section 3.3). This is where the image learns what the sentence says.
 */
final class SpatialTransformer {
    private static final double GROUP_NORM_EPS = 1e-6;
    private static final double LAYER_NORM_EPS = 1e-5;
    private static final int WIDENING = 4;

    private SpatialTransformer() {}

    static void declare(ShapeList list, int channels, UNet2DConditionConfig config) {
        list.norm("norm", channels);
        declareProjection(list, "proj_in", channels, config.linearProjection());
        ShapeList block = list.at("transformer_blocks.0");
        block.norm("norm1", channels);
        declareAttention(block.at("attn1"), channels, channels);
        block.norm("norm2", channels);
        declareAttention(block.at("attn2"), channels, config.textWidth());
        block.norm("norm3", channels);
        block.linear("ff.net.0.proj", channels, 2 * WIDENING * channels);
        block.linear("ff.net.2", WIDENING * channels, channels);
        declareProjection(list, "proj_out", channels, config.linearProjection());
    }

    private static void declareProjection(ShapeList list, String name, int channels, boolean linear) {
        if (linear) {
            list.linear(name, channels, channels);
        } else {
            list.convolution(name, channels, channels, 1);
        }
    }

    private static void declareAttention(ShapeList list, int channels, int sourceWidth) {
        list.linearWithoutBias("to_q", channels, channels);
        list.linearWithoutBias("to_k", sourceWidth, channels);
        list.linearWithoutBias("to_v", sourceWidth, channels);
        list.linear("to_out.0", channels, channels);
    }

    /**
     * @param x [batch, channels, height, width]
     * @param text token states [batch, tokens, text width]
     * @param level the resolution, 0 for the finest
     * @return [batch, channels, height, width]
     */
    static NDArray apply(Weights weights, NDArray x, NDArray text, UNet2DConditionConfig config, int level) {
        Shape shape = x.getShape();
        boolean linear = config.linearProjection();
        return Scope.run(x, input -> {
            NDArray tokens = Normalization.group(weights.at("norm"), input, config.normGroups(), GROUP_NORM_EPS);
            tokens = linear ? tokens : Convolution.apply(weights.at("proj_in"), tokens, 1, 0);
            tokens = tokens.transpose(0, 2, 3, 1)
                    .reshape(shape.get(0), shape.get(2) * shape.get(3), shape.get(1)); // [batch, positions, channels]
            tokens = linear ? Linear.apply(weights.at("proj_in"), tokens) : tokens;
            tokens = layer(weights.at("transformer_blocks.0"), tokens, Scope.view(text, input),
                    config.heads().get(level));
            tokens = linear ? Linear.apply(weights.at("proj_out"), tokens) : tokens;
            NDArray map = tokens.reshape(shape.get(0), shape.get(2), shape.get(3), shape.get(1)).transpose(0, 3, 1, 2);
            return (linear ? map : Convolution.apply(weights.at("proj_out"), map, 1, 0)).addi(input);
        });
    }

    private static NDArray layer(Weights weights, NDArray tokens, NDArray text, int heads) {
        NDArray normed = Normalization.layer(weights.at("norm1"), tokens, LAYER_NORM_EPS);
        NDArray x = tokens.add(attend(weights.at("attn1"), normed, normed, heads));
        normed = Normalization.layer(weights.at("norm2"), x, LAYER_NORM_EPS);
        x = x.add(attend(weights.at("attn2"), normed, text, heads));
        normed = Normalization.layer(weights.at("norm3"), x, LAYER_NORM_EPS);
        return x.add(feedForward(weights.at("ff.net"), normed));
    }

    private static NDArray attend(Weights weights, NDArray queries, NDArray source, int heads) {
        NDArray seen = Attention.apply(Linear.apply(weights.at("to_q"), queries),
                Linear.apply(weights.at("to_k"), source), Linear.apply(weights.at("to_v"), source), heads,
                Attention.Sight.ALL);
        return Linear.apply(weights.at("to_out.0"), seen);
    }

    /** GEGLU (Shazeer 2020): one half of the widened states is gated by the other. */
    private static NDArray feedForward(Weights weights, NDArray x) {
        NDList halves = Linear.apply(weights.at("0.proj"), x).split(2, 2);
        return Linear.apply(weights.at("2"), halves.get(0).mul(Activation.GELU.apply(halves.get(1))));
    }
}
