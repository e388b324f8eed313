package syntic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static syntic.NotebookFile.FOLDER;
import static syntic.NotebookFile.data;
import static syntic.NotebookFile.each;
import static syntic.NotebookFile.joined;
import static syntic.NotebookFile.plain;
import static syntic.NotebookFile.read;
import static syntic.NotebookFile.record;
import static syntic.NotebookFile.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the committed outputs of the notebooks show: all of it, of the sources above them, in words too. */
class NotebookOutputsTest {
    /** A figure says its axes and series, a gallery has a title or captions, and a picture says what is on it. */
    private static final Pattern DESCRIBED = Pattern.compile("\\[figure\\] .+; x: .+; y: .+; .+\\(.+\\).*"
            + "|\\[gallery\\] (.+: \\d+|\\d+ pictures?\n-).*|\\[picture\\] (?!\\d+×\\d+ pixels).+", Pattern.DOTALL);
    /** A method of a cell: its checks run where it is called. */
    private static final Pattern METHOD = Pattern.compile("(?ms)^\\w[^\n;{}]*\\) \\{$.*?^}$");
    private static final Pattern CHECK = Pattern.compile("Notebook\\.(check|expect)\\(");
    /** How often a cell says that something holds; a line of its own for each. */
    private static final Pattern HELD = Pattern.compile("(?m)^✔ ");
    /** Processor seconds that fit into twenty seconds, and into two and ten minutes, on two cores. */
    private static final int FIRST_LOOK = 40, ONE_NOTEBOOK = 240, ALL_NOTEBOOKS = 1200;
    /** Of one notebook's kernel; each takes below 1, and a little more is no news. */
    private static final double MOST_GIGABYTES = 1.2;
    /** Quantities that are counts or have no unit; every other axis names its unit in parentheses. */
    private static final Pattern UNITLESS = Pattern.compile(String.join("|", "(mean )?cosine", "1 − cosine.*",
            "share.*", ".*× 100.*", ".*[Pp]ercent.*", "number of .*", "effective number.*", "how often .*",
            "(steps?|epochs?|sentences?|photos?|pictures|systems?|metric|caption|tokenizer|samples|change)\\b.*",
            "fact", "guidance", "temperature τ.*", "deviation σ.*", "variance σ².*", "confidence threshold",
            "among the nearest", "length of the noise", "rank correlation.*", "verdict", "distance of the centres",
            "nats.*",
            "(first|second) principal direction"));

    /** Each output is of the source that stands above it: who changes a cell executes it again. */
    @TestFactory
    Stream<DynamicTest> outputsAreOfTheSourcesAboveThem() throws IOException {
        return each((notebook, faults) -> {
            assumeTrue(notebook.code().isEmpty() || notebook.code().stream().anyMatch(cell -> record(cell) != null),
                    notebook.name() + " does not say of what its outputs are: environment/workbook --commit --only "
                    + notebook.name().substring(0, 2));
            notebook.code().stream().filter(NotebookFile::stale).forEach(cell ->
                    faults.add("changed since it was executed: " + start(source(cell))));
        });
    }

    @TestFactory
    Stream<DynamicTest> noCellShowsNothing() throws IOException {
        return each((notebook, faults) -> {
            notebook.lines().filter(line -> line.contains("Notebook.text(\"\")")).forEach(faults::add);
            notebook.outputs().filter(output -> plain(output).isBlank() && !output.has("ename"))
                    .forEach(output -> faults.add("an output without a character"));
        });
    }

    @TestFactory
    Stream<DynamicTest> figuresHaveAlternativeTextsAndAxesWithUnits() throws IOException {
        Pattern axes = Pattern.compile("\\[figure\\] .*?; x: (.*?); y: (.*?); .*", Pattern.DOTALL);
        return each((notebook, faults) -> notebook.executed().filter(output -> data(output).has("image/png"))
                .forEach(output -> {
                    JsonElement alternative = output.getAsJsonObject("metadata").getAsJsonObject("image/png")
                            .get("alt");
                    if (alternative == null || !DESCRIBED.matcher(alternative.getAsString()).matches()) {
                        faults.add("no alternative text that describes it: " + plain(output));
                    }
                    Matcher figure = axes.matcher(plain(output));
                    if (plain(output).startsWith("[figure]") && figure.matches()) {
                        Stream.of(figure.group(1), figure.group(2))
                                .filter(axis -> !axis.contains("(") && !UNITLESS.matcher(axis).matches())
                                .forEach(axis -> faults.add("an axis without a unit: " + axis));
                    }
                }));
    }

