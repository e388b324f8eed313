package syntic.method;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import syntic.io.AtomicFile;
import syntic.io.Seal;
import syntic.io.UserException;
import syntic.nn.ProcessorTime;
import syntic.stage.CaptionTrainer;
import syntic.store.ProgressListener;
import syntic.store.StoreException;

/**
 * How much work a training was, in processor seconds of the process, kept beside its result: the sum over all runs
 * where it was killed and went on.
 */
public final class TrainingClock {
    private static final String FILE = "processor-seconds.txt";
    private static final double BETWEEN_WRITES = 5;

    private final Path folder;
    private final double before;
    private final double start = ProcessorTime.seconds();
    private double written;

    private TrainingClock(Path folder, double before) {
        this.folder = folder;
        this.before = before;
        write();
    }

    /**
     * Runs a training under the clock.
     *
     * @param folder of the training; the clock goes on from what is in it
     * @param listener hears of the steps
     * @param training is given what must hear of its steps
     */
    public static void measure(Path folder, ProgressListener listener, Consumer<CaptionTrainer.Listener> training) {
        TrainingClock clock = new TrainingClock(folder, before(folder));
        try {
            training.accept((step, steps, loss, rate) -> {
                clock.tick();
                listener.at(step, steps, String.format(Locale.ROOT, "loss %.3f", loss));
            });
        } finally {
            clock.write();
        }
    }

    /** What earlier runs took; not a number if there was one without this clock. */
    private static double before(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty() ? 0 : seconds(folder);
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }

    private void tick() {
        if (now() - written >= BETWEEN_WRITES) {
            write();
        }
    }

    private void write() {
        written = now();
        AtomicFile.write(folder.resolve(FILE), Seal.lines(written + "\n"));
    }

    private double now() {
        return before + ProcessorTime.seconds() - start;
    }

    /** What the clock of a finished training shows; not a number where the training kept none. */
    public static double seconds(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file) ? Double.parseDouble(Seal.open(Files.readString(file))) : Double.NaN;
        } catch (IOException | NumberFormatException e) {
            throw new StoreException(file + ": does not tell a time (" + e.getMessage() + "); move this file away: the "
                    + "model stays, what its training took is then unknown", e);
        }
    }
}
