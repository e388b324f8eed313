package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Slice;

/** A GPT-2 that begins with a prefix of embeddings. */
final class PrefixReader extends TokenReader {
    private final Gpt gpt;
    private final NDArray prefix;
    private final GptCache cache;

    /** @param prefix [rows, P, W] */
    PrefixReader(Gpt gpt, NDArray prefix) {
        super(prefix.getManager());
        Shape shape = prefix.getShape();
        if (shape.dimension() != 3 || shape.get(1) < 1 || shape.get(2) != gpt.config().width()) {
            throw new IllegalArgumentException("the prefix has shape " + shape + "; [captions, 1 or more vectors, "
                    + gpt.config().width() + "] is needed");
        }
        this.gpt = gpt;
        this.prefix = prefix;
        cache = new GptCache(manager(), gpt.config());
    }

    @Override
    public int rows() {
        return (int) prefix.getShape().get(0);
    }

    @Override
    public int vocabulary() {
        return gpt.config().vocabulary();
    }

    @Override
    public NDArray first(NDManager scope) {
        return read(Slice.whole(scope, prefix));
    }

    @Override
    public NDArray next(NDManager scope, long[] rows, long[] tokens) {
        cache.select(rows);
        return read(gpt.embed(scope.create(tokens, new Shape(tokens.length, 1))));
    }

    private NDArray read(NDArray input) {
        long last = input.getShape().get(1) - 1;
        NDArray hidden = gpt.hidden(input, cache);                                          // [rows, T, W]
        return gpt.logits(Slice.of(hidden, 1, last, last + 1).squeeze(1));
    }
}
