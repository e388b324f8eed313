package syntic.hub;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import syntic.store.ProgressListener;

/** Shows a download: a line that changes in place on a terminal, a line now and then in a log. */
final class DownloadDisplay implements ProgressListener, AutoCloseable {
    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration IN_LOG = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal = System.console() != null;
    private final long started = System.nanoTime();
    private long shown;
    private long startedAt = -1;
    private String lastNote = "";
    private int width;

    DownloadDisplay(PrintStream out) {
        this.out = out;
        shown = started - IN_LOG.toNanos();
    }

    @Override
    public void at(long done, long total, String note) {
        startedAt = startedAt < 0 ? done : startedAt;
        long now = System.nanoTime();
        boolean due = now - shown >= (terminal ? ON_TERMINAL : IN_LOG).toNanos();
        if (note.isEmpty() || !due && note.equals(lastNote)) {
            return;
        }
        shown = now;
        lastNote = note;
        double seconds = (now - started) / 1e9;
        double rate = seconds > 1 ? (done - startedAt) / 1e6 / seconds : 0;
        String speed = rate > 0 ? String.format(Locale.ROOT, "  %.1f MB/s", rate) : "";
        String line = String.format(Locale.ROOT, "  %3d %%  %,d of %,d MB%s  %s", total == 0 ? 100 : 100 * done / total,
                done / 1_000_000, total / 1_000_000, speed, note);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } else {
            out.println(line);
        }
    }

    /** Leaves the terminal at the start of a line. */
    @Override
    public void close() {
        if (width > 0) {
            out.println();
        }
    }
}
