package syntic.method.capdec;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.Map;
import syntic.model.ConfigFile;
import syntic.model.capdec.TransformerMapperConfig;
import syntic.model.gpt.GptConfig;
import syntic.nn.ShapeList;

/**
 * The shape of a {@link MappedModel}.
 *
 * @param tuned whether the language model is trained too, not the mapper alone
 */
record MappedModelConfig(GptConfig decoder, TransformerMapperConfig mapper, boolean tuned) {
    /** What the names of the tensors begin with, as in CapDec's own checkpoints. */
    static final String DECODER = "gpt";
    static final String MAPPER = "clip_project";

    MappedModelConfig {
        if (mapper.width() != decoder.width()) {
            throw new IllegalArgumentException("the mapper makes vectors of width " + mapper.width() + ", the language "
                    + "model reads " + decoder.width());
        }
        if (mapper.prefix() >= decoder.positions()) {
            throw new IllegalArgumentException("a prefix of " + mapper.prefix() + " vectors leaves no room in "
                    + decoder.positions() + " positions");
        }
    }

    static MappedModelConfig from(ConfigFile file) {
        return new MappedModelConfig(GptConfig.from(file.object(DECODER)),
                TransformerMapperConfig.from(file.object(MAPPER)), file.flag("tuned", true));
    }

    /** The configuration under the keys that {@link #from} reads. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", "mapped-decoder");
        json.addProperty("tuned", tuned);
        json.add(DECODER, decoder.toJson());
        json.add(MAPPER, mapper.toJson());
        return json;
    }

    /** Name and shape of every tensor. */
    static Map<String, Shape> parameters(MappedModelConfig config) {
        ShapeList list = new ShapeList();
        list.at(DECODER).all(GptConfig.parameters(config.decoder()));
        list.at(MAPPER).all(TransformerMapperConfig.parameters(config.mapper()));
        return list.shapes();
    }
}
