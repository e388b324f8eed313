package syntic.faults;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Kills a command at random moments until it is left alone: its result must be that of one that never was. */
record Kills(SplittableRandom random, PrintStream out) {
    /**
     * @param command the same one in any folder
     * @param home whose sub-folders are used
     * @return how often it was killed while it ran
     */
    int run(Function<Path, LongCommand> command, Path home, int kills) throws Exception {
        LongCommand whole = command.apply(home.resolve("whole"));
        long start = System.nanoTime();
        whole.finish();
        long nanos = System.nanoTime() - start;
        String expected = whole.result().read();
        LongCommand killed = command.apply(home.resolve("killed"));
        int done = 0;
        for (int i = 0; i < kills; i++) {
            Process process = killed.start();
            if (!process.waitFor(random.nextLong(nanos), TimeUnit.NANOSECONDS)) {
                done++;
            }
            process.destroyForcibly().waitFor();
            // What stands under its name is whole.
            for (KeptFile kept : KeptFile.in(killed.home())) {
                kept.reading().read();
            }
        }
        killed.finish();
        if (!killed.result().read().equals(expected)) {
            throw new AssertionError(killed.name() + ": another result after " + done + " kills than without, in "
                    + home);
        }
        out.printf(Locale.ROOT, "kills: %s, %d of %d while it ran (%.1f s), same result%n", killed.name(), done, kills,
                nanos / 1e9);
        return done;
    }
}
