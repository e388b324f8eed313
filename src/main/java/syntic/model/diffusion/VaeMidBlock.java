package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Attention;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** The coarsest resolution of the autoencoder: residual blocks around one head of attention over all positions. */
final class VaeMidBlock {
    private VaeMidBlock() {}

    static void declare(ShapeList list, int channels) {
        ResidualBlock.declare(list.at("resnets.0"), channels, channels, 0);
        ShapeList attention = list.at("attentions.0");
        attention.norm("group_norm", channels);
        for (String projection : new String[] {"to_q", "to_k", "to_v", "to_out.0"}) {
            attention.linear(projection, channels, channels);
        }
        ResidualBlock.declare(list.at("resnets.1"), channels, channels, 0);
    }

    /** @param x [batch, channels, h, w], as the result */
    static NDArray apply(Weights weights, NDArray x, int groups) {
        x = ResidualBlock.apply(weights.at("resnets.0"), x, null, groups, AutoencoderKL.NORM_EPS);
        x = attend(weights.at("attentions.0"), x, groups);
        return ResidualBlock.apply(weights.at("resnets.1"), x, null, groups, AutoencoderKL.NORM_EPS);
    }

    private static NDArray attend(Weights weights, NDArray x, int groups) {
        Shape shape = x.getShape();
        NDArray tokens = Normalization.group(weights.at("group_norm"), x, groups, AutoencoderKL.NORM_EPS)
                .transpose(0, 2, 3, 1)
                .reshape(shape.get(0), shape.get(2) * shape.get(3), shape.get(1)); // [batch, positions, channels]
        NDArray seen = Attention.apply(Linear.apply(weights.at("to_q"), tokens),
                Linear.apply(weights.at("to_k"), tokens), Linear.apply(weights.at("to_v"), tokens), 1,
                Attention.Sight.ALL);
        return x.add(Linear.apply(weights.at("to_out.0"), seen)
                .reshape(shape.get(0), shape.get(2), shape.get(3), shape.get(1)).transpose(0, 3, 1, 2));
    }
}
