package syntic.model.diffusion;

import java.util.List;
import java.util.Map;
import syntic.model.ConfigFile;

/**
 * Architecture of a variational autoencoder for images, as {@code vae/config.json} gives it.
 *
 * @param sampleSize height and width of the images it was trained on
 * @param blockOutChannels channels of every resolution, the finest first; each but the last halves the resolution
 * @param scalingFactor latents are multiplied by it to have about unit deviation
 */
public record AutoencoderKlConfig(int sampleSize, int inChannels, int outChannels, int latentChannels,
        List<Integer> blockOutChannels, int layersPerBlock, int normGroups, double scalingFactor) {
    private static final int MOST_LAYERS = 64;

    public AutoencoderKlConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
    }

    /** @throws syntic.model.ModelException if a value is missing, malformed or of an unknown variant */
    public static AutoencoderKlConfig from(ConfigFile file) {
        List<Integer> channels = file.levels("block_out_channels");
        int groups = file.count("norm_num_groups", 32);
        for (int width : channels) {
            if (width % groups != 0) {
                throw file.refuse("block_out_channels", "has " + width + ", which norm_num_groups " + groups
                        + " does not divide");
            }
        }
        requireTypes(file, "down_block_types", "DownEncoderBlock2D", channels.size());
        requireTypes(file, "up_block_types", "UpDecoderBlock2D", channels.size());
        file.requireIdle(Map.of("act_fn", "\"silu\"", "shift_factor", "0", "latents_mean", "null",
                "latents_std", "null", "use_quant_conv", "true", "use_post_quant_conv", "true",
                "mid_block_add_attention", "true"));
        return new AutoencoderKlConfig(file.count("sample_size", 32), file.count("in_channels", 3),
                file.count("out_channels", 3), file.count("latent_channels", 4), channels,
                file.count("layers_per_block", 1, MOST_LAYERS), groups, file.number("scaling_factor", 0.18215));
    }

    /** The same with another {@code scaling_factor}. */
    public AutoencoderKlConfig withScalingFactor(double factor) {
        return new AutoencoderKlConfig(sampleSize, inChannels, outChannels, latentChannels, blockOutChannels,
                layersPerBlock, normGroups, factor);
    }

    private static void requireTypes(ConfigFile file, String key, String known, int levels) {
        List<String> types = file.texts(key);
        if (types.size() != levels || !types.stream().allMatch(known::equals)) {
            throw file.refuse(key, "must be " + levels + " times " + known + ", not " + types);
        }
    }

    /** Number of resolutions. */
    public int levels() {
        return blockOutChannels.size();
    }

    /** How many pixels wide a latent is. */
    public int pixelsPerLatent() {
        return 1 << levels() - 1;
    }

    int coarsest() {
        return blockOutChannels.get(levels() - 1);
    }
}
