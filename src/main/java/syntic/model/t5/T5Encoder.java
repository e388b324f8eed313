package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import syntic.nn.Embedding;
import syntic.nn.Normalization;
import syntic.nn.Scope;
import syntic.nn.Weights;

/** The stack that reads the prompt. B batch, S tokens of the prompt, W width. */
record T5Encoder(T5Config config, Weights weights) {
    private static final String FIRST = "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight";

    /** @param ids int64 [B, S]; hidden [B, 1, 1, S] is added to the logits; returns [B, S, W] */
    NDArray apply(NDArray ids, NDArray hidden) {
        T5Block parts = new T5Block(config);
        NDArray bias = positions(ids).add(hidden);                                          // [B, H, S, S]
        NDArray x = Embedding.apply(weights.get("shared.weight"), ids);                     // [B, S, W]
        for (int i = 0; i < config.encoderLayers(); i++) {
            Weights block = weights.at("encoder.block." + i + ".layer");
            x = Scope.run(x, input -> {
                NDArray normed = parts.normed(block.at("0"), input);
                Weights attention = block.at("0.SelfAttention");
                NDArray y = parts.attend(attention, input, normed, parts.memory(attention, normed), bias);
                return parts.feedForward(block.at("1"), y);
            });
        }
        return Normalization.rms(weights.at("encoder.final_layer_norm"), x, config.eps());
    }

    /** [1, H, S, S]. */
    NDArray positions(NDArray ids) {
        int tokens = (int) ids.getShape().get(1);
        return config.positions().bias(ids.getManager(), weights.get(FIRST), 0, tokens,
                RelativePositions.Direction.BOTH);
    }
}
