package syntic.model.diffusion;

import java.util.SplittableRandom;
import syntic.nn.Initializer;

/**
 * The noise that the image of a sentence starts from, and what schedulers add on the way. It depends on the seed and
 * the sentence's id alone: not on the batch, the order, the machine or what was generated before.
 */
final class InitialNoise {
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private InitialNoise() {}

    /**
     * Standard normal values.
     *
     * @param draw 0 for what an image starts from, 1, 2, … for what schedulers add on the way
     */
    static float[] of(long seed, String id, int draw, int size) {
        long hash = hash(id);
        if (draw > 0) {
            // As if one more unit followed, of those that no id has.
            hash = (hash ^ Character.MAX_VALUE + draw) * FNV_PRIME;
        }
        SplittableRandom random = new SplittableRandom(seed * ODD ^ hash);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) Initializer.gaussian(random);
        }
        return values;
    }

    /** FNV-1a of the id's UTF-16 units; {@code String.hashCode} has too few bits for a million ids. */
    private static long hash(String id) {
        long hash = FNV_START;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
