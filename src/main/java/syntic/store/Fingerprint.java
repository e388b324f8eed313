package syntic.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import syntic.io.Sha256;

/** SHA-256 sums, in hexadecimal, of the things that results are made from. */
public final class Fingerprint {
    private static final int CHUNK = 1 << 16;

    private Fingerprint() {}

    public static String of(byte[] bytes) {
        return Sha256.of(bytes);
    }

    /** Of texts in their order, such as the sentences of a corpus. */
    public static String of(List<String> texts) {
        MessageDigest digest = Sha256.begin();
        add(digest, texts);
        return Sha256.hex(digest);
    }

    /** The sum of a matrix whose values come bit by bit. */
    static final class Matrix {
        private final MessageDigest digest = Sha256.begin();
        private final ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);

        Matrix(List<String> ids, int width) {
            Fingerprint.add(digest, ids);
            digest.update(buffer.putInt(width).flip());
        }

        void add(float[] values, int from, int count) {
            for (int done = 0; done < count; done += CHUNK) {
                int some = Math.min(CHUNK, count - done);
                buffer.clear();
                buffer.asFloatBuffer().put(values, from + done, some);
                digest.update(buffer.limit(4 * some));
            }
        }

        String finish() {
            return Sha256.hex(digest);
        }
    }

    private static void add(MessageDigest digest, List<String> texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            // The length first, so that no two lists of texts give the same bytes.
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            digest.update(bytes);
        }
    }
}
