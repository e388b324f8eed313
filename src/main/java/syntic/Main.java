package syntic;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine;
import syntic.benchmark.BenchmarkCommand;
import syntic.cache.CacheClean;
import syntic.cache.CacheCommand;
import syntic.captioner.CaptionCommand;
import syntic.captioner.ShippedCaptioner;
import syntic.captioner.TrainCommand;
import syntic.command.CommandGroup;
import syntic.command.Subcommand;
import syntic.doctor.DoctorCommand;
import syntic.evaluate.EvaluateCommand;
import syntic.hub.Hub;
import syntic.hub.ModelsCommand;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.ledger.LedgerCommand;
import syntic.miniature.PictureStages;
import syntic.miniature.ShippedPacks;
import syntic.miniature.train.ClipTrainer;
import syntic.miniature.train.DetrTrainer;
import syntic.miniature.train.JudgeTrainer;
import syntic.miniature.train.TextToImageTrainer;
import syntic.observatory.SweepCommand;
import syntic.project.EncodeCommand;
import syntic.project.ExportMiniature;
import syntic.project.FeaturesExport;
import syntic.project.FeaturesImport;
import syntic.project.FeaturesMerge;
import syntic.project.ProjectCheck;
import syntic.project.ProjectCreate;
import syntic.project.SynthesizeCommand;
import syntic.workbook.WaitPolicy;
import syntic.workbook.WhyThisCaption;

/** The command line of {@code java -jar lib/syntic-workbook.jar}; without arguments it lists its commands. */
@Command(name = "syntic", synopsisSubcommandLabel = "COMMAND", addMethodSubcommands = false,
        description = "SynTIC Workbook: text-only image captioning. syntic stands for java -jar "
                + "lib/syntic-workbook.jar; the notebooks are run with environment/workbook.")
public final class Main implements Runnable {
    private static final String GOES_ON = "Ctrl-C keeps what was done; the same command goes on.";
    /** What can end at any moment, and is not asked to. */
    private static final Set<String> SHORT = Set.of("models", "ledger", "sweep", "cache", "help", "generate-completion");

    @Spec
    private CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;
    private final StopSignal stop;

    Main(PrintStream out, PrintStream err, StopSignal stop) {
        this.out = out;
        this.err = err;
        this.stop = stop;
    }

    public static void main(String[] arguments) {
        if (!WaitPolicy.ensurePassive()) {
            System.err.println("small computations are slow unless OMP_WAIT_POLICY=PASSIVE is set before Java starts");
        }
        System.exit(run(arguments, System.out, System.err));
    }

