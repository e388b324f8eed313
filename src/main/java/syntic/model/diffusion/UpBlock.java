package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Deque;
import syntic.nn.Convolution;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** One resolution of the way up: every layer also sees a state that was kept on the way down. */
final class UpBlock {
    private UpBlock() {}

    /** @param level counted from the coarsest */
    static void declare(ShapeList list, UNet2DConditionConfig config, int level) {
        int out = config.fromCoarsest(level);
        int before = config.fromCoarsest(Math.max(0, level - 1));
        int finer = config.fromCoarsest(Math.min(level + 1, config.levels() - 1));
        for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
            int kept = layer == config.layersPerBlock() ? finer : out;
            ResidualBlock.declare(list.at("resnets." + layer), (layer == 0 ? before : out) + kept, out,
                    config.timeWidth());
            if (config.upAttends().get(level)) {
                SpatialTransformer.declare(list.at("attentions." + layer), out, config);
            }
        }
        if (level < config.levels() - 1) {
            list.convolution("upsamplers.0.conv", out, out, 3);
        }
    }

    /** @param x [batch, before, h, w]; returns [batch, out, 2h, 2w], at the last level [batch, out, h, w] */
    static NDArray apply(Weights weights, UNet2DConditionConfig config, int level, NDArray x, NDArray time,
            NDArray text, Deque<NDArray> kept) {
        for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
            x = ResidualBlock.apply(weights.at("resnets." + layer), x.concat(kept.pop(), 1), time, config.normGroups(),
                    config.normEps());
            if (config.upAttends().get(level)) {
                x = SpatialTransformer.apply(weights.at("attentions." + layer), x, text, config,
                        config.levels() - 1 - level);
            }
        }
        if (level < config.levels() - 1) {
            x = Convolution.applyUpsampled(weights.at("upsamplers.0.conv"), x);
        }
        return x;
    }
}
