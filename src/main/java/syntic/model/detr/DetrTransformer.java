package syntic.model.detr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import syntic.nn.Activation;
import syntic.nn.Attention;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Scope;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/**
 * Encoder and decoder of DETR (Carion et al. 2020) as functions over their weights. Layers normalise after the sum; the
 * positions are added to queries and keys of every attention, never to values.
 *
 * <p>B batch, T tokens of the feature map, Q queries, D width.
 */
final class DetrTransformer {
    private static final double EPS = 1e-5;

    private DetrTransformer() {}

    /** @param x [B, T, D]; so is the result */
    static NDArray encode(DetrConfig config, Weights encoder, NDArray x, DetrPositions positions) {
        for (int layer = 0; layer < config.encoder().layers(); layer++) {
            Weights weights = encoder.at("layers." + layer);
            x = Scope.run(x, input -> encoderLayer(config, weights, input, positions));
        }
        return x;
    }

    static NDArray encoderLayer(DetrConfig config, Weights layer, NDArray x, DetrPositions positions) {
        NDArray placed = x.add(positions.embedding());
        NDArray seen = attend(layer.at("self_attn"), placed, placed, x, config.encoder().heads(), positions.mask());
        x = norm(layer.at("self_attn_layer_norm"), x.add(seen));
        return feedForward(config.activation(), layer, x);
    }

    /**
     * @param memory the encoder's result, [B, T, D]
     * @param queries the learnt positions of {@code groups} independent sets of queries, [1, groups·Q, D]
     * @return the normalised state after every layer, each [B, groups·Q, D]
     */
    static List<NDArray> decode(DetrConfig config, Weights decoder, NDArray memory, DetrPositions positions,
            NDArray queries, int groups) {
        NDArray x = decoder.cast(memory.getManager().zeros(new Shape(memory.getShape().get(0),
                queries.getShape().get(1), config.width())));
        List<NDArray> states = new ArrayList<>();
        for (int layer = 0; layer < config.decoder().layers(); layer++) {
            Weights weights = decoder.at("layers." + layer);
            x = Scope.run(x, input -> decoderLayer(config, weights, input, memory, positions, queries, groups));
            states.add(norm(decoder.at("layernorm"), x));
        }
        return states;
    }

    static NDArray decoderLayer(DetrConfig config, Weights layer, NDArray x, NDArray memory, DetrPositions positions,
            NDArray queries, int groups) {
        Shape shape = x.getShape();
        int heads = config.decoder().heads();
        // A group sees only itself: to self-attention the groups are a larger batch.
        Shape apart = new Shape(shape.get(0) * groups, shape.get(1) / groups, shape.get(2));
        NDArray placed = x.add(queries).reshape(apart);
        NDArray seen = attend(layer.at("self_attn"), placed, placed, x.reshape(apart), heads, null).reshape(shape);
        x = norm(layer.at("self_attn_layer_norm"), x.add(seen));
        NDArray found = attend(layer.at("encoder_attn"), x.add(queries), memory.add(positions.embedding()), memory,
                heads, positions.mask());
        x = norm(layer.at("encoder_attn_layer_norm"), x.add(found));
        return feedForward(config.activation(), layer, x);
    }

    private static NDArray attend(Weights weights, NDArray query, NDArray key, NDArray value, int heads, NDArray mask) {
        NDArray q = Linear.apply(weights.at("q_proj"), query);
        NDArray k = Linear.apply(weights.at("k_proj"), key);
        NDArray v = Linear.apply(weights.at("v_proj"), value);
        NDArray mixed = mask == null ? Attention.apply(q, k, v, heads, Attention.Sight.ALL)
                : Attention.masked(q, k, v, heads, mask);
        return Linear.apply(weights.at("out_proj"), mixed);
    }

    private static NDArray feedForward(Activation activation, Weights layer, NDArray x) {
        NDArray inner = activation.apply(Linear.apply(layer.at("fc1"), x));
        return norm(layer.at("final_layer_norm"), x.add(Linear.apply(layer.at("fc2"), inner)));
    }

    private static NDArray norm(Weights weights, NDArray x) {
        return Normalization.layer(weights, x, EPS);
    }

    /** Adds every tensor. */
    static void declare(ShapeList list, DetrConfig config) {
        for (int i = 0; i < config.encoder().layers(); i++) {
            ShapeList layer = list.at("encoder.layers." + i);
            attention(layer, "self_attn", config.width());
            rest(layer, config.width(), config.encoder().feedForward());
        }
        for (int i = 0; i < config.decoder().layers(); i++) {
            ShapeList layer = list.at("decoder.layers." + i);
            attention(layer, "self_attn", config.width());
            attention(layer, "encoder_attn", config.width());
            rest(layer, config.width(), config.decoder().feedForward());
        }
        list.norm("decoder.layernorm", config.width());
    }

    private static void attention(ShapeList layer, String name, int width) {
        for (String projection : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
            layer.linear(name + "." + projection, width, width);
        }
        layer.norm(name + "_layer_norm", width);
    }

    private static void rest(ShapeList layer, int width, int feedForward) {
        layer.linear("fc1", width, feedForward);
        layer.linear("fc2", feedForward, width);
        layer.norm("final_layer_norm", width);
    }
}
