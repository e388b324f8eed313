package syntic.store;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Progress of long work as lines for a terminal, one every few seconds; quick work prints none. */
public final class ProgressLines implements ProgressListener {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(3);

    private final String what;
    private final PrintStream out;
    private long last = System.nanoTime();

    public ProgressLines(String what, PrintStream out) {
        this.what = what;
        this.out = out;
    }

    @Override
    public synchronized void at(long done, long total, String note) {
        long now = System.nanoTime();
        if (now - last >= PAUSE) {
            last = now;
            out.printf(Locale.ROOT, "%s: %,d of %,d%s%n", what, done, total, note.isEmpty() ? "" : ", " + note);
        }
    }
}
