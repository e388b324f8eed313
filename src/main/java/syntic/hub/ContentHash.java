package syntic.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * What a file's content hashes to. A hub names large files by their SHA-256 and small ones as git does: by the SHA-1 of
 * {@code "blob SIZE\0"} and the content.
 */
record ContentHash(String hex) {
    private static final int SHA256_DIGITS = 64;
    private static final int GIT_DIGITS = 40;
    private static final int CHUNK = 1 << 20;

    public ContentHash {
        hex = hex.toLowerCase(Locale.ROOT);
        if (!isHash(hex)) {
            throw new IllegalArgumentException("'" + hex + "' is neither a SHA-256 (64 hexadecimal digits) nor a git "
                    + "blob id (40)");
        }
    }

    static boolean isHash(String text) {
        return (text.length() == SHA256_DIGITS || text.length() == GIT_DIGITS)
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    /** Whether this is a SHA-256 rather than a git blob id. */
    public boolean isSha256() {
        return hex.length() == SHA256_DIGITS;
    }

    /** Whether both are of one kind and differ; hashes of two kinds cannot contradict each other. */
    boolean contradicts(ContentHash other) {
        return isSha256() == other.isSha256() && !equals(other);
    }

    /**
     * The hash, of the same kind as this one, of what the file holds now.
     *
     * @param progress told how many bytes are read
     */
    ContentHash ofFile(Path file, LongConsumer progress) throws IOException {
        MessageDigest digest = digest(isSha256() ? "SHA-256" : "SHA-1");
        if (!isSha256()) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] chunk = new byte[CHUNK];
        long done = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
                done += read;
                progress.accept(done);
            }
        }
        return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return (isSha256() ? "SHA-256 " : "git blob ") + hex;
    }
}
