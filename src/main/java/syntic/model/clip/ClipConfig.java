package syntic.model.clip;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import syntic.model.Architecture;
import syntic.model.ConfigFile;
import syntic.nn.ShapeList;

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
        ShapeList list = new ShapeList();
        list.tensor("logit_scale");
        list.all(ClipTextConfig.parameters(config.text()));
        list.all(ClipVisionConfig.parameters(config.vision()));
        list.linearWithoutBias("visual_projection", config.vision().width(), config.projection());
        list.linearWithoutBias("text_projection", config.text().width(), config.projection());
        return list.shapes();
    }
}
