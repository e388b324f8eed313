package syntic.model.capdec;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.Map;
import syntic.model.ConfigFile;
import syntic.nn.Activation;
import syntic.nn.Initializer;
import syntic.nn.ShapeList;

/**
 * The shape of a {@link TransformerMapper}.
 *
 * @param features width of the features ({@code dim_clip})
 * @param width of the language model ({@code dim_embedding})
 * @param prefix number of learned vectors, which become the prefix ({@code prefix_length})
 * @param inputs number of vectors that a feature is spread over ({@code clip_length})
 * @param layers {@code num_layers}
 * @param heads {@code num_heads}
 * @param inner width inside the feed-forward block ({@code mlp_ratio} times the width)
 * @param activation {@code activation}
 * @param eps of the layer normalisations ({@code layer_norm_eps})
 */
public record TransformerMapperConfig(int features, int width, int prefix, int inputs, int layers, int heads,
        int inner, Activation activation, double eps) {
    public TransformerMapperConfig {
        if (features < 1 || width < 1 || prefix < 1 || inputs < 1 || layers < 1 || heads < 1 || inner < 1) {
            throw new IllegalArgumentException("sizes must be 1 or more: features " + features + ", width " + width
                    + ", prefix " + prefix + ", inputs " + inputs + ", layers " + layers + ", heads " + heads
                    + ", inner " + inner);
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("a width of " + width + " cannot be split into " + heads + " heads");
        }
    }

    /** CapDec's own: 8 layers, 8 heads, 40 vectors made of the feature and 40 learned ones. */
    public static TransformerMapperConfig capdec(int features, int width) {
        return new TransformerMapperConfig(features, width, 40, 40, 8, 8, 2 * width, Activation.RELU, 1e-5);
    }

    public static TransformerMapperConfig from(ConfigFile file) {
        int width = file.count("dim_embedding");
        int heads = file.count("num_heads", 8);
        if (width % heads != 0) {
            throw file.refuse("num_heads", "is " + heads + ", which does not divide dim_embedding " + width);
        }
        double inner = width * file.number("mlp_ratio", 2);
        if (inner != Math.rint(inner) || inner < 1 || inner > 1 << 24) {
            throw file.refuse("mlp_ratio", "makes a feed-forward width of " + inner);
        }
        return new TransformerMapperConfig(file.count("dim_clip"), width, file.count("prefix_length"),
                file.count("clip_length"), file.layers("num_layers", 8), heads, (int) inner,
                file.activation("activation", Activation.RELU), file.number("layer_norm_eps", 1e-5));
    }

    /** The configuration under the keys that {@link #from} reads. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("dim_clip", features);
        json.addProperty("dim_embedding", width);
        json.addProperty("prefix_length", prefix);
        json.addProperty("clip_length", inputs);
        json.addProperty("num_layers", layers);
        json.addProperty("num_heads", heads);
        json.addProperty("mlp_ratio", (double) inner / width);
        json.addProperty("activation", activation.configName());
        json.addProperty("layer_norm_eps", eps);
        return json;
    }

    /** First weights with the deviations that PyTorch gives linear layers; the learned vectors with deviation 1. */
    public static Initializer initializer() {
        Initializer linear = Initializer.scaled(1 / Math.sqrt(3));
        return (name, shape) -> name.equals("prefix_const") ? new Initializer.Spread(1, 0) : linear.of(name, shape);
    }

    /** Name and shape of every tensor. */
    public static Map<String, Shape> parameters(TransformerMapperConfig config) {
        int width = config.width();
        ShapeList list = new ShapeList();
        list.tensor("prefix_const", config.prefix(), width);
        for (int i = 0; i < config.layers(); i++) {
            ShapeList layer = list.at("transformer.layers." + i);
            layer.norm("norm1", width);
            layer.linearWithoutBias("attn.to_queries", width, width);
            layer.linearWithoutBias("attn.to_keys_values", width, 2L * width);
            layer.linear("attn.project", width, width);
            layer.norm("norm2", width);
            layer.linear("mlp.fc1", width, config.inner());
            layer.linear("mlp.fc2", config.inner(), width);
        }
        list.linear("linear", config.features(), (long) config.inputs() * width);
        return list.shapes();
    }
}
