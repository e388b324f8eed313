package syntic.model.diffusion;

import java.util.List;
import java.util.Set;
import syntic.model.ConfigFile;

/**
 * Architecture of a text-conditioned U-Net, as {@code unet/config.json} gives it.
 *
 * @param sampleSize height and width of the latents it was trained on
 * @param blockOutChannels channels of every resolution, the finest first
 * @param downAttends which resolutions attend to the text on the way down, the finest first
 * @param upAttends which do on the way up, the coarsest first
 * @param heads attention heads; the files call it {@code attention_head_dim}, wrongly, and cannot change it any more
 * @param textWidth width of the token states ({@code cross_attention_dim})
 */
public record UNet2DConditionConfig(int sampleSize, int inChannels, int outChannels, List<Integer> blockOutChannels,
        List<Boolean> downAttends, List<Boolean> upAttends, int layersPerBlock, int heads, int textWidth,
        int normGroups, double normEps, boolean flipSinToCos, int freqShift) {
    private static final int MOST_LAYERS = 64;
    private static final String DOWN = "DownBlock2D";
    private static final String UP = "UpBlock2D";
    private static final String ATTENDING = "CrossAttn";
    /** Options that change the computation and are not known here; present and set, they are refused. */
    private static final Set<String> UNKNOWN = Set.of("addition_embed_type", "class_embed_type", "encoder_hid_dim",
            "num_class_embeds", "time_embedding_act_fn", "timestep_post_act", "num_attention_heads",
            "time_cond_proj_dim", "attention_type");
    private static final Set<String> UNKNOWN_FLAGS = Set.of("center_input_sample", "only_cross_attention",
            "dual_cross_attention", "use_linear_projection", "resnet_skip_time_act", "class_embeddings_concat");

    public UNet2DConditionConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        downAttends = List.copyOf(downAttends);
        upAttends = List.copyOf(upAttends);
    }

    /** @throws syntic.model.ModelException if a value is missing, malformed or of an unknown variant */
    public static UNet2DConditionConfig from(ConfigFile file) {
        List<Integer> channels = file.levels("block_out_channels");
        int groups = file.count("norm_num_groups", 32);
        int heads = file.count("attention_head_dim", 8);
        refuseUnknown(file);
        for (int width : channels) {
            if (width % groups != 0 || width % heads != 0) {
                throw file.refuse("block_out_channels", "has " + width + ", which norm_num_groups " + groups
                        + " or attention_head_dim " + heads + " does not divide");
            }
        }
        return new UNet2DConditionConfig(file.count("sample_size", 64), file.count("in_channels", 4),
                file.count("out_channels", 4), channels, attends(file, "down_block_types", DOWN, channels.size()),
                attends(file, "up_block_types", UP, channels.size()),
                file.count("layers_per_block", 2, MOST_LAYERS), heads, file.count("cross_attention_dim", 1280), groups,
                file.number("norm_eps", 1e-5),
                file.flag("flip_sin_to_cos", true), file.integer("freq_shift", 0));
    }

    private static void refuseUnknown(ConfigFile file) {
        for (String key : UNKNOWN) {
            if (file.has(key) && !(key.equals("attention_type") && file.text(key).equals("default"))) {
                throw file.refuse(key, "is set; this variant of the U-Net is not supported");
            }
        }
        for (String key : UNKNOWN_FLAGS) {
            if (file.flag(key, false)) {
                throw file.refuse(key, "is true; this variant of the U-Net is not supported");
            }
        }
        if (!file.text("act_fn", "silu").equals("silu")) {
            throw file.refuse("act_fn", "must be silu");
        }
        if (file.number("mid_block_scale_factor", 1) != 1 || file.number("downsample_padding", 1) != 1) {
            throw file.refuse("mid_block_scale_factor", "and downsample_padding must be 1");
        }
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
