package syntic.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unfolds a file, but not one that is made to fill memory or disk: no text is a hundred times smaller compressed. */
public final class Gunzip extends FilterInputStream {
    private static final int MOST_TIMES = 100;
    private static final long ALWAYS_READ = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final long most;
    private long read;

    private Gunzip(InputStream unfolding, long most) {
        super(unfolding);
        this.most = most;
    }

    /** Opens a compressed file; reading it throws a {@link ZipException} where it unfolds to too much. */
    public static InputStream open(Path file) throws IOException {
        InputStream compressed = Files.newInputStream(file);
        try {
            return limited(new GZIPInputStream(compressed, BUFFER), Files.size(file), ALWAYS_READ);
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
    }

    /**
     * The same limit for what is unfolded otherwise, such as an entry of a zip archive.
     *
     * @param compressed its bytes in the file
     * @param always bytes that are read however few those are
     */
    public static InputStream limited(InputStream unfolding, long compressed, long always) {
        return new Gunzip(unfolding, Math.max(always, MOST_TIMES * compressed));
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        count(count);
        return count;
    }

    private void count(int more) throws ZipException {
        read += Math.max(0, more);
        if (read > most) {
            throw new ZipException(String.format(Locale.ROOT,
                    "it unfolds to more than %,d bytes: it is damaged or made to fill the memory or the disk", most));
        }
    }
}
