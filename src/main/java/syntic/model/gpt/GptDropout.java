package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import syntic.nn.Operators;

/**
 * Where a GPT-2 drops values while it trains: probabilities in [0, 1).
 *
 * <p>Draws come from the engine's generator: seed it ({@code Torch.seed}) before a step to repeat the step.
 *
 * @param embedding of the sum of token and position embeddings ({@code embd_pdrop})
 * @param attention of the attention weights ({@code attn_pdrop})
 * @param residual of what a block adds to the residual stream ({@code resid_pdrop})
 */
public record GptDropout(double embedding, double attention, double residual) {
    public static final GptDropout NONE = new GptDropout(0, 0, 0);

    public GptDropout {
        require(embedding);
        require(attention);
        require(residual);
    }

    /** The same probability everywhere, as GPT-2 and DeCap have it (0.1). */
    public static GptDropout of(double probability) {
        return new GptDropout(probability, probability, probability);
    }

    static NDArray apply(NDArray x, double probability) {
        return probability == 0 ? x : Operators.dropout(x, probability);
    }

    private static void require(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("a dropout probability must be in [0, 1), not " + probability);
        }
    }
}
