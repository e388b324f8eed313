package syntic.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import syntic.command.Subcommand;
import syntic.data.CaptionData;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.method.Chosen;
import syntic.miniature.Miniature;
import syntic.nn.Stopped;
import syntic.stage.FrozenModels;
import syntic.stage.LanguageModels;
import syntic.store.ResultStore;

/** The command {@code benchmark}: runs a protocol, or shows the table of one that was run. */
@Command(name = "benchmark", description = "Compare all systems on the same features, splits and seeds.",
        customSynopsis = {"syntic benchmark PROTOCOL [--project FOLDER]… [OPTIONS]",
            "       syntic benchmark --show FOLDER [--markdown FILE] [--latex FILE] [--csv FILE]",
            "       syntic benchmark --pack FOLDER TARGET",
            "       syntic benchmark --choose FOLDER TARGET"})
public final class BenchmarkCommand extends Subcommand {
    @Parameters(paramLabel = "PROTOCOL", arity = "0..1", description = "one of those below")
    private String name;

    @Option(names = "--seeds", paramLabel = "SEEDS", defaultValue = "5",
            description = "a number (5: seeds 1 to 5, the default), a list (3,14,15) or a range (11..15)")
    private String seeds;

    @Option(names = "--methods", paramLabel = "NAME", split = ",", description = "only these systems of the protocol")
    private List<String> methods;

    @Option(names = "--condition", paramLabel = "NAME", description = "only this condition of the protocol")
    private String condition;

    @Option(names = "--folder", paramLabel = "FOLDER",
            description = "where results are kept (results/PROTOCOL here, or in the first project's folder); a run "
                    + "that was killed goes on there")
    private Path folder;

    @Option(names = "--split", paramLabel = "NAME", description = "the photos: test, validation (to choose "
            + "settings on; always so in tuning) or held_out")
    private String split;

    @Option(names = "--sentences", paramLabel = "N", description = "less than all, to try something quickly; "
            + "refused where a condition would not be what it is named by")
    private int sentences;

    @Option(names = "--photos", paramLabel = "N", description = "less than all")
    private int photos;

    @Option(names = "--epochs", paramLabel = "N", description = "less than the systems have in their settings")
    private int epochs;

    @Option(names = "--project", paramLabel = "FOLDER", description = "compare on this project instead of the "
            + "miniature; several for protocols that need several data sets")
    private List<Path> projects;

    @Option(names = "--scale", paramLabel = "NAME", description = "settings of the systems: full (those of the papers "
            + "for MSCOCO and SS1M), full-flickr30k (for Flickr30k: SynTIC's temperature is 1/80) or miniature; else "
            + "what the project says")
    private String scale;

    @Option(names = "--gpt2", paramLabel = "FOLDER", description = "of the GPT-2 that CapDec, ClipCap, MAGIC "
            + "and ZeroCap begin with at full scale")
    private Path gpt2;

    @Option(names = "--t5", paramLabel = "FOLDER", description = "of the T5 that ReCap writes with at full scale")
    private Path t5;

    @Mixin
    private final TableOptions files = new TableOptions();

    @Option(names = "--show", paramLabel = "FOLDER", description = "print the table of a folder's results, or of a "
            + "packed file")
    private Path show;

    @Option(names = "--pack", arity = "2", paramLabel = "FOLDER", description = "write a folder's results to "
            + "TARGET/PROTOCOL.json.gz (PROTOCOL-SPLIT for another split than the usual), small enough to be shipped, "
            + "with scores by METEOR and, where its parser is, SPICE; notebooks draw from notebooks/results. FOLDER "
            + "may be a packed file")
    private List<Path> pack;

    @Option(names = "--packs", paramLabel = "FOLDER", description = "of packed results, such as notebooks/results: "
            + "units that it holds are not run again, where all that made them is the same; what is done is packed "
            + "into its folder partial every half hour and when the run is stopped, until --pack")
    private Path packs;

