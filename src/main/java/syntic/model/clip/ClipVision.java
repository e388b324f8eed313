package syntic.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import syntic.nn.Convolution;
import syntic.nn.Embedding;
import syntic.nn.Normalization;
import syntic.nn.Precision;
import syntic.nn.Scope;
import syntic.nn.Weights;

/**
 * CLIP's image encoder: a vision transformer (Dosovitskiy et al. 2021), read at its class token.
 *
 * <p>B images, T patches and the class token before them, E width. Pixel values are float32 [B, channels, side, side],
 * normalised by the image processor.
 *
 * @param weights named {@code vision_model.…}
 */
public record ClipVision(ClipVisionConfig config, Weights weights) {

    /** The output of the last layer, [B, T, E], which no norm follows. */
    public NDArray lastHiddenState(NDArray pixels) {
        return Precision.FP32.cast(config.encoder().apply(weights.at("vision_model.encoder"), embed(pixels),
                config.encoder()::attendToAll));
    }

    /** The normalised embeddings and the output of every layer, [B, T, E] each. */
    public List<NDArray> hiddenStates(NDArray pixels) {
        return config.encoder().states(weights.at("vision_model.encoder"), embed(pixels),
                config.encoder()::attendToAll).stream().map(Precision.FP32::cast).toList();
    }

    /** The normalised class token: [B, E]. */
    public NDArray pooled(NDArray pixels) {
        return pool(lastHiddenState(pixels));
    }

    /** The normalised class token [B, E] of a last hidden state [B, T, E]. */
    public NDArray pool(NDArray lastHiddenState) {
        NDArray first = weights.cast(lastHiddenState.get(":, 0")); // [B, E]
        return Precision.FP32.cast(Normalization.layer(weights.at("vision_model.post_layernorm"), first, config.eps()));
    }

    private NDArray embed(NDArray pixels) {
        Shape shape = pixels.getShape();
        Shape wanted = new Shape(shape.get(0), config.channels(), config.image(), config.image());
        if (!shape.equals(wanted) || pixels.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("pixel values must be float32 " + wanted + ", not "
                    + pixels.getDataType() + " " + shape + "; see ImagePreprocessor");
        }
        Weights embeddings = weights.at("vision_model.embeddings");
        return Scope.run(weights.cast(pixels), images -> {
            NDManager manager = images.getManager();
            NDArray patches = Convolution.apply(embeddings.at("patch_embedding"), images, config.patch(), 0);
            patches = patches.reshape(shape.get(0), config.width(), -1).swapAxes(1, 2); // [B, T - 1, E]
            NDArray table = embeddings.get("class_embedding").reshape(1, config.width());
            table.attach(manager);
            NDArray first = Embedding.apply(table, manager.zeros(new Shape(shape.get(0), 1), DataType.INT64));
            NDArray x = first.concat(patches, 1).add(embeddings.get("position_embedding.weight")); // [B, T, E]
            return Normalization.layer(weights.at("vision_model.pre_layrnorm"), x, config.eps());
        });
    }
}
