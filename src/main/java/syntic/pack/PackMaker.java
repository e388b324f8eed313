package syntic.pack;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import syntic.store.ProgressListener;

/** Makes the records of a pack. What it gives must not depend on what else it makes at once. */
public interface PackMaker<T> {
    /** What is kept of an item. @param tags null where nobody looked for objects */
    record Made(float[] feature, List<String> tags) {}

    /** How many items are made at once; what they give is kept before the next are begun. */
    int batch();

    /** How many items one process makes before another may take the next; they come into one part. */
    default int block() {
        return 256;
    }

    /**
     * Told once, before anything is made, of all that is missing: who has others make it does so here.
     *
     * @param progress hears how many of these are done
     * @param stop asked now and then: whether to end with {@link syntic.nn.Stopped}
     */
    default void prepare(List<PackItem<T>> missing, ProgressListener progress, BooleanSupplier stop) {}

    /**
     * @param failed told of an item that cannot be made, with the reason
     * @return by id, for all others
     */
    Map<String, Made> make(List<PackItem<T>> items, BiConsumer<PackItem<T>, String> failed);

    /** Whether everything besides the record, such as a picture, is there too. */
    default boolean isComplete(PackItem<T> item) {
        return true;
    }
}
