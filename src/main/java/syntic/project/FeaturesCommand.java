package syntic.project;

import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code features}: without one of its subcommands it lists them. */
@Command(name = "features", synopsisSubcommandLabel = "COMMAND",
        description = "Bring features into a project that were made elsewhere, join them, and take them out.")
public final class FeaturesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private final PrintStream out;

    public FeaturesCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        spec.commandLine().usage(out);
    }
}
