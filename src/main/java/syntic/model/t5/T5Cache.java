package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Supplier;
import syntic.nn.Embedding;

/** Keys and values of the prompt and of the tokens that were written, so that a further token costs one step. */
final class T5Cache implements AutoCloseable {
    private final NDManager manager;
    private final T5Block.Memory[] written;
    private final T5Block.Memory[] prompt;

    T5Cache(NDManager parent, T5Config config) {
        manager = parent.newSubManager();
        written = new T5Block.Memory[config.decoderLayers()];
        prompt = new T5Block.Memory[config.decoderLayers()];
    }

    /** Tokens written so far. */
    int length() {
        // The last layer is the last to be extended, so that all layers of one step see the same length.
        T5Block.Memory last = written[written.length - 1];
        return last == null ? 0 : (int) last.keys().getShape().get(2);
    }

    /** What was written before, followed by {@code more}. */
    T5Block.Memory extended(int layer, T5Block.Memory more) {
        T5Block.Memory before = written[layer];
        if (before == null) {
            written[layer] = kept(more);
        } else {
            written[layer] = kept(new T5Block.Memory(before.keys().concat(more.keys(), 2),
                    before.values().concat(more.values(), 2)));
            before.keys().close();
            before.values().close();
        }
        return written[layer];
    }

    /** The prompt as a layer sees it, made when it is first asked for. */
    T5Block.Memory prompt(int layer, Supplier<T5Block.Memory> first) {
        if (prompt[layer] == null) {
            prompt[layer] = kept(first.get());
        }
        return prompt[layer];
    }

    /** Goes on with these rows of the batch only, in this order; a row may be named several times. */
    void select(NDArray rows) {
        for (T5Block.Memory[] memories : new T5Block.Memory[][] {written, prompt}) {
            for (int layer = 0; layer < memories.length; layer++) {
                T5Block.Memory before = memories[layer];
                memories[layer] = kept(new T5Block.Memory(Embedding.rows(before.keys(), rows),
                        Embedding.rows(before.values(), rows)));
                before.keys().close();
                before.values().close();
            }
        }
    }

    private T5Block.Memory kept(T5Block.Memory memory) {
        for (NDArray array : new NDArray[] {memory.keys(), memory.values()}) {
            array.attach(manager);
        }
        return memory;
    }

    @Override
    public void close() {
        manager.close();
    }
}
