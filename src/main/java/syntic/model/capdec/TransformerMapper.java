package syntic.model.capdec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import syntic.nn.Attention;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Precision;
import syntic.nn.Scope;
import syntic.nn.Slice;
import syntic.nn.Weights;

/**
 * CapDec's transformer between feature and language model: the feature is spread over some vectors, learned vectors
 * are appended, pre-norm layers let all of them see each other, and what became of the learned ones is the prefix.
 *
 * <p>B batch, F width of the features, C vectors of the feature, P learned vectors, N = C + P, W width, H heads.
 */
public record TransformerMapper(TransformerMapperConfig config, Weights weights) {
    /** From features [B, F] to the prefix [B, P, W] of a language model. */
    public NDArray apply(NDArray features) {
        NDArray x = begin(features);
        for (int i = 0; i < config.layers(); i++) {
            Weights layer = layer(i);
            x = Scope.run(x, input -> feedForward(layer, attend(layer, input)));
        }
        return Precision.FP32.cast(Slice.of(x, 1, config.inputs(), (long) config.inputs() + config.prefix()));
    }

    /** The vectors that a feature is spread over. @param features [B, F]; returns [B, C, W] */
    public NDArray spread(NDArray features) {
        Shape shape = features.getShape();
        if (shape.dimension() != 2 || shape.get(1) != config.features()) {
            throw new IllegalArgumentException("features have shape " + shape + "; [batch, " + config.features()
                    + "] is needed");
        }
        return Linear.apply(weights.at("linear"), weights.cast(features))
                .reshape(shape.get(0), config.inputs(), config.width());
    }

    /** What every layer attends to: one [B, H, N, N] of weights (query, key) a layer, to be looked at. */
    public List<NDArray> attention(NDArray features) {
        List<NDArray> all = new ArrayList<>();
        NDArray x = begin(features);
        for (int i = 0; i < config.layers(); i++) {
            Weights layer = layer(i);
            all.add(Precision.FP32.cast(project(layer, x).weights()));
            x = feedForward(layer, attend(layer, x));
        }
        return all;
    }

    private Weights layer(int i) {
        return weights.at("transformer.layers." + i);
    }

    /** [B, N, W]: the vectors of the features, then the learned ones. */
    private NDArray begin(NDArray features) {
        NDArray spread = spread(features);
        NDArray learned = weights.get("prefix_const").broadcast(spread.getShape().get(0), config.prefix(),
                config.width());
        // The view belongs to the caller's step, not to the weights, which live much longer.
        learned.attach(features.getManager());
        return spread.concat(learned, 1);
    }

    /** @param weights [B, H, N, N]; values [B, H, N, W/H] */
    private record Attended(NDArray weights, NDArray values) {}

    private Attended project(Weights layer, NDArray x) {
        NDArray normed = Normalization.layer(layer.at("norm1"), x, config.eps());
        NDArray queries = Linear.apply(layer.at("attn.to_queries"), normed);                        // [B, N, W]
        NDArray keysValues = Linear.apply(layer.at("attn.to_keys_values"), normed);                 // [B, N, 2W]
        NDList parts = keysValues.split(2, 2);
        double scale = 1 / Math.sqrt((double) config.width() / config.heads());
        return new Attended(Attention.weights(Attention.split(queries, config.heads()),
                Attention.split(parts.get(0), config.heads()), scale), Attention.split(parts.get(1), config.heads()));
    }

    private NDArray attend(Weights layer, NDArray x) {
        Attended attended = project(layer, x);
        NDArray seen = Attention.join(attended.weights().matMul(attended.values()));                // [B, N, W]
        return x.add(Linear.apply(layer.at("attn.project"), seen));
    }

    private NDArray feedForward(Weights layer, NDArray x) {
        NDArray normed = Normalization.layer(layer.at("norm2"), x, config.eps());
        NDArray inner = config.activation().apply(Linear.apply(layer.at("mlp.fc1"), normed));       // [B, N, inner]
        return x.add(Linear.apply(layer.at("mlp.fc2"), inner));
    }
}
