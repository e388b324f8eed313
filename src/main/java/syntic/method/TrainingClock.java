package syntic.method;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import syntic.store.StoreException;

/**
 * How long a training took, kept beside its result: the sum over all runs where it was killed and went on.
 */
final class TrainingClock {
    private static final String FILE = "seconds.txt";
    private static final double BETWEEN_WRITES = 5;

    private final Path folder;
    private final double before;
    private final long start = System.nanoTime();
    private double written;

    private TrainingClock(Path folder, double before) {
        this.folder = folder;
        this.before = before;
        written = before;
    }

    /** Goes on from what {@code folder} says, or begins at 0. */
    static TrainingClock start(Path folder) {
        return new TrainingClock(folder, Files.exists(folder.resolve(FILE)) ? seconds(folder) : 0);
    }

    /** Writes the time down, if it was not done a moment ago. */
    void tick() {
        if (now() - written >= BETWEEN_WRITES) {
            stop();
        }
    }

    /** Writes the time down. */
    void stop() {
        written = now();
        Path partial = folder.resolve(FILE + ".incomplete");
        try {
            Files.writeString(partial, Double.toString(written));
            Files.move(partial, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreException(folder.resolve(FILE) + ": cannot be written: " + e, e);
        }
    }

    private double now() {
        return before + (System.nanoTime() - start) / 1e9;
    }

    /** What the clock of a finished training shows; not a number where the training kept none. */
    static double seconds(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file) ? Double.parseDouble(Files.readString(file)) : Double.NaN;
        } catch (IOException | NumberFormatException e) {
            throw new StoreException(file + ": does not tell a time (" + e + "); delete " + folder
                    + " to train again", e);
        }
    }
}
