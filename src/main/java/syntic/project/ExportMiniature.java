package syntic.project;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.miniature.Miniature;
import syntic.miniature.world.Style;

/** The command {@code project export-miniature}: the built-in data as files, to see what a project needs. */
@Command(name = "export-miniature", sortOptions = false, description = {"Write the miniature as ordinary files.",
        "FOLDER gets the models, and a project for each corpus: captions in COCO's format, photos as PNG, features of "
        + "the pictures as a feature pack."})
public final class ExportMiniature extends Subcommand {
    @Parameters(paramLabel = "FOLDER")
    private Path folder;

    @Option(names = "--corpus", paramLabel = "NAME", split = ",", description = "${COMPLETION-CANDIDATES}; all three "
            + "if not given")
    private List<Style> corpora = Arrays.asList(Style.values());

    @Option(names = "--sentences", paramLabel = "N", description = "only the first N training sentences of each")
    private int sentences;

    @Option(names = "--photos", paramLabel = "N", description = "only the first N photos of each split to "
            + "test on; training sentences have theirs in any case")
    private int photos;

    @Override
    public Integer call() {
        try (Miniature mini = Miniature.open()) {
            MiniatureExport export = new MiniatureExport(mini, folder, sentences, photos);
            export.writeModels();
            for (Style style : corpora) {
                Project project = export.write(style);
                out.printf(Locale.ROOT, "%s%n", project.folder());
                new ProjectSummary(project).print(out);
            }
        }
        return 0;
    }
}
