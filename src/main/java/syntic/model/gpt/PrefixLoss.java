package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;
import syntic.nn.Embedding;
import syntic.nn.Operators;
import syntic.nn.Slice;

/**
 * Prefix language modelling (SynTIC equation 6): the last prefix vector predicts the first token, every token the next.
 *
 * <p>Per token {@code (1-s)·(-log p[target]) + s·mean over the vocabulary of (-log p)} with smoothing s; the mean is
 * over all counted tokens of the batch, so that long sentences weigh more than short ones.
 *
 * @param smoothing label smoothing in [0, 1)
 * @param padding token that fills short rows at their end and is never a target
 */
public record PrefixLoss(double smoothing, long padding) {
    public PrefixLoss {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing must be in [0, 1), not " + smoothing);
        }
    }

    /**
     * @param prefix [B, P, W]
     * @param tokens int64 [B, L], padded at the end
     * @return a scalar of the prefix's manager
     */
    public NDArray of(Gpt gpt, NDArray prefix, NDArray tokens, GptDropout dropout) {
        return of(gpt, hidden(gpt, prefix, tokens, dropout), tokens);
    }

    /** The final states of all that is read: the prefix and the tokens but the last. @return [B, P+L-1, W] */
    public NDArray hidden(Gpt gpt, NDArray prefix, NDArray tokens, GptDropout dropout) {
        long length = tokens.getShape().get(1);
        // The last token predicts nothing; what stands after padding is never read, so the causal mask is enough.
        NDArray read = length == 1 ? prefix                                                         // [B, P+L-1, W]
                : NDArrays.concat(new NDList(prefix, gpt.embed(Slice.of(tokens, 1, 0, length - 1))), 1);
        return gpt.hidden(read, dropout);
    }

    /** As {@link #of(Gpt, NDArray, NDArray, GptDropout)}. @param states those of {@link #hidden} */
    public NDArray of(Gpt gpt, NDArray states, NDArray tokens) {
        long batch = tokens.getShape().get(0);
        long length = tokens.getShape().get(1);
        long last = states.getShape().get(1);
        NDArray hidden = Slice.of(states, 1, last - length, last);                                  // [B, L, W]
        long[] ids = tokens.toLongArray();
        long[] counted = LongStream.range(0, ids.length).filter(i -> ids[(int) i] != padding).toArray();
        if (counted.length == 0) {
            throw new IllegalArgumentException("a batch of " + batch + " captions has no token but padding");
        }
        // Padding is left out before the product with the vocabulary, the most expensive one of a small decoder.
        NDManager manager = states.getManager();
        NDArray rows = hidden.reshape(batch * length, hidden.getShape().get(2));
        NDArray logits = gpt.logits(Embedding.apply(rows, manager.create(counted)));                // [n, V]
        long[] targets = LongStream.of(counted).map(i -> ids[(int) i]).toArray();
        return Operators.crossEntropy(logits, manager.create(targets, new Shape(targets.length)), padding, smoothing);
    }
}
