package syntic.miniature.train;

import java.io.Serial;
import java.nio.file.Path;
import java.util.Locale;
import syntic.nn.Stopped;

/** A training ended early; what it had learnt is saved. */
final class TrainingStopped extends Stopped {
    @Serial
    private static final long serialVersionUID = 1;

    TrainingStopped(String name, long done, long steps, Path checkpoint) {
        super(String.format(Locale.ROOT, "stopped; %s has made %d of %d steps, saved in %s: the same command goes on",
                name, done, steps, checkpoint));
    }
}
