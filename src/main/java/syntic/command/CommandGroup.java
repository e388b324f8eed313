package syntic.command;

import picocli.CommandLine.Command;

/** A command that has others below it: by itself it lists them. */
@Command(synopsisSubcommandLabel = "COMMAND")
public final class CommandGroup extends Subcommand {
    @Override
    public Integer call() {
        spec.commandLine().usage(out);
        return 0;
    }
}
