package syntic.model.clip;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import syntic.model.Architecture;
import syntic.model.ConfigFile;
import syntic.nn.Activation;
import syntic.nn.ShapeList;

/**
 * The text encoder of CLIP, from the {@code config.json} of a CLIPTextModel or the {@code text_config} of a CLIPModel.
 *
 * @param vocabulary number of token ids
 * @param width of the hidden states
 * @param inner width of the feed-forward layers
 * @param positions longest sequence
 * @param endId id of the end token, or {@link #HIGHEST_ID}
 */
public record ClipTextConfig(int vocabulary, int width, int inner, int layers, int heads, int positions,
        Activation activation, double eps, int endId) {
    /**
     * Configurations written before the end token was recorded carry this value: the pooled position is then that of
     * the highest id.
     */
    public static final int HIGHEST_ID = 2;

    public static ClipTextConfig from(ConfigFile file) {
        Architecture.CLIP_TEXT.require(file);
        int width = file.count("hidden_size", 512);
        return new ClipTextConfig(file.count("vocab_size", 49408), width, file.count("intermediate_size", 2048),
                file.layers("num_hidden_layers", 12), ClipEncoder.heads(file, width, 8),
                file.count("max_position_embeddings", 77), ClipEncoder.activation(file),
                file.number("layer_norm_eps", 1e-5), file.integer("eos_token_id", 49407));
    }

    /** Name and shape of every tensor of a CLIPTextModel. */
    public static Map<String, Shape> parameters(ClipTextConfig config) {
        ShapeList list = new ShapeList();
        int width = config.width();
        list.tensor("text_model.embeddings.token_embedding.weight", config.vocabulary(), width);
        list.tensor("text_model.embeddings.position_embedding.weight", config.positions(), width);
        config.encoder().declare(list.at("text_model.encoder"));
        list.norm("text_model.final_layer_norm", width);
        return list.shapes();
    }

    ClipEncoder encoder() {
        return new ClipEncoder(width, inner, layers, heads, activation, eps);
    }
}
