package syntic.project;

import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code project}: without one of its subcommands it lists them. */
@Command(name = "project", synopsisSubcommandLabel = "COMMAND",
        description = "Make a project of your own captions, photos and models, and look at it.")
public final class ProjectCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private final PrintStream out;

    public ProjectCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        spec.commandLine().usage(out);
    }
}
