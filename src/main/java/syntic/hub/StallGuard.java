package syntic.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * A stream that closes itself when nothing arrives for a while, so that its reader fails instead of waiting for ever.
 */
final class StallGuard extends FilterInputStream {
    private final Timer timer = new Timer("download stall guard", true);
    private volatile long last = System.nanoTime();

    StallGuard(InputStream stream, Duration limit) {
        super(stream);
        long period = Math.max(1, limit.toMillis() / 4);
        timer.schedule(new TimerTask() {
            @Override
            public void run() {
                if (System.nanoTime() - last > limit.toNanos()) {
                    giveUp();
                }
            }
        }, period, period);
    }

    private void giveUp() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        last = System.nanoTime();
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        last = System.nanoTime();
        return read;
    }

    @Override
    public void close() throws IOException {
        timer.cancel();
        super.close();
    }
}
