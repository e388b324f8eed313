package syntic.model.diffusion;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import syntic.model.ConfigFile;

/**
 * Architecture of a text-conditioned U-Net, as {@code unet/config.json} gives it.
 *
 * @param sampleSize height and width of the latents it was trained on
 * @param blockOutChannels channels of every resolution, the finest first
 * @param downAttends which resolutions attend to the text on the way down, the finest first
 * @param upAttends which do on the way up, the coarsest first
 * @param heads attention heads of every resolution, the finest first; the files call it {@code attention_head_dim},
 *     wrongly, and cannot change it any more
 * @param textWidth width of the token states ({@code cross_attention_dim})
 * @param linearProjection whether transformers are entered and left by a linear layer, as in Stable Diffusion 2,
 *     instead of a convolution of one pixel
 */
public record UNet2DConditionConfig(int sampleSize, int inChannels, int outChannels, List<Integer> blockOutChannels,
        List<Boolean> downAttends, List<Boolean> upAttends, int layersPerBlock, List<Integer> heads,
        int textWidth, int normGroups, double normEps, boolean flipSinToCos, int freqShift,
        boolean linearProjection) {
    static final String READ = "Stable Diffusion v1-4, v1-5, 2, 2-1, Turbo and what was tuned from them are read; "
            + "another generator can be given as an ImageGenerator in Java";
    private static final int MOST_LAYERS = 64;
    private static final String DOWN = "DownBlock2D";
    private static final String UP = "UpBlock2D";
    private static final String ATTENDING = "CrossAttn";
    /** Variants that are not supported, with the value that changes nothing. */
    private static final Map<String, String> IDLE = Map.ofEntries(Map.entry("addition_embed_type", "null"),
            Map.entry("class_embed_type", "null"), Map.entry("encoder_hid_dim", "null"),
            Map.entry("encoder_hid_dim_type", "null"), Map.entry("num_class_embeds", "null"),
            Map.entry("time_embedding_act_fn", "null"), Map.entry("timestep_post_act", "null"),
            Map.entry("num_attention_heads", "null"), Map.entry("time_cond_proj_dim", "null"),
            Map.entry("time_embedding_dim", "null"), Map.entry("cross_attention_norm", "null"),
            Map.entry("reverse_transformer_layers_per_block", "null"), Map.entry("attention_type", "\"default\""),
            Map.entry("resnet_time_scale_shift", "\"default\""), Map.entry("time_embedding_type", "\"positional\""),
            Map.entry("mid_block_type", "\"UNetMidBlock2DCrossAttn\""), Map.entry("act_fn", "\"silu\""),
            Map.entry("transformer_layers_per_block", "1"), Map.entry("conv_in_kernel", "3"),
            Map.entry("conv_out_kernel", "3"), Map.entry("resnet_out_scale_factor", "1"),
            Map.entry("mid_block_scale_factor", "1"), Map.entry("downsample_padding", "1"),
            Map.entry("center_input_sample", "false"), Map.entry("only_cross_attention", "false"),
            Map.entry("mid_block_only_cross_attention", "false"), Map.entry("dual_cross_attention", "false"),
            Map.entry("resnet_skip_time_act", "false"), Map.entry("class_embeddings_concat", "false"));

    public UNet2DConditionConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        downAttends = List.copyOf(downAttends);
        upAttends = List.copyOf(upAttends);
        heads = List.copyOf(heads);
    }

    /** @throws syntic.model.ModelException if a value is missing, malformed or of an unknown variant */
    public static UNet2DConditionConfig from(ConfigFile file) {
        if (file.text("addition_embed_type", "").equals("text_time")) {
            throw file.refuse("addition_embed_type", "is 'text_time': this is the denoiser of Stable Diffusion XL, "
                    + "which is told sizes and reads two text encoders; " + READ);
        }
        List<Integer> channels = file.levels("block_out_channels");
        int groups = file.count("norm_num_groups", 32);
        List<Integer> heads = file.isList("attention_head_dim") ? file.levels("attention_head_dim")
                : Collections.nCopies(channels.size(), file.count("attention_head_dim", 8));
        file.requireIdle(IDLE);
        if (heads.size() != channels.size()) {
            throw file.refuse("attention_head_dim", "has " + heads.size() + " entries for " + channels.size()
                    + " block_out_channels");
        }
        for (int level = 0; level < channels.size(); level++) {
            int width = channels.get(level);
            if (width % groups != 0 || width % heads.get(level) != 0) {
                throw file.refuse("block_out_channels", "has " + width + ", which norm_num_groups " + groups
                        + " or attention_head_dim " + heads.get(level) + " does not divide");
            }
        }
        return new UNet2DConditionConfig(file.count("sample_size", 64), file.count("in_channels", 4),
                file.count("out_channels", 4), channels, attends(file, "down_block_types", DOWN, channels.size()),
                attends(file, "up_block_types", UP, channels.size()),
                file.count("layers_per_block", 2, MOST_LAYERS), heads, file.count("cross_attention_dim", 1280), groups,
                file.number("norm_eps", 1e-5),
                file.flag("flip_sin_to_cos", true), file.integer("freq_shift", 0),
                file.flag("use_linear_projection", false));
    }

    private static List<Boolean> attends(ConfigFile file, String key, String plain, int levels) {
        List<String> types = file.texts(key);
        if (types.size() != levels) {
            throw file.refuse(key, "has " + types.size() + " entries for " + levels + " block_out_channels");
        }
        for (String type : types) {
            if (!type.equals(plain) && !type.equals(ATTENDING + plain)) {
                throw file.refuse(key, "has '" + type + "'; known: " + plain + ", " + ATTENDING + plain);
            }
        }
        return types.stream().map(type -> type.startsWith(ATTENDING)).toList();
    }

    /** Number of resolutions. */
    public int levels() {
        return blockOutChannels.size();
    }

    int timeWidth() {
        return 4 * blockOutChannels.get(0);
    }

    /** Channels at {@code level} counted from the coarsest. */
    int fromCoarsest(int level) {
        return blockOutChannels.get(levels() - 1 - level);
    }
}
