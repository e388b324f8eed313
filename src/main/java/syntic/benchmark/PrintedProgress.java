package syntic.benchmark;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A line before every unit, with what is left, and one after it.
 *
 * @param work of the run, if it is estimated
 * @param asked whether to save and end
 */
record PrintedProgress(PrintStream out, Optional<WorkEstimate> work, BooleanSupplier asked)
        implements BenchmarkRun.Listener {
    @Override
    public void note(String text) {
        out.println(text);
    }

    @Override
    public void begin(int number, int all, String unit) {
        out.printf(Locale.ROOT, "[%d of %d; %d left%s] %s%n", number, all, all - number + 1, work.map(one ->
                String.format(Locale.ROOT, ", about %.2f processor hours", one.hoursAfter(number - 1))).orElse(""),
                unit);
    }

    @Override
    public boolean stop() {
        return asked.getAsBoolean();
    }

    @Override
    public void end(BenchmarkUnit unit, boolean before) {
        out.printf(Locale.ROOT, "    CIDEr-D %.1f, %s%n", 100 * unit.scores().get("CIDEr"), before
                ? "run before" : String.format(Locale.ROOT, "%.0f CPU s of captioning", unit.captioningSeconds()));
    }
}
