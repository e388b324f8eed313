package syntic.model.clip;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import syntic.model.ConfigFile;
import syntic.nn.Activation;
import syntic.nn.ShapeList;

/**
 * The image encoder of CLIP (a vision transformer), from the {@code vision_config} of a CLIPModel.
 *
 * @param width of the hidden states
 * @param inner width of the feed-forward layers
 * @param image side of the square input, in pixels
 * @param patch side of a square patch, in pixels
 */
public record ClipVisionConfig(int width, int inner, int layers, int heads, int image, int patch, int channels,
        Activation activation, double eps) {
    /** Longest side of an image. */
    private static final int MOST_PIXELS = 1 << 14;

    public static ClipVisionConfig from(ConfigFile file) {
        int width = file.count("hidden_size", 768);
        int image = file.count("image_size", 224, MOST_PIXELS);
        int patch = file.count("patch_size", 32);
        if (patch > image) {
            throw file.refuse("patch_size", "is " + patch + ", more than the image_size of " + image);
        }
        return new ClipVisionConfig(width, file.count("intermediate_size", 3072), file.layers("num_hidden_layers", 12),
                ClipEncoder.heads(file, width, 12), image, patch, file.count("num_channels", 3),
                ClipEncoder.activation(file), file.number("layer_norm_eps", 1e-5));
    }

    /** Patches and the class token. */
    public int tokens() {
        return (image / patch) * (image / patch) + 1;
    }

    /** Name and shape of every tensor of the image encoder in a CLIPModel. */
    public static Map<String, Shape> parameters(ClipVisionConfig config) {
        ShapeList list = new ShapeList();
        int width = config.width();
        list.tensor("vision_model.embeddings.class_embedding", width);
        list.tensor("vision_model.embeddings.patch_embedding.weight", width, config.channels(), config.patch(),
                config.patch());
        list.tensor("vision_model.embeddings.position_embedding.weight", config.tokens(), width);
        list.norm("vision_model.pre_layrnorm", width);
        config.encoder().declare(list.at("vision_model.encoder"));
        list.norm("vision_model.post_layernorm", width);
        return list.shapes();
    }

    ClipEncoder encoder() {
        return new ClipEncoder(width, inner, layers, heads, activation, eps);
    }
}
