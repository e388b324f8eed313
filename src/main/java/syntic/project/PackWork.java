package syntic.project;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import syntic.pack.Machine;
import syntic.pack.PackJob;
import syntic.store.ProgressLines;

/**
 * Runs the jobs of a command and says what came of them.
 *
 * @param retry whether only what former runs could not make is made
 * @param licence a note for those who get the pack; null to leave what there is
 * @param machines that made the records so far
 */
record PackWork(PrintStream out, BooleanSupplier stop, boolean retry, String licence,
        Supplier<Set<Machine>> machines) {
    private static final int SHOWN = 10;

    /** Where one process makes the records. */
    static PackWork on(Machine machine, PrintStream out, BooleanSupplier stop, boolean retry, String licence) {
        Set<Machine> here = Set.of(machine);
        return new PackWork(out, stop, retry, licence, () -> here);
    }

    /** Whether all is there. */
    boolean run(String what, PackJob<?> job) {
        PackJob<?> placed = job.on(machines);
        PackJob<?> noted = licence == null ? placed : placed.licensed(licence);
        PackJob.Report report = (retry ? noted.retry() : noted).run(new ProgressLines(what, out), stop);
        out.printf(Locale.ROOT, "%s: %,d made, %,d in all%s%n", what, report.made(), report.there(),
                report.failed().isEmpty() ? "" : String.format(Locale.ROOT, ", %,d could not be made:",
                        report.failed().size()));
        report.failed().entrySet().stream().limit(SHOWN)
                .forEach(one -> out.println("  " + one.getKey() + ": " + one.getValue()));
        if (report.failed().size() > SHOWN) {
            out.println("  … and " + (report.failed().size() - SHOWN) + " more");
        }
        int never = report.missing() - report.failed().size();
        if (never > 0) {
            out.printf(Locale.ROOT, "%s: %,d are still missing; the same command without --retry makes them%n", what,
                    never);
        }
        return report.failed().isEmpty() && report.missing() == 0;
    }
}
