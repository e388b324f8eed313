package syntic.model.clip;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import syntic.model.ConfigFile;
import syntic.nn.Activation;
import syntic.nn.Attention;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Operators;
import syntic.nn.Scope;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** The pre-norm transformer that both encoders of CLIP share. B batch, T tokens, E width. */
record ClipEncoder(int width, int inner, int layers, int heads, Activation activation, double eps) {

    /** How a layer attends: queries, keys and values [B, T, E] to [B, T, E]. */
    @FunctionalInterface
    interface Attend {
        NDArray apply(NDArray q, NDArray k, NDArray v);
    }

    /** The input and the output of every layer, [B, T, E] each: {@code layers + 1} arrays. */
    List<NDArray> states(Weights weights, NDArray x, Attend attend) {
        List<NDArray> states = new ArrayList<>();
        states.add(x);
        for (int i = 0; i < layers; i++) {
            x = layer(weights.at("layers." + i), x, attend);
            states.add(x);
        }
        return states;
    }

    /** The output of the last layer, [B, T, E]. */
    NDArray apply(Weights weights, NDArray x, Attend attend) {
        for (int i = 0; i < layers; i++) {
            x = layer(weights.at("layers." + i), x, attend);
        }
        return x;
    }

    private NDArray layer(Weights layer, NDArray input, Attend attend) {
        return Scope.run(input, x -> {
            NDArray a = Normalization.layer(layer.at("layer_norm1"), x, eps); // [B, T, E]
            Weights attention = layer.at("self_attn");
            NDArray mixed = attend.apply(Linear.apply(attention.at("q_proj"), a),
                    Linear.apply(attention.at("k_proj"), a), Linear.apply(attention.at("v_proj"), a));
            x = x.add(Linear.apply(attention.at("out_proj"), mixed));
            NDArray b = Normalization.layer(layer.at("layer_norm2"), x, eps);
            NDArray h = activation.apply(Linear.apply(layer.at("mlp.fc1"), b)); // [B, T, inner]
            return x.add(Linear.apply(layer.at("mlp.fc2"), h));
        });
    }

    /** Elements that a layer holds at once for so many tokens; twice what its arrays count, as kernels may copy. */
    long elements(long tokens) {
        return 2 * tokens * (11L * width + 2L * inner);
    }

    /** Attention to every token. */
    NDArray attendToAll(NDArray q, NDArray k, NDArray v) {
        // Faster than plain products already at 65 tokens, forward and backward.
        NDArray mixed = Operators.attention(Attention.split(q, heads), Attention.split(k, heads),
                Attention.split(v, heads), 1 / Math.sqrt((double) width / heads));
        return Attention.join(mixed);
    }

    void declare(ShapeList list) {
        for (int i = 0; i < layers; i++) {
            ShapeList layer = list.at("layers." + i);
            for (String name : List.of("k_proj", "v_proj", "q_proj", "out_proj")) {
                layer.linear("self_attn." + name, width, width);
            }
            layer.norm("layer_norm1", width);
            layer.linear("mlp.fc1", width, inner);
            layer.linear("mlp.fc2", inner, width);
            layer.norm("layer_norm2", width);
        }
    }

    static int heads(ConfigFile file, int width, int otherwise) {
        int heads = file.count("num_attention_heads", otherwise);
        if (width % heads != 0) {
            throw file.refuse("num_attention_heads", "is " + heads + ", which does not divide the hidden_size "
                    + width);
        }
        return heads;
    }

    static Activation activation(ConfigFile file) {
        return file.activation("hidden_act", Activation.QUICK_GELU);
    }
}
