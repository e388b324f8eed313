package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import syntic.model.gpt.TokenReader;
import syntic.nn.Embedding;
import syntic.nn.Slice;

/** A T5 that has read prompts and answers them. */
final class PromptReader extends TokenReader {
    private final T5 t5;
    private final NDArray ids;
    private final NDArray mask;
    private final T5Cache cache;
    /** What the encoder made of the prompts; of the rows of the beginning, for the first token alone. */
    private NDArray encoded;
    private NDArray hidden;

    /** @param ids, mask int64 [rows, S] */
    PromptReader(T5 t5, NDArray ids, NDArray mask) {
        super(ids.getManager());
        this.t5 = t5;
        this.ids = ids;
        this.mask = mask;
        cache = new T5Cache(manager(), t5.config());
    }

    @Override
    public int rows() {
        return (int) ids.getShape().get(0);
    }

    @Override
    public int vocabulary() {
        return t5.config().vocabulary();
    }

    @Override
    public NDArray first(NDManager scope) {
        NDArray prompts = Slice.whole(scope, ids);
        hidden = T5.hidden(prompts, mask);
        encoded = t5.encode(prompts, mask);
        hidden.attach(manager());
        encoded.attach(manager());
        long[] start = new long[rows()];
        Arrays.fill(start, t5.config().start());
        return read(scope, start);
    }

    @Override
    public NDArray next(NDManager scope, long[] rows, long[] tokens) {
        try (NDArray chosen = scope.create(rows)) {
            cache.select(chosen);
            NDArray before = hidden;
            hidden = Embedding.rows(before, chosen);
            hidden.attach(manager());
            before.close();
        }
        return read(scope, tokens);
    }

    private NDArray read(NDManager scope, long[] tokens) {
        NDArray written = scope.create(tokens, new Shape(tokens.length, 1));
        return t5.logits(encoded, hidden, written, cache).squeeze(1);                       // [rows, V]
    }
}
