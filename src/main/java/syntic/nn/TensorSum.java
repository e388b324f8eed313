package syntic.nn;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import syntic.io.Sha256;

/**
 * A sum of tensors: SHA-256 of each over its name, type, shape and bytes, added up. So neither their order counts nor
 * the files that they are divided into.
 */
public final class TensorSum {
    /** Where a file of ours states what {@link #digest} gives. */
    public static final String DIGEST = "digest";
    /** Stands in its place while it is not known. */
    public static final String PENDING = "0".repeat(64);
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private BigInteger total = BigInteger.ZERO;

    /** The sum of one tensor; the caller gives it the tensor's bytes and then adds it. */
    public static MessageDigest begin(String name, ElementType type, long... shape) {
        MessageDigest tensor = Sha256.begin();
        tensor.update((name + '\n' + type + Arrays.toString(shape) + '\n').getBytes(StandardCharsets.UTF_8));
        return tensor;
    }

    public void add(MessageDigest tensor) {
        total = total.add(new BigInteger(1, tensor.digest())).mod(MODULUS);
    }

    /** Adds what {@link #hex} gave of other tensors. */
    public void add(String hex) {
        total = total.add(new BigInteger(hex, 16)).mod(MODULUS);
    }

    /** 64 hexadecimal digits. */
    public String hex() {
        String digits = total.toString(16);
        return "0".repeat(64 - digits.length()) + digits;
    }

    /** Of tensors and what else a file says; a digest that it states does not count. */
    public static String digest(String sum, Map<String, String> metadata) {
        TreeMap<String, String> rest = new TreeMap<>(metadata);
        rest.remove(DIGEST);
        return Sha256.of(sum + rest);
    }
}
