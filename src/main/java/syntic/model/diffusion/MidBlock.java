package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** The coarsest resolution, between the way down and the way up. */
final class MidBlock {
    private MidBlock() {}

    static void declare(ShapeList list, UNet2DConditionConfig config) {
        int channels = config.fromCoarsest(0);
        ResidualBlock.declare(list.at("resnets.0"), channels, channels, config.timeWidth());
        SpatialTransformer.declare(list.at("attentions.0"), channels, config);
        ResidualBlock.declare(list.at("resnets.1"), channels, channels, config.timeWidth());
    }

    /** @param x [batch, channels, h, w], as the result */
    static NDArray apply(Weights weights, UNet2DConditionConfig config, NDArray x, NDArray time, NDArray text) {
        x = ResidualBlock.apply(weights.at("resnets.0"), x, time, config.normGroups(), config.normEps());
        x = SpatialTransformer.apply(weights.at("attentions.0"), x, text, config, config.levels() - 1);
        return ResidualBlock.apply(weights.at("resnets.1"), x, time, config.normGroups(), config.normEps());
    }
}
