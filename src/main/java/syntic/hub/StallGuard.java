package syntic.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Closes a stream on which nothing has arrived for a while, so that its reader fails instead of waiting for ever. */
final class StallGuard implements AutoCloseable {
    private final Timer timer = new Timer("download stall guard", true);
    private volatile long last = System.nanoTime();

    StallGuard(InputStream stream, Duration limit) {
        long period = Math.max(1, limit.toMillis() / 4);
        timer.schedule(new TimerTask() {
            @Override
            public void run() {
                if (System.nanoTime() - last > limit.toNanos()) {
                    timer.cancel();
                    shut(stream);
                }
            }
        }, period, period);
    }

    private static void shut(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something has arrived. */
    void progress() {
        last = System.nanoTime();
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
