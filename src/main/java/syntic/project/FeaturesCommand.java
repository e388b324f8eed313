package syntic.project;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import syntic.corpus.Caption;

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

    /** The sentences that a pack of this name is of, by id in their order; none where it is of no sentences. */
    static Map<String, String> sentences(Project project, String pack) {
        List<Caption> captions = pack.equals(ProjectData.SYNTHETIC) ? project.captions(Project.TRAIN).captions()
                : pack.equals(ProjectData.SENTENCES) ? EncodeCommand.sentences(project) : List.of();
        return captions.stream().collect(Collectors.toMap(Caption::id, Caption::text, (one, other) -> one,
                LinkedHashMap::new));
    }
}
