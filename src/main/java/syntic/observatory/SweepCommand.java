package syntic.observatory;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.project.Project;
import syntic.project.ProjectData;
import syntic.stage.SupportSet;
import syntic.store.ChangedSettings;
import syntic.store.ResultStore;
import syntic.store.TableCsv;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** The command {@code sweep}: the temperature observatory on the features of a project. */
@Command(name = "sweep", description = {"Look at what temperatures make of the features of a project: how many "
        + "sentences speak, how near projected images come to their own sentences, and what linear maps do instead.",
        "It needs features of sentences and of images, made by encode and synthesize or imported, and no models; "
        + "captions need the models of their captioner."})
public final class SweepCommand extends Subcommand {
    private static final int DIGITS = 3;

    @Parameters(paramLabel = "PROJECT", description = "folder of the project")
    private Path folder;

    @Option(names = "--temperatures", paramLabel = "TAU", split = ",",
            defaultValue = "1/1000,1/400,1/200,1/150,1/100,1/80,1/50,1/30,1/20,1/10",
            description = "such as 1/400,1/200,0.01 (default: ${DEFAULT-VALUE})")
    private List<String> temperatures;

    @Option(names = "--images", paramLabel = "PACK", split = ",",
            description = "feature packs of the project to look at (default: the photos of one split, test if there is "
                    + "such, and the generated pictures)")
    private List<String> packs;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000",
            description = "images of each pack (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--captioner", paramLabel = "FOLDER", description = "caption the photos at every temperature with "
            + "this one, and score them where they have references")
    private Path captioner;

    @Option(names = "--output", paramLabel = "FOLDER", description = "where index.html and the tables are written "
            + "(default: PROJECT/sweep)")
    private Path output;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new UserException("--limit must be at least 1, not " + limit);
        }
        List<Double> each = temperatures.stream().map(SweepCommand::temperature).distinct().sorted().toList();
        Project project = Project.open(folder);
        Path target = output == null ? folder.resolve("sweep") : output;
        ProjectViews views = new ProjectViews(project, limit);
        List<View> looked = views.views(packs == null ? List.of() : packs);
        AtomicFile.require(target.resolve("index.html"));
        try (SupportSet support = views.support()) {
            Observatory observatory = Observatory.look(support, looked, each);
            List<Spoken> spoken = captioner == null ? List.of() : spoken(project, views, looked, each);
            Table table = SweepTables.temperatures(observatory);
            print(table);
            if (!spoken.isEmpty()) {
                Table captions = SweepTables.captions(spoken);
                print(captions);
                csv(target.resolve("scores.csv"), captions);
                csv(target.resolve("captions.csv"), SweepTables.everyCaption(spoken));
            }
            csv(target.resolve("temperatures.csv"), table);
            csv(target.resolve("pairs.csv"), SweepTables.pairs(observatory));
            csv(target.resolve("maps.csv"), SweepTables.maps(observatory));
            new SweepPage(observatory, spoken).of(project.name()).write(target.resolve("index.html"));
        }
        out.println(target.resolve("index.html"));
        return 0;
    }

    /** Of the photos that are looked at. */
    private List<Spoken> spoken(Project project, ProjectViews views, List<View> looked, List<Double> each) {
        View photos = looked.stream().filter(view -> views.photos(view) != null).findFirst()
                .orElseThrow(() -> new UserException(folder + ": no photos are looked at that could be captioned; name "
                        + "their pack with --images"));
        try (ProjectData data = project.data(ResultStore.standard(), compute.get())) {
            return Spoken.of(captioner, data.models(), photos.name(), views.photos(photos), views.references(photos),
                    each);
        }
    }

    private static double temperature(String text) {
        try {
            double value = ChangedSettings.number(text);
            if (value > 0 && !Double.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new UserException("--temperatures: '" + text + "' is no number; write 1/100 or 0.01", e);
        }
        throw new UserException("--temperatures: '" + text + "' must be above 0; the paper has 1/100");
    }

    private void print(Table table) {
        table.columnsOfType(ColumnType.DOUBLE).forEach(column ->
                ((DoubleColumn) column).setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(DIGITS)));
        out.println(table.printAll());
    }

    /** Nothing where there are no rows. */
    private static void csv(Path file, Table table) {
        if (!table.isEmpty()) {
            TableCsv.write(file, table);
        }
    }
}
