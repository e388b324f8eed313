package syntic;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Feeds mutated inputs to a reader and accepts success or an error of the expected types, nothing else, with bounded
 * memory for each.
 */
public final class Fuzz {
    /** Bytes that one input may make the reader allocate. */
    private static final long MOST_BYTES = 64L << 20;
    private static final String[] VALUES = {"0", "-1", "1", "2147483648", "9223372036854775808", "1e400", "-1e400",
        "1e999999999", "0.5", "NaN", "null", "true", "\"\"", "\"1\"", "[]", "{}", "[0]", "[[1]]", "16777216", "999999",
        "\"../../x.safetensors\"", "\"\\u0000\"", "[" + "1,".repeat(2000) + "1]", "[".repeat(3000),
        "{\"a\":".repeat(3000), "\"" + "x".repeat(5000) + "\""};

    /** What is tried with one input. */
    public interface Reader {
        void read(byte[] input) throws Exception;
    }

    private Fuzz() {}

    /** Inputs of one run: set {@code -Dsyntic.fuzz=N} for a longer one. */
    public static int inputs(int otherwise) {
        return Integer.getInteger("syntic.fuzz", otherwise);
    }

    /** @return the number of inputs that were refused */
    public static int run(String name, byte[] good, int inputs, Set<Class<?>> refusals, Reader reader)
            throws Exception {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int refused = 0;
        for (int i = 0; i < inputs; i++) {
            byte[] input = i % 2 == 0 ? bytes(good, random) : json(good, random);
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                reader.read(input);
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                if (!refusals.contains(e.getClass())) {
                    throw new AssertionError(name + ", input " + i + ": " + shown(input), e);
                }
                refused++;
            }
            long used = memory.getCurrentThreadAllocatedBytes() - before;
            if (used >= MOST_BYTES) {
                throw new AssertionError(name + " allocated " + used + " bytes for " + shown(input));
            }
        }
        return refused;
    }

    /** Some bytes changed, or the end cut off. */
    private static byte[] bytes(byte[] good, SplittableRandom random) {
        byte[] mutated = Arrays.copyOf(good, random.nextInt(10) == 0 ? random.nextInt(good.length) : good.length);
        for (int k = random.nextInt(4); k >= 0 && mutated.length > 0; k--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    /** A value of the JSON, wherever it stands in the input, replaced by a nasty one, or a piece repeated. */
    private static byte[] json(byte[] good, SplittableRandom random) {
        String text = new String(good, StandardCharsets.ISO_8859_1);
        int start = random.nextInt(text.length());
        int colon = text.indexOf(':', start);
        if (colon < 0 || random.nextInt(8) == 0) {
            int end = Math.min(text.length(), start + random.nextInt(40));
            return (text.substring(0, end) + text.substring(start)).getBytes(StandardCharsets.ISO_8859_1);
        }
        int end = colon + 1;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return (text.substring(0, colon + 1) + VALUES[random.nextInt(VALUES.length)] + text.substring(end))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String shown(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        return text.length() > 600 ? text.substring(0, 600) + "…" : text;
    }
}
