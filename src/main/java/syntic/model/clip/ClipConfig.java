package syntic.model.clip;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import syntic.model.Architecture;
import syntic.model.ConfigFile;

/**
 * A whole CLIP, from the {@code config.json} of a CLIPModel.
 *
 * @param projection width of the space that images and sentences share
 */
public record ClipConfig(ClipTextConfig text, ClipVisionConfig vision, int projection) {

    public static ClipConfig from(ConfigFile file) {
        Architecture.CLIP.require(file);
        return new ClipConfig(ClipTextConfig.from(file.object("text_config")),
                ClipVisionConfig.from(file.object("vision_config")), file.count("projection_dim", 512));
    }

    /** Name and shape of every tensor of a CLIPModel. */
    public static Map<String, Shape> parameters(ClipConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("logit_scale", new Shape());
        shapes.putAll(ClipTextConfig.parameters(config.text()));
        shapes.putAll(ClipVisionConfig.parameters(config.vision()));
        shapes.put("visual_projection.weight", new Shape(config.projection(), config.vision().width()));
        shapes.put("text_projection.weight", new Shape(config.projection(), config.text().width()));
        return shapes;
    }
}