    /** A score of trained systems without the number of their trainings says nothing. */
    @TestFactory
    Stream<DynamicTest> figuresOfLongRunsSayHowManySeedsTheyHave() throws IOException {
        Pattern scores = Pattern.compile("\\[figure\\] (.*?); x: .*(SynTIC|DeCap|CapDec) \\(.*", Pattern.DOTALL);
        return each((notebook, faults) -> {
            if (notebook.name().matches("0[78].*")) {
                notebook.executed().map(output -> scores.matcher(plain(output))).filter(Matcher::matches)
                        .map(figure -> figure.group(1)).filter(title -> !title.matches(".*\\d+ seeds?\\b.*"))
                        .forEach(title -> faults.add("no number of seeds: " + title));
            }
        });
    }

    /** Every single one: a cell with three checks prints three marks, or more where a check is asked in a loop. */
    @TestFactory
    Stream<DynamicTest> everyCheckRanAndHeld() throws IOException {
        return each((notebook, faults) -> {
            notebook.executed();
            for (JsonObject cell : notebook.code()) {
                long asked = CHECK.matcher(METHOD.matcher(source(cell)).replaceAll("")).results().count();
                long held = NotebookFile.outputs(cell).filter(output -> output.has("text"))
                        .mapToLong(output -> HELD.matcher(plain(output)).results().count()).sum();
                if (held < asked) {
                    faults.add(held + " of " + asked + " checks ran in the cell\n" + source(cell));
                }
            }
        });
    }

    /** What a notebook says that it takes is what it took, as the last run wrote it down. */
    @TestFactory
    Stream<DynamicTest> whatANotebookTakesWasMeasured() throws IOException {
        List<String> costs = Files.readAllLines(FOLDER.resolve("costs.csv"));
        return each((notebook, faults) -> {
            String name = notebook.name().replace(".ipynb", "");
            if (!notebook.code().isEmpty() && (notebook.lines().noneMatch(("Notebook.cost(\"" + name + "\");")::equals)
                    || costs.stream().noneMatch(line -> line.matches(name + ",\\d+,\\d+\\.\\d")))) {
                faults.add("it does not say what costs.csv has of it");
            }
        });
    }

    /** What the README says of two cores and memory, by what the last run of each notebook took. */
    @Test
    void notebooksTakeMinutes() throws IOException {
        List<String[]> costs = Files.readAllLines(FOLDER.resolve("costs.csv")).stream().skip(1)
                .map(line -> line.split(",")).toList();
        int all = 0;
        for (String[] cost : costs) {
            int seconds = Integer.parseInt(cost[1]);
            all += seconds;
            assertTrue(seconds <= (cost[0].startsWith("00") ? FIRST_LOOK : ONE_NOTEBOOK), cost[0] + ": " + seconds);
            assertTrue(Double.parseDouble(cost[2]) <= MOST_GIGABYTES, cost[0] + ": " + cost[2]);
        }
        assertTrue(all <= ALL_NOTEBOOKS, "all together: " + all);
    }

    /** The README's picture is what the quick tour shows, not what it once showed. */
    @Test
    void readmeShowsWhatTheQuickTourShows() throws IOException {
        String name = "00-quick-tour";
        NotebookFile tour = read(FOLDER.resolve(name + ".ipynb"));
        String picture = tour.executed().filter(output -> plain(output).startsWith("[gallery] What SynTIC says"))
                .map(output -> joined(data(output).get("image/png"))).findFirst().orElseThrow();
        assertArrayEquals(Base64.getMimeDecoder().decode(picture),
                Files.readAllBytes(FOLDER.resolve("pictures/" + name + ".png")));
        assertTrue(Files.readString(Workbook.ROOT.resolve("README.md"))
                .contains("notebooks/pictures/" + name + ".png"));
    }

    private static String start(String text) {
        return text.substring(0, Math.min(80, text.length())).replace('\n', ' ');
    }
}
