package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.nn.Convolution;
import syntic.nn.Normalization;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** Latents to images. */
final class VaeDecoder {
    private VaeDecoder() {}

    static void declare(ShapeList list, AutoencoderKlConfig config) {
        list.convolution("conv_in", config.latentChannels(), config.coarsest(), 3);
        VaeMidBlock.declare(list.at("mid_block"), config.coarsest());
        for (int level = 0; level < config.levels(); level++) {
            ShapeList block = list.at("up_blocks." + level);
            int in = channels(config, Math.max(0, level - 1));
            int out = channels(config, level);
            for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
                ResidualBlock.declare(block.at("resnets." + layer), layer == 0 ? in : out, out, 0);
            }
            if (level < config.levels() - 1) {
                block.convolution("upsamplers.0.conv", out, out, 3);
            }
        }
        list.norm("conv_norm_out", config.blockOutChannels().get(0));
        list.convolution("conv_out", config.blockOutChannels().get(0), config.outChannels(), 3);
    }

    private static int channels(AutoencoderKlConfig config, int levelFromCoarsest) {
        return config.blockOutChannels().get(config.levels() - 1 - levelFromCoarsest);
    }

    /** @param latents [batch, latent channels, h, w]; returns [batch, channels, H, W] */
    static NDArray apply(Weights weights, AutoencoderKlConfig config, NDArray latents) {
        NDArray x = Convolution.layOut(Convolution.apply(weights.at("conv_in"), latents, 1, 1));
        x = VaeMidBlock.apply(weights.at("mid_block"), x, config.normGroups());
        for (int level = 0; level < config.levels(); level++) {
            Weights block = weights.at("up_blocks." + level);
            for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
                x = ResidualBlock.apply(block.at("resnets." + layer), x, null, config.normGroups(),
                        AutoencoderKL.NORM_EPS);
            }
            if (level < config.levels() - 1) {
                x = Convolution.applyUpsampled(block.at("upsamplers.0.conv"), x);
            }
        }
        x = Normalization.groupSilu(weights.at("conv_norm_out"), x, config.normGroups(), AutoencoderKL.NORM_EPS);
        return Convolution.apply(weights.at("conv_out"), x, 1, 1);
    }
}
