package syntic;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import syntic.benchmark.BenchmarkCommand;
import syntic.evaluate.EvaluateCommand;
import syntic.hub.ModelsCommand;
import syntic.io.UserException;
import syntic.ledger.LedgerCommand;
import syntic.miniature.FeaturePack;
import syntic.miniature.train.ClipTrainer;
import syntic.miniature.train.DetrTrainer;
import syntic.miniature.train.JudgeTrainer;
import syntic.miniature.train.TextToImageTrainer;
import syntic.nn.Compute;
import syntic.nn.Stopped;

/** The command line of {@code java -jar lib/syntic-workbook.jar}; without arguments it lists its commands. */
public final class Main {
    static final List<Command> COMMANDS = List.of(
            new Command("evaluate", "score captions against references, with intervals",
                    judging(EvaluateCommand::run)),
            new Command("models", "download and check the full-size models", ModelsCommand::run),
            new Command("benchmark", "compare all systems on the same features, splits and seeds",
                    computing(compute -> stoppable((arguments, out, err, stop) ->
                            BenchmarkCommand.run(arguments, compute, out, err, stop)))),
            new Command("ledger", "print every hyper-parameter with its source", LedgerCommand::run),
            new Command("train-clip", "train the miniature CLIP", training(ClipTrainer.USAGE, ClipTrainer::run)),
            new Command("train-detr", "train the miniature DETR", training(DetrTrainer.USAGE, DetrTrainer::run)),
            new Command("train-text-to-image", "train the miniature text-to-image model",
                    training(TextToImageTrainer.USAGE, TextToImageTrainer::run)),
            new Command("train-judge", "train the judge of generated images",
                    training(JudgeTrainer.USAGE, JudgeTrainer::run)),
            new Command("feature-pack", "generate the images of all miniature sentences, keep features and tags",
                    computing(intoFolder(FeaturePack.USAGE, Integer.MAX_VALUE, FeaturePack::run))));

    private static final int WRONG_USE = 2;
    /** The exit status of a process that ended because it was told to. */
    private static final int STOPPED = 130;

    private Main() {}

    /** What a command does with the arguments after its name; the result is the process's exit status. */
    @FunctionalInterface
    interface Action {
        int run(String[] arguments, PrintStream out, PrintStream err);
    }

    /** An action that asks now and then whether to stop, and then throws {@link Stopped}. */
    @FunctionalInterface
    interface StoppableAction {
        int run(String[] arguments, PrintStream out, PrintStream err, BooleanSupplier stop);
    }

    /** What is written into a folder and takes long; it prints its progress itself. */
    @FunctionalInterface
    interface Making {
        void run(String[] arguments, Compute compute, BooleanSupplier stop);
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
                return run(command, Arrays.copyOfRange(arguments, 1, arguments.length), out, err);
            }
        }
        err.println("unknown command '" + arguments[0] + "'");
        list(err);
        return WRONG_USE;
    }

    static int run(Command command, String[] arguments, PrintStream out, PrintStream err) {
        try {
            return command.action().run(arguments, out, err);
        } catch (IllegalArgumentException | UserException | UncheckedIOException e) {
            // Unchecked is what a folder throws that goes away while it is listed.
            err.println(command.name() + ": " + e.getMessage());
            return 1;
        }
    }

    /** What scores captions, and runs models where images judge them. */
    @FunctionalInterface
    interface Judging {
        int run(String[] arguments, Compute compute, PrintStream out, PrintStream err);
    }

    private static Action judging(Judging action) {
        return (arguments, out, err) -> List.of(arguments).contains("--clip")
                ? computing(compute -> (rest, o, e) -> action.run(rest, compute, o, e)).run(arguments, out, err)
                : action.run(arguments, Compute.PLAIN, out, err);
    }

    /** A command that runs models, and takes the options that say where. */
    private static Action computing(Function<Compute, Action> action) {
        return (arguments, out, err) -> {
            ComputeOptions options = ComputeOptions.parse(arguments, err);
            return action.apply(options.compute()).run(options.rest(), out, err);
        };
    }

    /** A trainer: its folder, and optionally how long to train. */
    private static Action training(String usage, Making trainer) {
        return (arguments, out, err) -> {
            ComputeOptions options = ComputeOptions.parseForTraining(arguments, err);
            return intoFolder(usage, 2, trainer).apply(options.compute()).run(options.rest(), out, err);
        };
    }

    /**
     * A command whose arguments are a folder and plain words. Any option shows how the command is called, so that none
     * is taken for the name of a folder to write into.
     *
     * @param usage what is shown
     * @param most arguments
     */
    private static Function<Compute, Action> intoFolder(String usage, int most, Making making) {
        return compute -> stoppable((arguments, out, err, stop) -> {
            List<String> given = List.of(arguments);
            if (given.contains("--help")) {
                out.println(usage);
                return 0;
            }
            if (given.isEmpty() || given.size() > most || given.stream().anyMatch(one -> one.startsWith("-"))) {
                err.println(usage);
                return WRONG_USE;
            }
            making.run(arguments, compute, stop);
            return 0;
        });
    }

    /** A command that takes long; stopped by Ctrl-C it saves its state first. */
    static Action stoppable(StoppableAction action) {
        return (arguments, out, err) -> {
            // What is printed after the signal is closed may come too late.
            try (StopSignal signal = StopSignal.listen()) {
                try {
                    return action.run(arguments, out, err, signal);
                } catch (Stopped e) {
                    err.println(e.getMessage());
                    return STOPPED;
                }
            }
        };
    }

    private static void list(PrintStream out) {
        out.println("SynTIC Workbook: text-only image captioning. Commands (each with --help):");
        for (Command command : COMMANDS) {
            out.printf("  %-22s %s%n", command.name(), command.summary());
        }
        out.println(ComputeOptions.USAGE);
        out.println("The notebooks are run with environment/workbook.");
    }
}
