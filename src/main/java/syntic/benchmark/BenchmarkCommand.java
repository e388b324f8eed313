package syntic.benchmark;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.nn.Compute;
import syntic.store.ResultStore;

/** The command {@code benchmark}: runs a protocol, or shows the table of one that was run. */
public final class BenchmarkCommand {
    private static final int WRONG_USE = 2;
    private static final String USAGE = """
            usage: benchmark PROTOCOL [--seeds 5] [--methods NAME,NAME] [--condition NAME] [--folder FOLDER]
                             [--split test] [--sentences N] [--photos N] [--epochs N]
                   benchmark --show FOLDER
                   benchmark --pack FOLDER TARGET

              --seeds      a number (5: seeds 1 to 5), a list (3,14,15) or a range (11..15)
              --methods    only these systems of the protocol
              --condition  only this condition of the protocol
              --folder     where results are kept (results/PROTOCOL); a run that was killed goes on there
              --split      the photos: test, validation (to choose settings on; always so in tuning) or held_out
              --sentences, --photos, --epochs   less than all, to try something quickly
              --show       print the table of a folder's results, or of a packed file
              --pack       write a folder's results to TARGET/PROTOCOL.json.gz (PROTOCOL-SPLIT for another split
                           than the usual), small enough to be shipped; notebooks draw from notebooks/results
            """;

    private record Options(String protocol, String seeds, List<String> methods, String condition, Path folder,
            BenchmarkSettings settings) {

        static Options parse(String[] arguments) {
            Options options = new Options(arguments[0], "5", List.of(), null, Path.of("results", arguments[0]),
                    BenchmarkSettings.of(arguments[0]));
            for (int i = 1; i < arguments.length; i += 2) {
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[i] + " needs a value");
                }
                options = options.with(arguments[i], arguments[i + 1]);
            }
            return options;
        }

        private Options with(String name, String value) {
            BenchmarkSettings s = settings;
            return switch (name) {
                case "--seeds" -> new Options(protocol, value, methods, condition, folder, s);
                case "--methods" -> new Options(protocol, seeds, Arrays.asList(value.split(",")), condition, folder, s);
                case "--condition" -> new Options(protocol, seeds, methods, value, folder, s);
                case "--folder" -> new Options(protocol, seeds, methods, condition, Path.of(value), s);
                case "--split" -> with(new BenchmarkSettings(protocol, split(value), s.sentences(), s.photos(),
                        s.epochs()));
                case "--sentences" -> with(new BenchmarkSettings(protocol, s.split(), (int) number(name, value),
                        s.photos(), s.epochs()));
                case "--photos" -> with(new BenchmarkSettings(protocol, s.split(), s.sentences(),
                        (int) number(name, value), s.epochs()));
                case "--epochs" -> with(new BenchmarkSettings(protocol, s.split(), s.sentences(), s.photos(),
                        (int) number(name, value)));
                default -> throw new IllegalArgumentException("unknown option " + name);
            };
        }

        private Options with(BenchmarkSettings other) {
            return new Options(protocol, seeds, methods, condition, folder, other);
        }

        private static Split split(String value) {
            return Arrays.stream(Split.values()).filter(split -> split.name().equalsIgnoreCase(value)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no split '" + value
                            + "'; there are test, validation, held_out"));
        }
    }

    private BenchmarkCommand() {}

    /**
     * @param compute of the models
     * @param stop asked now and then: whether to save and end with {@link syntic.nn.Stopped}
     * @return the exit status: 0, or 2 for wrong arguments
     */
    public static int run(String[] arguments, Compute compute, PrintStream out, PrintStream err,
            BooleanSupplier stop) {
        if (arguments.length == 0 || List.of(arguments).contains("--help")) {
            out.print(USAGE + "\nprotocols:\n");
            Protocol.all(Systems.MINIATURE).forEach(one -> out.printf("  %-14s %s%n", one.name(), one.summary()));
            out.println("methods: " + String.join(", ", Systems.MINIATURE.names()));
            return arguments.length == 0 ? WRONG_USE : 0;
        }
        if (arguments[0].equals("--show")) {
            if (arguments.length != 2) {
                err.print("benchmark: --show needs one folder\n" + USAGE);
                return WRONG_USE;
            }
            print(BenchmarkResults.read(Path.of(arguments[1])), out);
            return 0;
        }
        if (arguments[0].equals("--pack")) {
            if (arguments.length != 3) {
                err.print("benchmark: --pack needs the folder of the results and the folder to write to\n" + USAGE);
                return WRONG_USE;
            }
            out.println(BenchmarkResults.read(Path.of(arguments[1])).pack(Path.of(arguments[2])));
            return 0;
        }
        BenchmarkRun run;
        try {
            run = prepare(Options.parse(arguments));
        } catch (IllegalArgumentException e) {
            err.println("benchmark: " + e.getMessage());
            return WRONG_USE;
        }
        try (Miniature mini = Miniature.open(ResultStore.standard(), compute)) {
            print(run.run(mini, new PrintedProgress(out, stop)), out);
        }
        out.println(run.folder().resolve(BenchmarkResults.FILE));
        return 0;
    }

    private static BenchmarkRun prepare(Options options) {
        Protocol protocol = Protocol.named(options.protocol(), Systems.MINIATURE);
        protocol = options.methods().isEmpty() ? protocol : protocol.only(options.methods());
        protocol = options.condition() == null ? protocol : protocol.in(options.condition());
        return new BenchmarkRun(options.folder(), options.settings(), protocol, seeds(options.seeds()));
    }

    /** The seeds of a number, a list or a range. */
    static List<Long> seeds(String text) {
        String[] range = text.split("\\.\\.", -1);
        if (range.length == 2) {
            return LongStream.rangeClosed(number("--seeds", range[0]), number("--seeds", range[1])).boxed().toList();
        }
        if (text.contains(",")) {
            List<Long> seeds = new ArrayList<>();
            for (String one : text.split(",", -1)) {
                seeds.add(number("--seeds", one));
            }
            return seeds;
        }
        return LongStream.rangeClosed(1, number("--seeds", text)).boxed().toList();
    }

    private static long number(String option, String text) {
        if (!text.strip().matches("\\d{1,9}")) {
            throw new IllegalArgumentException(option + " needs whole numbers, not '" + text + "'");
        }
        return Long.parseLong(text.strip());
    }

    private static void print(BenchmarkResults results, PrintStream out) {
        BenchmarkTable table = BenchmarkTable.of(results);
        out.println(table.table().printAll());
        out.println("* learns from photos too");
        if (Choices.are(results)) {
            out.println(Choices.of(results, table).table().printAll());
        }
    }

    /** One line for every unit. */
    private record PrintedProgress(PrintStream out, BooleanSupplier asked) implements BenchmarkRun.Listener {
        @Override
        public void begin(int number, int all, String unit) {
            out.printf(Locale.ROOT, "[%d of %d] %s%n", number, all, unit);
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
}
