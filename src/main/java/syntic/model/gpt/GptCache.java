package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import syntic.nn.Embedding;

/**
 * Keys and values of the tokens that a decoder has read, so that a further token costs one step and not the whole
 * sequence again.
 */
public final class GptCache implements AutoCloseable {
    private final NDManager manager;
    private final NDArray[] keys;
    private final NDArray[] values;

    public GptCache(NDManager parent, GptConfig config) {
        this(parent, config.layers());
    }

    private GptCache(NDManager parent, int layers) {
        manager = parent.newSubManager();
        keys = new NDArray[layers];
        values = new NDArray[layers];
    }

    /** A cache of other tensors, in the order of {@link #tensors}; it takes them over. */
    public static GptCache of(NDManager parent, List<NDArray> tensors) {
        GptCache cache = new GptCache(parent, tensors.size() / 2);
        for (int i = 0; i < tensors.size(); i++) {
            tensors.get(i).attach(cache.manager);
            (i % 2 == 0 ? cache.keys : cache.values)[i / 2] = tensors.get(i);
        }
        return cache;
    }

    /** Keys and values of the first layer, of the second, and so on, [B, H, T, W/H] each; they stay the cache's. */
    public List<NDArray> tensors() {
        List<NDArray> tensors = new ArrayList<>();
        for (int layer = 0; layer < keys.length; layer++) {
            tensors.add(keys[layer]);
            tensors.add(values[layer]);
        }
        return tensors;
    }

    /** Tokens and prefix vectors read so far. */
    public long length() {
        // The last layer is the last to be extended, so that all layers of one step see the same length.
        NDArray last = keys[keys.length - 1];
        return last == null ? 0 : last.getShape().get(2);
    }

    /** Goes on with these rows of the batch only, in this order; a row may be named several times. */
    public void select(long[] rows) {
        try (NDArray ids = manager.create(rows)) {
            for (int layer = 0; layer < keys.length; layer++) {
                keys[layer] = replace(keys[layer], Embedding.rows(keys[layer], ids));
                values[layer] = replace(values[layer], Embedding.rows(values[layer], ids));
            }
        }
    }

    void append(int layer, NDArray k, NDArray v) {
        keys[layer] = extended(keys[layer], k);
        values[layer] = extended(values[layer], v);
    }

    /** [B, H, T, W/H]. */
    NDArray keys(int layer) {
        return keys[layer];
    }

    NDArray values(int layer) {
        return values[layer];
    }

    private NDArray extended(NDArray before, NDArray more) {
        return replace(before, before == null ? more.duplicate() : before.concat(more, 2));
    }

    private NDArray replace(NDArray before, NDArray after) {
        after.attach(manager);
        if (before != null) {
            before.close();
        }
        return after;
    }

    @Override
    public void close() {
        manager.close();
    }
}
