package syntic.stage;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import syntic.model.ConfigFile;
import syntic.model.gpt.GptConfig;
import syntic.nn.Initializer;
import syntic.nn.ShapeList;

/**
 * The shape of the caption decoder.
 *
 * @param features width of the features of the prefix
 * @param objects whether an auxiliary feature of the detected objects is part of the prefix
 * @param objectHeads heads of the object fusion (ours; the paper does not say)
 * @param normalisation what is done to features first
 */
public record CaptionModelConfig(GptConfig decoder, int features, boolean objects, int objectHeads,
        Normalisation normalisation) {
    /** What the names of tensors that are not trained begin with. */
    static final String WHITENING = "whitening.";
    /** Normalised features are some ten times as long as CLIP's own. */
    public static final double NORMALISED_GAIN = 0.3;
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
                heads, normalisation(file));
    }

    /** Decoders of former versions say only whether they whiten. */
    private static Normalisation normalisation(ConfigFile file) {
        if (!file.has("normalisation")) {
            return file.flag("whitened", false) ? Normalisation.WHITENED : Normalisation.NONE;
        }
        String name = file.text("normalisation");
        return Arrays.stream(Normalisation.values()).filter(one -> key(one).equals(name)).findFirst()
                .orElseThrow(() -> file.refuse("normalisation", "is \"" + name + "\"; there are "
                        + Arrays.stream(Normalisation.values()).map(CaptionModelConfig::key)
                        .collect(Collectors.joining(", "))));
    }

    private static String key(Normalisation normalisation) {
        return normalisation.name().toLowerCase(Locale.ROOT);
    }

    boolean normalised() {
        return normalisation != Normalisation.NONE;
    }

    /** The configuration under the keys that {@link #from} reads. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", "caption-decoder");
        json.addProperty("feature_width", features);
        json.addProperty("objects", objects);
        json.addProperty("object_heads", objectHeads);
        json.addProperty("normalisation", key(normalisation));
        json.add("decoder", decoder.toJson());
        return json;
    }

    /** Name and shape of every tensor. */
    public static Map<String, Shape> parameters(CaptionModelConfig config) {
        ShapeList list = new ShapeList();
        list.at("decoder").all(GptConfig.parameters(config.decoder()));
        list.linear("prefix.image", config.features(), config.decoder().width());
        if (config.objects()) {
            list.linear("prefix.objects", config.features(), config.decoder().width());
            list.at("objects").all(ObjectFusion.parameters(config.features()));
        }
        if (config.normalised()) {
            List<String> inputs = config.objects() ? List.of("images", "queries", "labels") : List.of("images");
            inputs.forEach(input -> list.at(WHITENING + input).all(Whitening.parameters(config.features())));
        }
        return list.shapes();
    }

    /** First weights: the decoder's as GPT-2 draws them, the rest scaled to their number of inputs. */
    Initializer initializer() {
        Initializer gpt = GptConfig.initializer(decoder);
        Initializer rest = Initializer.scaled(normalised() ? NORMALISED_GAIN : 1);
        return (name, shape) -> name.startsWith("decoder.") ? gpt.of(name, shape)
                : shape.dimension() < 2 || name.startsWith(WHITENING) ? Initializer.Spread.ZERO : rest.of(name, shape);
    }
}
