package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Embedding;
import syntic.nn.Normalization;
import syntic.nn.Scope;
import syntic.nn.Weights;

/** The stack that writes the answer. B batch, T new tokens, P tokens before them, S tokens of the prompt, W width. */
record T5Decoder(T5Config config, Weights weights) {
    private static final String FIRST = "decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight";

    /**
     * The final states of tokens that follow those in {@code cache}, which is extended by them.
     *
     * @param ids int64 [B, T]
     * @param encoded [B, S, W]
     * @param hidden [B, 1, 1, S], added to the logits over the prompt
     * @return [B, T, W]
     */
    NDArray apply(NDArray ids, NDArray encoded, NDArray hidden, T5Cache cache) {
        T5Block parts = new T5Block(config);
        NDArray bias = positions(ids, cache.length());                                      // [1, H, T, P+T]
        NDArray x = Embedding.apply(weights.get("shared.weight"), ids);                     // [B, T, W]
        for (int i = 0; i < config.decoderLayers(); i++) {
            int layer = i;
            Weights block = weights.at("decoder.block." + i + ".layer");
            x = Scope.run(x, input -> {
                Weights self = block.at("0.SelfAttention");
                NDArray normed = parts.normed(block.at("0"), input);
                NDArray y = parts.attend(self, input, normed, cache.extended(layer, parts.memory(self, normed)), bias);
                Weights cross = block.at("1.EncDecAttention");
                T5Block.Memory prompt = cache.prompt(layer, () -> parts.memory(cross, encoded));
                NDArray z = parts.attend(cross, y, parts.normed(block.at("1"), y), prompt, hidden);
                return parts.feedForward(block.at("2"), z);
            });
        }
        return Normalization.rms(weights.at("decoder.final_layer_norm"), x, config.eps());
    }

    /** [1, H, T, P+T]; what stands behind a token is hidden from it. */
    NDArray positions(NDArray ids, int past) {
        int tokens = (int) ids.getShape().get(1);
        int keys = past + tokens;
        NDArray bias = config.positions().bias(ids.getManager(), weights.get(FIRST), past, keys,
                RelativePositions.Direction.BACKWARD);
        float[] later = new float[tokens * keys];
        for (int query = 0; query < tokens; query++) {
            for (int key = past + query + 1; key < keys; key++) {
                later[query * keys + key] = T5.HIDDEN;
            }
        }
        return bias.add(ids.getManager().create(later, new Shape(tokens, keys)));
    }
}
