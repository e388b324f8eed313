package syntic.stage;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.model.ConfigFile;
import syntic.model.gpt.GptConfig;
import syntic.nn.Initializer;

/**
 * The shape of the caption decoder.
 *
 * @param features width of the features of the prefix
 * @param objects whether an auxiliary feature of the detected objects is part of the prefix
 * @param objectHeads heads of the object fusion (ours; the paper does not say)
 * @param whitened whether features are centred and brought to equal variance first, with statistics of the training
 *     inputs: for a small CLIP (ours)
 */
public record CaptionModelConfig(GptConfig decoder, int features, boolean objects, int objectHeads,
        boolean whitened) {
    /** What the names of tensors that are not trained begin with. */
    static final String WHITENING = "whitening.";
    /** Whitened features are some ten times as long as CLIP's own. */
    public static final double WHITENED_GAIN = 0.3;
    /** Share of the mean variance that whitening adds to every direction, so that empty ones are not blown up. */
    public static final double WHITENING_FLOOR = 0.02;

    public CaptionModelConfig {
        if (features < 1 || objectHeads < 1 || features % objectHeads != 0) {
            throw new IllegalArgumentException("features of width " + features + " cannot be split into " + objectHeads
                    + " heads");
        }
    }

    public static CaptionModelConfig from(ConfigFile file) {
        int features = file.count("feature_width");
        int heads = file.count("object_heads");
        if (features % heads != 0) {
            throw file.refuse("object_heads", "is " + heads + ", which does not divide feature_width " + features);
        }
        return new CaptionModelConfig(GptConfig.from(file.object("decoder")), features, file.flag("objects", true),
                heads, file.flag("whitened", false));
    }

    /** The configuration under the keys that {@link #from} reads. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", "caption-decoder");
        json.addProperty("feature_width", features);
        json.addProperty("objects", objects);
        json.addProperty("object_heads", objectHeads);
        json.addProperty("whitened", whitened);
        json.add("decoder", decoder.toJson());
        return json;
    }

    /** Name and shape of every tensor. */
    public static Map<String, Shape> parameters(CaptionModelConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        GptConfig.parameters(config.decoder()).forEach((name, shape) -> shapes.put("decoder." + name, shape));
        prefix(shapes, "prefix.image", config);
        if (config.objects()) {
            prefix(shapes, "prefix.objects", config);
            ObjectFusion.parameters(config.features()).forEach((name, shape) -> shapes.put("objects." + name, shape));
        }
        if (config.whitened()) {
            List<String> inputs = config.objects() ? List.of("images", "queries", "labels") : List.of("images");
            inputs.forEach(input -> Whitening.parameters(config.features()).forEach(
                    (name, shape) -> shapes.put(WHITENING + input + "." + name, shape)));
        }
        return shapes;
    }

    private static void prefix(Map<String, Shape> shapes, String name, CaptionModelConfig config) {
        shapes.put(name + ".weight", new Shape(config.decoder().width(), config.features()));
        shapes.put(name + ".bias", new Shape(config.decoder().width()));
    }

    /** First weights: the decoder's as GPT-2 draws them, the rest scaled to their number of inputs. */
    Initializer initializer() {
        Initializer gpt = GptConfig.initializer(decoder);
        Initializer rest = Initializer.scaled(whitened ? WHITENED_GAIN : 1);
        return (name, shape) -> name.startsWith("decoder.") ? gpt.of(name, shape)
                : shape.dimension() < 2 || name.startsWith(WHITENING) ? Initializer.Spread.ZERO : rest.of(name, shape);
    }
}
