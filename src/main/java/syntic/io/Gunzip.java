package syntic.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Unfolds a gzip file, but not one that is made to fill the memory: no text is a hundred times smaller compressed. */
public final class Gunzip extends FilterInputStream {
    private static final int MOST_TIMES = 100;
    private static final long ALWAYS_READ = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final long most;
    private long read;

    private Gunzip(Path file, InputStream compressed) throws IOException {
        super(new GZIPInputStream(compressed, BUFFER));
        most = Math.max(ALWAYS_READ, MOST_TIMES * Files.size(file));
    }

    /** Opens a compressed file; reading it throws an {@link IOException} where it unfolds to too much. */
    public static InputStream open(Path file) throws IOException {
        InputStream compressed = Files.newInputStream(file);
        try {
            return new Gunzip(file, compressed);
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
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

    private void count(int more) throws IOException {
        read += Math.max(0, more);
        if (read > most) {
            throw new IOException(String.format(Locale.ROOT,
                    "it unfolds to more than %,d bytes: it is damaged or made to fill the memory", most));
        }
    }
}