    @Option(names = "--choose", arity = "2", paramLabel = "FOLDER", description = "apply the rule of the search to a "
            + "folder's results of tuning and write TARGET, the table that the settings of the miniature and the "
            + "ledger are read from (src/main/resources/syntic/method/chosen.tsv)")
    private List<Path> choose;

    @Option(names = "--estimate", paramLabel = "RESULTS", description = "print the processor hours that the protocol "
            + "takes by the times in these results, and end")
    private Path estimate;

    @Option(names = "--times", paramLabel = "RESULTS", description = "say before every unit how many processor hours "
            + "are left by the times in these results")
    private Path times;

    @Option(names = "--after", paramLabel = "NAME:SEEDS", split = ",", description = "with --estimate or --times: "
            + "protocols that are run before; what they train is not counted again")
    private List<String> after = List.of();

    @Option(names = "--paper", description = "print a protocol or --show in the shape of SynTIC's tables: METEOR and "
            + "SPICE too, with the published numbers beside ours, then all as percent of the supervised bound")
    private boolean paper;

    @Option(names = "--bound", paramLabel = "FOLDER", description = "with --paper: results of in-domain, whose "
            + "supervised systems are the bound (else those of the same results)")
    private Path bound;

    @Spec
    void setSpec(CommandSpec command) {
        command.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help ->
                "%nprotocols:%n".formatted() + Protocols.names().stream()
                .map(one -> "  %-14s %s%n".formatted(one, Protocols.summary(one))).collect(Collectors.joining())
                + "methods: %s%n".formatted(String.join(", ", Systems.MINIATURE.names())));
    }

    @Override
    public Integer call() {
        if (bound != null && !paper) {
            throw new ParameterException(spec.commandLine(), "--bound is for --paper");
        }
        files.require();
        if (show != null) {
            show(BenchmarkResults.read(show));
        } else if (pack != null) {
            out.println(PaperScores.complete(BenchmarkResults.read(pack.get(0)), this::scored).pack(pack.get(1)));
        } else if (choose != null) {
            choose(BenchmarkResults.read(choose.get(0)), choose.get(1));
        } else {
            run();
        }
        return 0;
    }

    private void choose(BenchmarkResults results, Path target) {
        Choices choices = Choices.of(results, table(results), systems());
        AtomicFile.write(target, Chosen.table(choices.lines(Chosen.all())));
        out.println(choices.table().printAll());
        out.println(target);
    }

    private void run() {
        if (name == null) {
            throw new ParameterException(spec.commandLine(), "name a PROTOCOL, --show or --pack; protocols are "
                    + String.join(", ", Protocols.names()));
        }
        if (projects != null) {
            try (BenchmarkProjects own = new BenchmarkProjects(projects, compute.get())) {
                scale = scale == null ? own.scale() : scale;
                run(prepare(own.data()), protocol -> own.data(), own::models);
            }
            return;
        }
        try (Miniature mini = Miniature.open(ResultStore.standard(), compute.get())) {
            BenchmarkRun prepared = prepare(data(mini, name));
            if (run(prepared, protocol -> data(mini, protocol), mini::models) && name.equals(Protocols.STYLE)) {
                printVoices(BenchmarkResults.read(prepared.folder()), mini);
            }
        }
    }

    private void show(BenchmarkResults results) {
        print(results);
        if (results.made().settings().get("protocol").equals(Protocols.STYLE)) {
            try (Miniature mini = Miniature.open(ResultStore.standard(), compute.get())) {
                printVoices(results, mini);
            }
        }
    }

    private void printVoices(BenchmarkResults results, Miniature mini) {
        out.println(StyleTransfer.of(results, mini).table().printAll());
    }

    private List<CaptionData> data(Miniature mini, String protocol) {
        return switch (protocol) {
            case Protocols.STYLE -> mini.voices();
            case Protocols.STEPS -> mini.drawings(sentences);
            case Bridge.NAME -> mini.pictured();
            default -> mini.data();
        };
    }

    /** @return whether it was run, not only estimated */
    private boolean run(BenchmarkRun run, Function<String, List<CaptionData>> data, Supplier<FrozenModels> models) {
        if (estimate != null) {
            WorkEstimate work = estimated(run, data, estimate);
            out.println(work.table().printAll());
            out.printf(Locale.ROOT, "%.1f processor hours in all%n", work.hours());
            return false;
        }
        Optional<WorkEstimate> work = Optional.ofNullable(times).map(results -> estimated(run, data, results));
        print(run.run(models.get().with(new LanguageModels(gpt2, t5)), new PrintedProgress(out, work, stop),
                packs == null ? Packs.none() : Packs.in(packs, Packs.USUAL)));
        out.println(run.folder().resolve(BenchmarkResults.FILE));
        out.printf(Locale.ROOT, "%.2f processor hours, all runs of this folder together%n",
                run.processorSeconds() / 3600);
        return true;
    }

    private WorkEstimate estimated(BenchmarkRun run, Function<String, List<CaptionData>> data, Path results) {
        WorkEstimate.Campaign campaign = new WorkEstimate.Campaign(BenchmarkResults.read(results));
        for (String earlier : after) {
            String[] parts = earlier.split(":", -1);
            if (parts.length != 2) {
                throw new ParameterException(spec.commandLine(), "--after needs NAME:SEEDS, such as in-domain:5, not '"
                        + earlier + "'");
            }
            campaign.next(new BenchmarkRun(run.folder(), BenchmarkSettings.of(parts[0]),
                    Protocols.named(parts[0], systems(), data.apply(parts[0])), seeds(parts[1])));
        }
        return campaign.next(run);
    }

    private BenchmarkRun prepare(List<CaptionData> data) {
        try {
            Protocol protocol = Protocols.named(name, systems(), data);
            protocol = methods == null ? protocol : protocol.only(methods);
            protocol = condition == null ? protocol : protocol.in(condition);
            BenchmarkSettings settings = new BenchmarkSettings(name,
                    split == null ? BenchmarkSettings.of(name).split() : split, sentences, photos, epochs);
            protocol.requireServed(settings);
            return new BenchmarkRun(folder == null ? standardFolder() : folder, settings, protocol, seeds(seeds));
        } catch (UserException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Systems systems() {
        return scale == null ? Systems.MINIATURE : Systems.atScale(scale);
    }

    private Path standardFolder() {
        return projects == null ? Path.of("results", name) : projects.get(0).resolve("results").resolve(name);
    }

    /** The seeds of a number, a list or a range. */
    static List<Long> seeds(String text) {
        String[] range = text.split("\\.\\.", -1);
        if (range.length == 2) {
            return LongStream.rangeClosed(number(range[0]), number(range[1])).boxed().toList();
        }
        if (text.contains(",")) {
            List<Long> seeds = new ArrayList<>();
            for (String one : text.split(",", -1)) {
                seeds.add(number(one));
            }
            return seeds;
        }
        return LongStream.rangeClosed(1, number(text)).boxed().toList();
    }

    private static long number(String text) {
        if (!text.strip().matches("\\d{1,9}")) {
            throw new UserException("--seeds needs whole numbers, not '" + text + "'");
        }
        return Long.parseLong(text.strip());
    }

    private void print(BenchmarkResults results) {
        if (paper) {
            PaperTables tables = PaperTables.of(results, bound == null ? null : BenchmarkResults.read(bound),
                    this::scored);
            for (String condition : tables.conditions()) {
                out.println(tables.scores(condition).printAll());
                out.println(tables.besidePublished(condition).printAll());
            }
            return;
        }
        BenchmarkTable table = table(results);
        files.write(table);
        out.println(table.table().printAll());
        out.println("* learns from photos too");
        if (Choices.are(results)) {
            out.println(Choices.of(results, table, systems()).table().printAll());
        }
    }

    /** Between the scores of two units. */
    private void scored(long done, long all, String note) {
        if (stop.getAsBoolean()) {
            throw new Stopped("stopped before all captions were scored; all results are kept");
        }
    }

    private static BenchmarkTable table(BenchmarkResults results) {
        return BenchmarkTable.of(results, Choices.are(results) ? new SeedBootstrap(Choices.SAMPLES, 1)
                : new SeedBootstrap());
    }
}
