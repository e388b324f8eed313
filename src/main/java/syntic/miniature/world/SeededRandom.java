package syntic.miniature.world;

/**
 * A small random generator whose stream depends on its seed alone, on every Java version and machine.
 *
 * <p>It is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). The JDK's own
 * generators are not used because their derived distributions (Gaussian, bounded integers) have changed between
 * releases, and a changed stream would change the whole world.
 */
public final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** Starts the stream of the given seed. */
    public SeededRandom(long seed) {
        state = seed;
    }

    /** Derives an independent seed from a seed and the numbers that say what it is for. */
    public static long mix(long seed, long... purposes) {
        long mixed = scramble(seed + GOLDEN_GAMMA);
        for (long purpose : purposes) {
            mixed = scramble(mixed * 31 + purpose + GOLDEN_GAMMA);
        }
        return mixed;
    }

    /** Derives an independent seed from a seed and a name (64-bit FNV-1a over its UTF-16 units). */
    public static long mix(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return mix(seed, hash);
    }

    private static long scramble(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return scramble(state);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in [low, high). */
    public double between(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Uniform in 0 … bound - 1. */
    public int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }

    /** True with the given probability. */
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** A bell-shaped number of mean 0 and deviation 1 (sum of twelve uniforms: bounded by 6 and exact everywhere). */
    public double nextBell() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += nextDouble();
        }
        return sum;
    }

    /** One of the choices, all equally likely. */
    @SafeVarargs
    public final <T> T one(T... choices) {
        return choices[nextInt(choices.length)];
    }

    /** An index, likely in proportion to its weight. */
    public int weighted(double... weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double left = nextDouble() * total;
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
