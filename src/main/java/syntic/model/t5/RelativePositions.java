package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Embedding;
import syntic.nn.Precision;

/**
 * T5's relative positions: distances between tokens fall into buckets, and every head adds a learned number for the
 * bucket to its attention logits. Near distances have buckets of their own, far ones share logarithmic ones.
 *
 * @param buckets of both directions together
 * @param farthest distance from which on all share the last bucket
 */
record RelativePositions(int buckets, int farthest) {
    /** Which keys are told apart. */
    enum Direction { BOTH, BACKWARD }

    RelativePositions {
        if (buckets < 4 || buckets % 4 != 0 || farthest <= buckets / 2) {
            throw new IllegalArgumentException(buckets + " buckets for distances up to " + farthest
                    + "; a multiple of 4 is needed, and a distance above half of it");
        }
    }

    /** @param relative position of the key minus that of the query */
    int bucket(long relative, Direction direction) {
        int count = direction == Direction.BOTH ? buckets / 2 : buckets;
        int first = direction == Direction.BOTH && relative > 0 ? count : 0;
        long distance = direction == Direction.BOTH ? Math.abs(relative) : Math.max(0, -relative);
        int exact = count / 2;
        if (distance < exact) {
            return first + (int) distance;
        }
        // In single precision, as the published models were trained.
        float octave = (float) Math.log((float) distance / exact) / (float) Math.log((double) farthest / exact);
        return first + (int) Math.min(count - 1L, exact + (long) (octave * (count - exact)));
    }

    /**
     * The numbers to be added to the logits.
     *
     * @param table [buckets, H]
     * @param from position of the first query; the queries end where the keys end
     * @param keys number of keys
     * @return fp32 [1, H, keys - from, keys]
     */
    NDArray bias(NDManager manager, NDArray table, int from, int keys, Direction direction) {
        long[] ids = new long[(keys - from) * keys];
        for (int query = from; query < keys; query++) {
            for (int key = 0; key < keys; key++) {
                ids[(query - from) * keys + key] = bucket(key - query, direction);
            }
        }
        NDArray bias = Embedding.apply(table, manager.create(ids, new Shape(keys - from, keys)));   // [Q, K, H]
        return Precision.FP32.cast(bias.transpose(2, 0, 1).expandDims(0));
    }
}
