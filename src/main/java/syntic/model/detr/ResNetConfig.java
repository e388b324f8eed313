package syntic.model.detr;

import java.util.List;
import java.util.Map;
import syntic.model.ConfigFile;
import syntic.nn.Activation;

/**
 * Shape of a residual network (He et al. 2016) as DETR uses it: a 7×7 stem of stride 2, a max pooling of stride 2, and
 * stages of which every one but the first halves the resolution.
 *
 * @param channels of the image
 * @param stem channels after the first convolution
 * @param widths channels after each stage
 * @param depths blocks of each stage
 * @param halveFirstStage whether the first stage halves the resolution too
 * @param strideFirst whether the stride of a bottleneck is in its first convolution instead of its 3×3 one
 */
public record ResNetConfig(int channels, int stem, List<Integer> widths, List<Integer> depths, Block block,
        Activation activation, boolean halveFirstStage, boolean strideFirst) {
    /** Two 3×3 convolutions, or 1×1, 3×3, 1×1 with a quarter of the width inside. */
    public enum Block { BASIC, BOTTLENECK }

    private static final int MOST_BLOCKS = 100;
    private static final List<Integer> NARROW = List.of(64, 128, 256, 512);
    private static final List<Integer> WIDE = List.of(256, 512, 1024, 2048);
    private static final Map<String, ResNetConfig> NAMED = Map.of(
            "resnet18", named(Block.BASIC, NARROW, List.of(2, 2, 2, 2)),
            "resnet34", named(Block.BASIC, NARROW, List.of(3, 4, 6, 3)),
            "resnet50", named(Block.BOTTLENECK, WIDE, List.of(3, 4, 6, 3)),
            "resnet101", named(Block.BOTTLENECK, WIDE, List.of(3, 4, 23, 3)),
            "resnet152", named(Block.BOTTLENECK, WIDE, List.of(3, 8, 36, 3)));

    public ResNetConfig {
        widths = List.copyOf(widths);
        depths = List.copyOf(depths);
        if (widths.size() != depths.size()) {
            throw new IllegalArgumentException("hidden_sizes " + widths + " and depths " + depths
                    + " must have one value a stage each");
        }
        if (block == Block.BOTTLENECK && widths.stream().anyMatch(width -> width % 4 != 0)) {
            throw new IllegalArgumentException("the hidden_sizes " + widths + " of bottleneck blocks must be "
                    + "multiples of 4");
        }
    }

    /** Reads the backbone of a DETR configuration: {@code backbone_config} if it is there, else the name. */
    static ResNetConfig from(ConfigFile detr) {
        if (detr.flag("dilation", false)) {
            throw detr.refuse("dilation", "is true; dilated backbones (the DC5 variants) are not implemented");
        }
        if (!detr.has("backbone_config")) {
            return named(detr, detr.text("backbone", "resnet50"));
        }
        ConfigFile config = detr.object("backbone_config");
        return switch (config.text("model_type")) {
            case "resnet" -> resnet(config);
            case "timm_backbone" -> named(config, config.text("backbone"));
            default -> throw config.refuse("model_type", "is '" + config.text("model_type")
                    + "'; residual networks ('resnet', 'timm_backbone') are implemented");
        };
    }

    private static ResNetConfig resnet(ConfigFile config) {
        List<Integer> widths = config.has("hidden_sizes") ? config.levels("hidden_sizes") : WIDE;
        List<Integer> depths = config.has("depths") ? config.levels("depths") : List.of(3, 4, 6, 3);
        if (depths.stream().anyMatch(depth -> depth > MOST_BLOCKS)) {
            throw config.refuse("depths", "is " + depths + "; a stage has at most " + MOST_BLOCKS + " blocks");
        }
        String last = "stage" + widths.size();
        if (config.has("out_features") && !config.texts("out_features").contains(last)) {
            throw config.refuse("out_features", "must contain the last stage, '" + last + "'");
        }
        Block block = switch (config.text("layer_type", "bottleneck")) {
            case "basic" -> Block.BASIC;
            case "bottleneck" -> Block.BOTTLENECK;
            default -> throw config.refuse("layer_type", "must be 'basic' or 'bottleneck'");
        };
        try {
            return new ResNetConfig(config.count("num_channels", 3), config.count("embedding_size", 64), widths, depths,
                    block, Activation.of(config.text("hidden_act", "relu")),
                    config.flag("downsample_in_first_stage", false), config.flag("downsample_in_bottleneck", false));
        } catch (IllegalArgumentException e) {
            throw config.refuse("layer_type", "does not fit: " + e.getMessage());
        }
    }

    private static ResNetConfig named(ConfigFile config, String name) {
        ResNetConfig known = NAMED.get(name.replaceFirst("^microsoft/", "").replace("-", ""));
        if (known == null) {
            throw config.refuse("backbone", "is '" + name + "'; known: " + NAMED.keySet().stream().sorted().toList());
        }
        return known;
    }

    private static ResNetConfig named(Block block, List<Integer> widths, List<Integer> depths) {
        return new ResNetConfig(3, 64, widths, depths, block, Activation.RELU, false, false);
    }

    /** Channels of the feature map. */
    public int features() {
        return widths.get(widths.size() - 1);
    }

    /** Channels that enter a stage. */
    int into(int stage) {
        return stage == 0 ? stem : widths.get(stage - 1);
    }

    /** Stride of a stage's first block. */
    int stride(int stage) {
        return stage == 0 && !halveFirstStage ? 1 : 2;
    }
}
