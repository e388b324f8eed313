package syntic;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import syntic.metric.EvaluateCommand;

/** The command line of {@code java -jar lib/syntic-workbook.jar}; without arguments it lists its commands. */
public final class Main {
    private static final List<Command> COMMANDS = List.of(
            new Command("evaluate", "score captions against references, with intervals", EvaluateCommand::run));

    private Main() {}

    /** What a command does with the arguments after its name; the result is the process's exit status. */
    @FunctionalInterface
    interface Action {
        int run(String[] arguments, PrintStream out, PrintStream err);
    }

    /** One command and the line that describes it. */
    record Command(String name, String summary, Action action) {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length == 0 || List.of("help", "--help", "-h").contains(arguments[0])) {
            list(out);
            return 0;
        }
        for (Command command : COMMANDS) {
            if (command.name().equals(arguments[0])) {
                return command.action().run(Arrays.copyOfRange(arguments, 1, arguments.length), out, err);
            }
        }
        err.println("unknown command '" + arguments[0] + "'");
        list(err);
        return 2;
    }

    private static void list(PrintStream out) {
        out.println("SynTIC Workbook: text-only image captioning. Commands (each with --help):");
        for (Command command : COMMANDS) {
            out.printf("  %-22s %s%n", command.name(), command.summary());
        }
        out.println("The notebooks are run with environment/workbook.");
    }
}
