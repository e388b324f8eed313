package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.nn.Convolution;
import syntic.nn.Normalization;
import syntic.nn.Operators;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** Images to latents. */
final class VaeEncoder {
    private VaeEncoder() {}

    static void declare(ShapeList list, AutoencoderKlConfig config) {
        list.convolution("conv_in", config.inChannels(), config.blockOutChannels().get(0), 3);
        for (int level = 0; level < config.levels(); level++) {
            ShapeList block = list.at("down_blocks." + level);
            int in = config.blockOutChannels().get(Math.max(0, level - 1));
            int out = config.blockOutChannels().get(level);
            for (int layer = 0; layer < config.layersPerBlock(); layer++) {
                ResidualBlock.declare(block.at("resnets." + layer), layer == 0 ? in : out, out, 0);
            }
            if (level < config.levels() - 1) {
                block.convolution("downsamplers.0.conv", out, out, 3);
            }
        }
        VaeMidBlock.declare(list.at("mid_block"), config.coarsest());
        list.norm("conv_norm_out", config.coarsest());
        list.convolution("conv_out", config.coarsest(), 2 * config.latentChannels(), 3);
    }

    /** @param pixels [batch, channels, H, W]; returns [batch, 2 · latent channels, h, w] */
    static NDArray apply(Weights weights, AutoencoderKlConfig config, NDArray pixels) {
        NDArray x = Convolution.layOut(Convolution.apply(weights.at("conv_in"), pixels, 1, 1));
        for (int level = 0; level < config.levels(); level++) {
            Weights block = weights.at("down_blocks." + level);
            for (int layer = 0; layer < config.layersPerBlock(); layer++) {
                x = ResidualBlock.apply(block.at("resnets." + layer), x, null, config.normGroups(),
                        AutoencoderKL.NORM_EPS);
            }
            if (level < config.levels() - 1) {
                x = Convolution.apply(block.at("downsamplers.0.conv"), Operators.padBottomRight(x), 2, 0);
            }
        }
        x = VaeMidBlock.apply(weights.at("mid_block"), x, config.normGroups());
        x = Normalization.groupSilu(weights.at("conv_norm_out"), x, config.normGroups(), AutoencoderKL.NORM_EPS);
        return Convolution.apply(weights.at("conv_out"), x, 1, 1);
    }
}
