package syntic.faults;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
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
        int ends = 0;
        for (int i = 0; i < kills; i++) {
            Process process = killed.start();
            if (process.waitFor(random.nextLong(nanos), TimeUnit.NANOSECONDS)) {
                killed.requireDone(process);
                require(killed, expected, done);
                killed.forget();
                ends++;
            } else {
                done++;
                process.destroyForcibly().waitFor();
                requireWhole(killed.home());
            }
        }
        killed.finish();
        require(killed, expected, done);
        out.printf(Locale.ROOT, "kills: %s, %d of %d while it ran (%.1f s), %d times the same result%n", killed.name(),
                done, kills, nanos / 1e9, ends + 1);
        return done;
    }

    private static void require(LongCommand killed, String expected, int kills) throws Exception {
        String result = killed.result().read();
        if (!result.equals(expected)) {
            throw new AssertionError(killed.name() + ": another result after " + kills + " kills than without, in "
                    + killed.home() + ": " + result + " instead of " + expected);
        }
    }

    /** What stands under its name is whole. */
    static void requireWhole(Path home) throws Exception {
        Set<Path> read = new HashSet<>();
        for (KeptFile kept : KeptFile.in(home)) {
            if (read.add(kept.opened())) {
                kept.reading().read();
            }
        }
    }
}
