package syntic.workbook;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import syntic.store.ProgressListener;

/**
 * Progress of a long cell, updated in place at most four times a second; without a kernel, a line every ten seconds.
 * When all is done, or on {@link #close}, one static line remains.
 *
 * <pre>{@code
 * try (Progress progress = Progress.of("Training the decoder", steps)) {
 *     trainer.run(progress);
 * }
 * }</pre>
 */
public final class Progress implements ProgressListener, AutoCloseable {
    private static final long UPDATE_NANOS = 250_000_000L;
    private static final long LINE_NANOS = 10_000_000_000L;
    private static final int BAR_CELLS = 30;
    private static final AtomicInteger DISPLAYS = new AtomicInteger();

    private final String title;
    private final LongSupplier clock;
    private final long start;
    private final Optional<KernelDisplay> kernel;
    private final String id;
    private long total;
    private long done;
    private String note = "";
    private long lastShown;
    private boolean ended;

    Progress(String title, long total, LongSupplier clock, Optional<KernelDisplay> kernel) {
        if (total < 1) {
            throw new IllegalArgumentException("progress '%s' of %d things: give at least one"
                    .formatted(title, total));
        }
        this.title = title;
        this.total = total;
        this.clock = clock;
        this.kernel = kernel;
        start = clock.getAsLong();
        lastShown = start;
        // Unlike figures, displays must differ between sessions of one notebook: an update reaches all of one id.
        id = "progress-" + ProcessHandle.current().pid() + "-" + DISPLAYS.incrementAndGet();
        System.out.flush();
        kernel.ifPresent(display -> display.show(Bundle.text(line()), id));
    }

    /** Shows the beginning of something that consists of {@code total} steps or things. */
    public static Progress of(String title, long total) {
        return new Progress(title, total, System::nanoTime, KernelDisplay.find());
    }

    /** So many are done; {@code note} says the present state in a few words, such as the loss. */
    public void step(long done, String note) {
        at(done, total, note);
    }

    @Override
    public synchronized void at(long done, long total, String note) {
        if (ended) {
            return;
        }
        this.done = done;
        this.total = Math.max(total, 1);
        this.note = note == null ? "" : note;
        if (done >= this.total) {
            close();
            return;
        }
        long now = clock.getAsLong();
        if (now - lastShown >= (kernel.isPresent() ? UPDATE_NANOS : LINE_NANOS)) {
            lastShown = now;
            kernel.ifPresentOrElse(display -> display.update(Bundle.text(line()), id),
                    () -> System.out.println(line()));
        }
    }

    /** Leaves the last line; says so where not all was done. */
    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        ended = true;
        kernel.ifPresentOrElse(display -> display.update(Bundle.text(lastLine()), id),
                () -> System.out.println(lastLine()));
    }

    private String line() {
        double share = Math.min((double) done / total, 1);
        int filled = (int) Math.floor(share * BAR_CELLS);
        double elapsed = (clock.getAsLong() - start) / 1e9;
        String times = done == 0 ? "" : " · %s, %s left".formatted(duration(elapsed),
                duration(elapsed / share - elapsed));
        String bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
        return String.format(Locale.ROOT, "%s %s %3d %% · %,d of %,d%s%s", title, bar, (int) Math.floor(100 * share),
                done, total, times, note.isBlank() ? "" : " · " + note);
    }

    private String lastLine() {
        double elapsed = (clock.getAsLong() - start) / 1e9;
        String amount = done >= total ? String.format(Locale.ROOT, "✔ %s: %,d", title, done)
                : String.format(Locale.ROOT, "✘ %s: stopped at %,d of %,d", title, done, total);
        return "%s in %s%s".formatted(amount, duration(elapsed), note.isBlank() ? "" : " · " + note);
    }

    /** Such as "0.4 s", "38 s", "2 min 5 s", "1 h 20 min". */
    static String duration(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(seconds, 0));
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole % 60 == 0 || whole >= 600 ? Math.round(whole / 60.0) + " min"
                    : whole / 60 + " min " + whole % 60 + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes % 60 == 0 ? minutes / 60 + " h" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
