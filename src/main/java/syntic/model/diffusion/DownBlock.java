package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Deque;
import syntic.nn.Convolution;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** One resolution of the way down. Every state is kept for the way up. */
final class DownBlock {
    private DownBlock() {}

    static void declare(ShapeList list, UNet2DConditionConfig config, int level) {
        int out = config.blockOutChannels().get(level);
        int in = config.blockOutChannels().get(Math.max(0, level - 1));
        for (int layer = 0; layer < config.layersPerBlock(); layer++) {
            ResidualBlock.declare(list.at("resnets." + layer), layer == 0 ? in : out, out, config.timeWidth());
            if (config.downAttends().get(level)) {
                SpatialTransformer.declare(list.at("attentions." + layer), out, config);
            }
        }
        if (level < config.levels() - 1) {
            list.convolution("downsamplers.0.conv", out, out, 3);
        }
    }

    /** @param x [batch, in, h, w]; returns [batch, out, h/2, w/2], at the last level [batch, out, h, w] */
    static NDArray apply(Weights weights, UNet2DConditionConfig config, int level, NDArray x, NDArray time,
            NDArray text, Deque<NDArray> kept) {
        for (int layer = 0; layer < config.layersPerBlock(); layer++) {
            x = ResidualBlock.apply(weights.at("resnets." + layer), x, time, config.normGroups(), config.normEps());
            if (config.downAttends().get(level)) {
                x = SpatialTransformer.apply(weights.at("attentions." + layer), x, text, config,
                        level);
            }
            kept.push(x);
        }
        if (level < config.levels() - 1) {
            x = Convolution.apply(weights.at("downsamplers.0.conv"), x, 2, 1);
            kept.push(x);
        }
        return x;
    }
}
