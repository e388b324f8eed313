package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import syntic.nn.Attention;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Precision;
import syntic.nn.Weights;

/**
 * The parts that the layers of both stacks are made of; each normalises its input and adds its result to it.
 *
 * <p>B batch, Q queries, K keys, W width, H heads, D width of a head.
 */
record T5Block(T5Config config) {
    /** Keys and values, [B, H, K, D] each. */
    record Memory(NDArray keys, NDArray values) {}

    /** What a token remembers of the {@code source} [B, K, W]. */
    Memory memory(Weights attention, NDArray source) {
        return new Memory(Attention.split(Linear.apply(attention.at("k"), source), config.heads()),
                Attention.split(Linear.apply(attention.at("v"), source), config.heads()));
    }

    NDArray normed(Weights layer, NDArray x) {
        return Normalization.rms(layer.at("layer_norm"), x, config.eps());
    }

    /**
     * Attention without a scale: the first weights of a T5 are small enough.
     *
     * @param x [B, Q, W]
     * @param normed x after the layer's normalisation
     * @param bias fp32, broadcast to [B, H, Q, K]: positions, and a large negative number where a query must not look
     */
    NDArray attend(Weights attention, NDArray x, NDArray normed, Memory memory, NDArray bias) {
        NDArray queries = Attention.split(Linear.apply(attention.at("q"), normed), config.heads()); // [B, H, Q, D]
        NDArray products = Precision.FP32.cast(queries.matMul(memory.keys().swapAxes(-1, -2)));      // [B, H, Q, K]
        NDArray seen = attention.cast(products.add(bias).softmax(-1));
        seen = Attention.join(seen.matMul(memory.values()));                                        // [B, Q, H·D]
        return x.add(Linear.apply(attention.at("o"), seen));
    }

    NDArray feedForward(Weights layer, NDArray x) {
        NDArray normed = normed(layer, x);
        Weights dense = layer.at("DenseReluDense");
        NDArray inner;                                                                              // [B, Q, inner]
        if (config.gated()) {
            inner = config.activation().apply(Linear.apply(dense.at("wi_0"), normed))
                    .mul(Linear.apply(dense.at("wi_1"), normed));
        } else {
            inner = config.activation().apply(Linear.apply(dense.at("wi"), normed));
        }
        return x.add(Linear.apply(dense.at("wo"), inner));
    }
}
