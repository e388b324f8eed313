package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Texts of several lengths as one batch.
 *
 * @param ids int64 [B, S], padded at the end
 * @param mask int64 [B, S], 0 where there is padding
 */
public record T5Batch(NDArray ids, NDArray mask) {
    public static T5Batch of(NDManager manager, List<int[]> texts, int padding) {
        int longest = texts.stream().mapToInt(text -> text.length).max().orElse(0);
        long[] ids = new long[texts.size() * longest];
        long[] mask = new long[ids.length];
        Arrays.fill(ids, padding);
        for (int row = 0; row < texts.size(); row++) {
            int[] text = texts.get(row);
            for (int i = 0; i < text.length; i++) {
                ids[row * longest + i] = text[i];
                mask[row * longest + i] = 1;
            }
        }
        Shape shape = new Shape(texts.size(), longest);
        return new T5Batch(manager.create(ids, shape), manager.create(mask, shape));
    }
}
