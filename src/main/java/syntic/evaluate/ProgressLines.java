package syntic.evaluate;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import syntic.nn.Stopped;
import syntic.store.ProgressListener;

/** Progress of long work as lines for a terminal, one every few seconds; quick work prints none. Ends when told to. */
final class ProgressLines implements ProgressListener {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(3);

    private final String what;
    private final PrintStream out;
    private final BooleanSupplier stop;
    private long last = System.nanoTime();

    ProgressLines(String what, PrintStream out, BooleanSupplier stop) {
        this.what = what;
        this.out = out;
        this.stop = stop;
    }

    /** @throws Stopped if the process was told to end */
    static void check(BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            throw new Stopped("stopped before all was scored; nothing was written");
        }
    }

    @Override
    public synchronized void at(long done, long total, String note) {
        check(stop);
        long now = System.nanoTime();
        if (now - last >= PAUSE) {
            last = now;
            out.printf(Locale.ROOT, "%s: %,d of %,d%s%n", what, done, total, note.isEmpty() ? "" : ", " + note);
        }
    }
}
