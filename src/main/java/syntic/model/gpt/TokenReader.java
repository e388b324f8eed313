package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A language model in the middle of some texts, one a row: what decoding needs to know of it. It begins with what
 * stands before the first token (a prefix, a prompt) and goes on token by token.
 */
public interface TokenReader extends AutoCloseable {
    /** Owns what is remembered of the rows. */
    NDManager manager();

    /** Number of rows at the beginning. */
    int rows();

    /** Number of token ids. */
    int vocabulary();

    /** Logits of the first token. @return [rows, V], owned by {@code scope} */
    NDArray first(NDManager scope);

    /**
     * Goes on with some of the rows, each by one token; these are the rows from now on.
     *
     * @param rows indices of the present rows; one may be named several times
     * @param tokens as many
     * @return logits of the token after, [number of tokens, V], owned by {@code scope}
     */
    NDArray next(NDManager scope, long[] rows, long[] tokens);

    @Override
    void close();
}
