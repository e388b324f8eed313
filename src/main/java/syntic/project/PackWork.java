package syntic.project;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import syntic.pack.PackJob;
import syntic.store.ProgressLines;

/** Runs the jobs of a command and says what came of them. */
record PackWork(PrintStream out, BooleanSupplier stop) {
    private static final int SHOWN = 10;

    /** Whether all that was wanted is there. */
    boolean run(String what, PackJob<?> job) {
        PackJob.Report report = job.run(new ProgressLines(what, out), stop);
        out.printf(Locale.ROOT, "%s: %,d made, %,d in all%s%n", what, report.made(), report.there(),
                report.failed().isEmpty() ? "" : String.format(Locale.ROOT, ", %,d could not be made:",
                        report.failed().size()));
        report.failed().entrySet().stream().limit(SHOWN)
                .forEach(one -> out.println("  " + one.getKey() + ": " + one.getValue()));
        if (report.failed().size() > SHOWN) {
            out.println("  … and " + (report.failed().size() - SHOWN) + " more");
        }
        return report.failed().isEmpty();
    }
}
