package syntic.doctor;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import syntic.command.Subcommand;
import syntic.nn.Compute;

/** The command {@code doctor}: the state of this machine, and one forward of each shipped model. */
@Command(name = "doctor", description = {"Say what a report of a fault needs, and check what models compute here.",
        "One forward of each shipped model runs on the chosen device, in the chosen precision, and is compared with "
        + "stored values of a CPU in fp32. Secrets and the name of the home folder are left out."})
public final class DoctorCommand extends Subcommand {
    @Option(names = "--store", paramLabel = "FILE", hidden = true,
            description = "write the values of this machine, after the shipped models have changed")
    private Path store;

    /** @return the exit status: 0, or 1 if a model computes something else than it should */
    @Override
    public Integer call() {
        Compute chosen = compute.get();
        if (store != null) {
            ForwardCheck.store(store, chosen);
            return 0;
        }
        new SystemReport(System.getenv(), Path.of(System.getProperty("user.home"))).lines(chosen)
                .forEach(out::println);
        out.printf("%none forward of each model, beside stored values%n");
        boolean whole = true;
        for (String name : ForwardCheck.names()) {
            long started = System.nanoTime();
            ForwardCheck check = ForwardCheck.of(name, chosen);
            boolean holds = check.holds(chosen);
            whole &= holds;
            out.printf(Locale.ROOT, "  %-14s largest difference %.2e of %.3g (%.2e)  %s, %.1f s%n", name,
                    check.largest(), check.scale(), check.relative(), holds ? "as it should be" : "TOO LARGE",
                    (System.nanoTime() - started) / 1e9);
        }
        return whole ? 0 : 1;
    }
}