    /** Runs the command that the first argument names; the result is the exit status. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        // Told at any time after this line, a command says so; what is printed after the signal is closed may be late.
        try (StopSignal stop = new StopSignal()) {
            stop.listen();
            return Dialect.execute(new Main(out, err, stop).commands(), arguments, out, err);
        }
    }

    CommandLine commands() {
        CommandLine commands = new CommandLine(this)
                .addSubcommand(computing(new EvaluateCommand()))
                .addSubcommand(computing(new BenchmarkCommand()))
                .addSubcommand(group("project",
                        "Make a project of your own captions, photos and models, and look at it.")
                        .addSubcommand(plain(new ProjectCreate())).addSubcommand(computing(new ProjectCheck()))
                        .addSubcommand(plain(new ExportMiniature())))
                .addSubcommand(group("features",
                        "Bring features into a project that were made elsewhere, join them, and take them out.")
                        .addSubcommand(plain(new FeaturesImport())).addSubcommand(plain(new FeaturesExport()))
                        .addSubcommand(plain(new FeaturesMerge())))
                .addSubcommand(computing(new SynthesizeCommand()))
                .addSubcommand(computing(new EncodeCommand()))
                .addSubcommand(computing(new TrainCommand()))
                .addSubcommand(computing(new CaptionCommand(
                        (file, title, why, note) -> WhyThisCaption.page(title, why, note).write(file))))
                .addSubcommand(computing(new SweepCommand()))
                .addSubcommand(plain(new CacheCommand()).addSubcommand(plain(new CacheClean())))
                .addSubcommand(plain(new ModelsCommand(Hub::open)))
                .addSubcommand(computing(new DoctorCommand()))
                .addSubcommand(plain(new LedgerCommand()));
        commands.getCommandSpec().addMethodSubcommands();
        return commands.addSubcommand(new HelpCommand()).addSubcommand(new GenerateCompletion())
                .setExecutionStrategy(this::execute);
    }

    private CommandLine computing(Subcommand command) {
        ComputeOptions options = new ComputeOptions();
        return new CommandLine(command.with(out, err, stop, () -> options.compute(err))).addMixin("compute", options);
    }

    private CommandLine plain(Subcommand command) {
        return new CommandLine(command.with(out, err, stop, null));
    }

    private CommandLine group(String name, String description) {
        CommandLine group = plain(new CommandGroup()).setCommandName(name);
        group.getCommandSpec().usageMessage().description(description);
        return group;
    }

    private int execute(ParseResult parsed) {
        if (!parsed.hasSubcommand() || SHORT.contains(parsed.subcommand().commandSpec().name())) {
            stop.close();
        }
        return new RunLast().execute(parsed);
    }

    @Override
    public void run() {
        spec.commandLine().usage(out);
    }

    @Command(name = "train-clip", description = {"Train the miniature CLIP on renderings.", GOES_ON})
    private void trainClip(@Mixin ComputeOptions options, @Parameters(paramLabel = "FOLDER") Path folder,
            @Parameters(paramLabel = "STEPS", arity = "0..1", description = "instead of 4000") Optional<String> steps) {
        ClipTrainer.run(writable(folder), steps, options.ofTraining(err), stop);
    }

    @Command(name = "train-detr", description = {"Train the miniature DETR on renderings.", GOES_ON})
    private void trainDetr(@Mixin ComputeOptions options, @Parameters(paramLabel = "FOLDER") Path folder,
            @Parameters(paramLabel = "STEPS", arity = "0..1", description = "instead of 3200, after those of its "
                    + "backbone") Optional<String> steps) {
        DetrTrainer.run(writable(folder), steps, options.ofTraining(err), stop);
    }

    @Command(name = "train-text-to-image", description = {"Train the miniature text-to-image model on illustrations.",
            GOES_ON})
    private void trainTextToImage(@Mixin ComputeOptions options, @Parameters(paramLabel = "FOLDER") Path folder,
            @Parameters(paramLabel = "SHARE", arity = "0..1", description = "over 0 and at most 1: a small one "
                    + "shortens everything, to try it, not to get a good model") Optional<String> share) {
        TextToImageTrainer.run(writable(folder), share, options.ofTraining(err), stop);
    }

    @Command(name = "train-judge", description = {"Train the judge of generated images on renderings.", GOES_ON})
    private void trainJudge(@Mixin ComputeOptions options, @Parameters(paramLabel = "FOLDER") Path folder,
            @Parameters(paramLabel = "STEPS", arity = "0..1", description = "instead of 1500") Optional<String> steps) {
        JudgeTrainer.run(writable(folder), steps, options.ofTraining(err), stop);
    }

    @Command(name = "judge-pictures", description = {"Measure what pictures of a miniature text-to-image folder show "
            + "of their sentences, stage by stage: as they are drawn, after the autoencoder, from some noise, from noise "
            + "alone; for test scenes, training sentences, combinations never seen, and by guidance.",
            "Ctrl-C ends it; nothing is kept."})
    private void judgePictures(@Mixin ComputeOptions options, @Parameters(paramLabel = "FOLDER") Path folder,
            @Parameters(paramLabel = "OUTPUT", description = "JSON, such as that shipped in models/training") Path file,
            @Option(names = "--count", paramLabel = "N", description = "scenes of each kind, instead of "
                    + PictureStages.SCENES) Optional<Integer> count) {
        int scenes = count.orElse(PictureStages.SCENES);
        if (scenes < 1 || scenes > PictureStages.SCENES) {
            throw new UserException("--count must be between 1 and " + PictureStages.SCENES + ", not " + scenes);
        }
        AtomicFile.require(file);
        PictureStages.run(folder, file, scenes, options.compute(err), out, stop);
    }

    @Command(name = "feature-pack", description = {"Generate an image for every training sentence of the miniature "
            + "corpora with the shipped models, keep features and tags.", GOES_ON})
    private void featurePack(@Mixin ComputeOptions options, @Parameters(paramLabel = "FOLDER") Path folder,
            @Parameters(paramLabel = "STYLE", arity = "0..*", description = "only these corpora") List<String> styles) {
        ShippedPacks.run(writable(folder), styles, options.compute(err), stop);
    }

    @Command(name = "train-captioner", description = {"Train the captioner that is shipped: SynTIC on the plain corpus "
            + "of the miniature, with the shipped models and feature pack.", GOES_ON})
    private void trainCaptioner(@Mixin ComputeOptions options, @Parameters(paramLabel = "FOLDER") Path folder) {
        ShippedCaptioner.run(folder, options.ofTraining(err), out, err, stop);
    }

    /** What cannot be written is found before long work, not after it. */
    private static Path writable(Path folder) {
        AtomicFile.require(folder.resolve("model.safetensors"));
        return folder;
    }
}
