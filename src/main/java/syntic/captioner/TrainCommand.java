package syntic.captioner;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import syntic.benchmark.Systems;
import syntic.command.Subcommand;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Stopped;
import syntic.project.ModelRole;
import syntic.project.Project;
import syntic.project.ProjectData;
import syntic.stage.FeatureSpace;
import syntic.stage.FrozenModels;
import syntic.stage.LanguageModels;
import syntic.store.ProgressLines;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/** The command {@code train}: trains a system on a project and saves it as a captioner. */
@Command(name = "train", sortOptions = false, description = {"Train a system on a project and save it as a captioner.",
        "Ctrl-C keeps what was done; the same command goes on."})
public final class TrainCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "PROJECT", description = "folder of the project")
    private Path project;

    @Parameters(index = "1", paramLabel = "SYSTEM", description = "one of those below")
    private String system;

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "for the captioner")
    private Path output;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of the training (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the training sentences; else as many as "
            + "the system's settings say")
    private String epochs;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "another setting than the system has, such as "
            + "tau=1/80; ledger lists all")
    private Map<String, String> settings = Map.of();

    @Option(names = "--tokenizer", paramLabel = "FOLDER", description = "with the files of CLIP's tokenizer, where the "
            + "project has features from elsewhere and no CLIP")
    private Path tokenizer;

    @Option(names = "--gpt2", paramLabel = "FOLDER", description = "of the GPT-2 that CapDec, ClipCap, MAGIC and "
            + "ZeroCap begin with at full scale")
    private Path gpt2;

    @Option(names = "--t5", paramLabel = "FOLDER", description = "of the T5 that ReCap writes with at full scale")
    private Path t5;

    @Option(names = "--without-support", description = "save the fingerprint of the sentences that are looked up, not "
            + "these themselves")
    private boolean withoutSupport;

    @Spec
    void setSpec(CommandSpec command) {
        command.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help ->
                "%nsystems: %s%n".formatted(String.join(", ", Systems.PAPER.names())));
    }

    @Override
    public Integer call() {
        Project opened = Project.open(project);
        Map<String, String> changes = new LinkedHashMap<>(settings);
        if (epochs != null) {
            changes.put(CaptionSystem.EPOCHS, epochs);
        }
        if (tokenizer == null && !opened.has(ModelRole.CLIP)) {
            throw new UserException(project + ": the project has no CLIP; name one (project create " + project
                    + " --clip FOLDER), or with --tokenizer FOLDER the files of its tokenizer if features are there");
        }
        CaptionerTraining training = new CaptionerTraining(system, opened.scale(), seed, changes,
                tokenizer == null ? opened.clip() : tokenizer);
        try {
            training.configured();
        } catch (UserException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        SavedCaptioner.requireFree(output);
        AtomicFile.require(output.resolveSibling(output.getFileName() + ".try"));
        try (ProjectData data = opened.data(ResultStore.standard(), compute.get())) {
            training.run(data, models(data), output, !withoutSupport,
                    progress(training.configured().name(), output, err, stop));
        }
        report(output, out);
        return 0;
    }

    private FrozenModels models(ProjectData data) {
        FrozenModels models = data.models().with(new LanguageModels(gpt2, t5));
        return models.encodes() ? models : models.with(new FeatureSpace(models.compute(),
                ClipTokenizer.from(tokenizer), models.width(), models.space().labels()));
    }

    /** Prints steps now and then, and ends the training when the process is told to end. */
    static ProgressListener progress(String name, Path output, PrintStream err, BooleanSupplier stop) {
        ProgressLines lines = new ProgressLines("training " + name, err);
        return (done, total, note) -> {
            if (stop.getAsBoolean()) {
                throw new Stopped("stopped at step " + done + " of " + total + ", which is kept; the same command goes "
                        + "on, " + output + " was not written");
            }
            lines.at(done, total, note);
        };
    }

    static void report(Path output, PrintStream out) {
        CaptionerConfig.Scores scores = CaptionerConfig.read(output).scores();
        if (scores != null) {
            out.printf("on %d photos, %s:%n", scores.photos(), scores.of());
            scores.byMetric().forEach((metric, score) -> out.printf(Locale.ROOT, "  %-8s %.4f%n", metric,
                    score));
        }
        out.println(output);
    }
}
