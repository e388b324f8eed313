package syntic.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import syntic.model.ModelFolder;
import syntic.nn.Attention;
import syntic.nn.Compute;
import syntic.nn.Embedding;
import syntic.nn.Normalization;
import syntic.nn.Precision;
import syntic.nn.Weights;

/**
 * CLIP's text encoder (Radford et al. 2021): a causal transformer, read at the end token.
 *
 * <p>B sentences, T tokens, E width. Ids are int64 [B, T] with T up to the number of positions. An attention mask
 * (int64 [B, T], 1 for tokens and 0 for padding) may be null; it does not change what precedes the padding.
 *
 * @param weights named {@code text_model.…}, of a CLIPTextModel or of a whole CLIPModel
 */
public record ClipText(ClipTextConfig config, Weights weights) implements AutoCloseable {
    static final Set<String> IGNORED = Set.of("text_model.embeddings.position_ids");

    /** Reads the folder of a CLIPTextModel, such as {@code text_encoder} of Stable Diffusion. */
    public static ClipText from(Compute compute, Path path) {
        ModelFolder folder = new ModelFolder(path);
        ClipTextConfig config = ClipTextConfig.from(folder.config());
        return new ClipText(config, folder.weights(compute, ClipTextConfig.parameters(config), IGNORED));
    }

    /** The hidden states [B, T, E] after the last layer norm: what Stable Diffusion is conditioned on. */
    public NDArray lastHiddenState(NDArray ids, NDArray mask) {
        NDArray x = config.encoder().apply(weights.at("text_model.encoder"), embed(ids), attend(ids, mask));
        return Precision.FP32.cast(Normalization.layer(weights.at("text_model.final_layer_norm"), x, config.eps()));
    }

    /** The embeddings and the output of every layer, [B, T, E] each, before the last layer norm. */
    public List<NDArray> hiddenStates(NDArray ids, NDArray mask) {
        return config.encoder().states(weights.at("text_model.encoder"), embed(ids), attend(ids, mask)).stream()
                .map(Precision.FP32::cast).toList();
    }

    /** The last hidden state at the end token: [B, E]. */
    public NDArray pooled(NDArray ids, NDArray mask) {
        return pool(lastHiddenState(ids, mask), ids);
    }

    /** Rows [B, E] of a last hidden state [B, T, E] at the end tokens of {@code ids}. */
    public NDArray pool(NDArray lastHiddenState, NDArray ids) {
        int tokens = (int) ids.getShape().get(1);
        long[] values = ids.toLongArray();
        long[] rows = new long[values.length / tokens];
        for (int b = 0; b < rows.length; b++) {
            rows[b] = (long) b * tokens + endOf(values, b * tokens, tokens);
        }
        NDManager manager = lastHiddenState.getManager();
        return Embedding.apply(lastHiddenState.reshape(-1, config.width()), manager.create(rows));
    }

    private int endOf(long[] ids, int start, int tokens) {
        int highest = 0;
        for (int t = 0; t < tokens; t++) {
            if (config.endId() == ClipTextConfig.HIGHEST_ID) {
                highest = ids[start + t] > ids[start + highest] ? t : highest;
            } else if (ids[start + t] == config.endId()) {
                return t;
            }
        }
        if (config.endId() != ClipTextConfig.HIGHEST_ID) {
            throw new IllegalArgumentException("sentence " + start / tokens + " has no end token " + config.endId()
                    + " among its ids " + Arrays.toString(Arrays.copyOfRange(ids, start, start + tokens)));
        }
        return highest;
    }

    private NDArray embed(NDArray ids) {
        Shape shape = ids.getShape();
        if (shape.dimension() != 2 || ids.getDataType() != DataType.INT64 || shape.get(1) > config.positions()) {
            throw new IllegalArgumentException("ids must be int64 [sentences, up to " + config.positions()
                    + " tokens], not " + ids.getDataType() + " " + shape);
        }
        Weights embeddings = weights.at("text_model.embeddings");
        NDArray places = ids.getManager().arange(0, (int) shape.get(1), 1, DataType.INT64);
        NDArray tokens = Embedding.apply(embeddings.get("token_embedding.weight"), ids); // [B, T, E]
        return tokens.add(Embedding.apply(embeddings.get("position_embedding.weight"), places));
    }

    private ClipEncoder.Attend attend(NDArray ids, NDArray mask) {
        if (mask == null) {
            return (q, k, v) -> Attention.apply(q, k, v, config.heads(), Attention.Sight.CAUSAL);
        }
        NDArray added = weights.cast(causalMask(ids, mask, weights.precision().lowest()));
        return (q, k, v) -> Attention.masked(q, k, v, config.heads(), added);
    }

    /** [B, 1, T, T]: 0 where a query may see a key, the lowest value where the key is later or padding. */
    private static NDArray causalMask(NDArray ids, NDArray mask, float lowest) {
        Shape shape = ids.getShape();
        if (!mask.getShape().equals(shape)) {
            throw new IllegalArgumentException("the attention mask has shape " + mask.getShape() + ", the ids "
                    + shape);
        }
        int tokens = (int) shape.get(1);
        long[] seen = mask.toLongArray();
        float[] values = new float[seen.length * tokens];
        Arrays.fill(values, lowest);
        for (int row = 0; row < seen.length; row++) {
            int sentence = row / tokens * tokens;
            for (int key = 0; key <= row % tokens; key++) {
                if (seen[sentence + key] != 0) {
                    values[row * tokens + key] = 0;
                }
            }
        }
        return ids.getManager().create(values, new Shape(shape.get(0), 1, tokens, tokens));
    }

    @Override
    public void close() {
        weights.close();
    }
}
