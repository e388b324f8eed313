package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A language model in the middle of some texts, one a row: what decoding needs to know of it. It begins with what
 * stands before the first token (a prefix, a prompt) and goes on token by token.
 */
public abstract class TokenReader implements AutoCloseable {
    private final NDManager manager;

    /** @param parent of the manager of what is remembered */
    protected TokenReader(NDManager parent) {
        manager = parent.newSubManager();
    }

    /** Owns what is remembered of the rows. */
    public final NDManager manager() {
        return manager;
    }

    /** Number of rows at the beginning. */
    public abstract int rows();

    /** Number of token ids. */
    public abstract int vocabulary();

    /** Logits of the first token. @return [rows, V], owned by {@code scope} */
    public abstract NDArray first(NDManager scope);

    /**
     * Goes on with some of the rows, each by one token; these are the rows from now on.
     *
     * @param rows indices of the present rows; one may be named several times
     * @param tokens as many
     * @return logits of the token after, [number of tokens, V], owned by {@code scope}
     */
    public abstract NDArray next(NDManager scope, long[] rows, long[] tokens);

    @Override
    public final void close() {
        manager.close();
    }
}
