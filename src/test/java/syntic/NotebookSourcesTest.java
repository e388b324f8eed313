package syntic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import syntic.io.Sha256;

/** What a reader of a notebook may count on, read off its file: nothing is executed. */
class NotebookSourcesTest {
    private static final Path FOLDER = Workbook.ROOT.resolve("notebooks");
    private static final int LINE = 100;
    private static final int IMPORT_LINES = 8;
    private static final Pattern FENCE = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```");
    /** A figure says its axes and series, a gallery has a title or captions, and a picture says what is on it. */
    private static final Pattern DESCRIBED = Pattern.compile("\\[figure\\] .+; x: .+; y: .+; .+\\(.+\\).*"
            + "|\\[gallery\\] (.+: \\d+|\\d+ pictures?\n-).*|\\[picture\\] (?!\\d+×\\d+ pixels).+", Pattern.DOTALL);
    /** How often a cell says that something holds; a line of its own for each. */
    private static final Pattern CHECK = Pattern.compile("Notebook\\.(check|expect)\\(");
    private static final Pattern HELD = Pattern.compile("(?m)^✔ ");
    /** Processor seconds that fit into twenty seconds, and into two and ten minutes, on two cores. */
    private static final int FIRST_LOOK = 40, ONE_NOTEBOOK = 240, ALL_NOTEBOOKS = 1200;
    /** Quantities that are counts or have no unit; every other axis names its unit in parentheses. */
    private static final Pattern UNITLESS = Pattern.compile(String.join("|", "(mean )?cosine", "1 − cosine.*",
            "share.*", ".*× 100.*", ".*[Pp]ercent.*", "number of .*", "effective number.*", "how often .*",
            "(steps?|epochs?|sentences?|photos?|pictures|systems?|metric|caption|tokenizer|samples|change)\\b.*", "fact",
            "temperature τ.*", "deviation σ.*", "variance σ².*", "confidence threshold", "among the nearest",
            "rank correlation.*", "verdict", "distance of the centres", "nats.*", "(first|second) principal direction"));
    /** What is written of a paper, and where the paper is. */
    private static final Map<String, String> PAPERS = Map.ofEntries(
            Map.entry("\\bSynTIC\\b", "arxiv.org/abs/2312.08865"),
            Map.entry("\\bCLIP\\b", "arxiv.org/abs/2103.00020"),
            Map.entry("Stable Diffusion|[Ll]atent diffusion", "arxiv.org/abs/2112.10752"),
            Map.entry("\\bDETR\\b", "arxiv.org/abs/2005.12872"),
            Map.entry("\\bDeCap\\b", "arxiv.org/abs/2303.03032"),
            Map.entry("\\bCapDec\\b", "arxiv.org/abs/2211.00575"),
            Map.entry("\\bCLOSE\\b", "arxiv.org/abs/2211.09778"),
            Map.entry("\\bC3\\b", "arxiv.org/abs/2401.08567"),
            Map.entry("\\bReCap\\b", "arxiv.org/abs/2307.05591"),
            Map.entry("\\bCLIPRe\\b", "arxiv.org/abs/2205.02655"),
            Map.entry("[Mm]odality gap", "arxiv.org/abs/2203.02053"),
            Map.entry("\\bBLEU", "doi.org/10.3115/1073083.1073135"),
            Map.entry("\\bROUGE", "aclanthology.org/W04-1013"),
            Map.entry("\\bMETEOR\\b", "doi.org/10.3115/v1/W14-3348"),
            Map.entry("\\bCIDEr", "arxiv.org/abs/1411.5726"),
            Map.entry("\\bSPICE\\b", "arxiv.org/abs/1607.08822"),
            Map.entry("\\bCLIPScore\\b", "arxiv.org/abs/2104.08718"),
            Map.entry("\\bGPT-2\\b", "openai.com/better-language-models"),
            Map.entry("\\bPNDM\\b", "arxiv.org/abs/2202.09778"),
            Map.entry("\\bAdam\\b", "arxiv.org/abs/1412.6980"),
            Map.entry("Hendrycks", "arxiv.org/abs/1903.12261"),
            Map.entry("\\bClipCap\\b", "arxiv.org/abs/2111.09734"),
            Map.entry("\\bZeroCap\\b", "arxiv.org/abs/2111.14447"),
            Map.entry("\\bMAGIC\\b", "arxiv.org/abs/2205.02655"),
            Map.entry("MSCOCO", "arxiv.org/abs/1405.0312"),
            Map.entry("Flickr30k", "doi.org/10.1162/tacl_a_00166"));
    /** The title of a paper with its address. */
    private static final Pattern TITLE = Pattern.compile("\\[\\*[^]]*\\*]\\((https?://[^)]*)\\)");
    private static final Pattern PAPER = Pattern.compile(
            "https?://(arxiv\\.org/abs|doi\\.org|aclanthology\\.org)/[^)\\s]*");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]+)?\\)");

    private record Notebook(String name, List<JsonObject> cells) {
        List<JsonObject> code() {
            return cells.stream().filter(cell -> cell.get("cell_type").getAsString().equals("code")).toList();
        }

        List<String> markdown() {
            return cells.stream().filter(cell -> cell.get("cell_type").getAsString().equals("markdown"))
                    .map(NotebookSourcesTest::source).toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> linesOfCodeFitOnAPage() throws IOException {
        return each((notebook, faults) -> Stream.concat(lines(notebook), notebook.markdown().stream()
                .flatMap(NotebookSourcesTest::fenced)).filter(line -> line.length() > LINE)
                .forEach(line -> faults.add(line.length() + " characters: " + line)));
    }

    /** The lines between fences, which do not wrap. */
    private static Stream<String> fenced(String markdown) {
        return FENCE.matcher(markdown).results().flatMap(block -> block.group(1).lines());
    }

    /** Each output is of the source that stands above it: who changes a cell executes it again. */
    @TestFactory
    Stream<DynamicTest> outputsAreOfTheSourcesAboveThem() throws IOException {
        return each((notebook, faults) -> {
            assumeTrue(notebook.code().isEmpty() || notebook.code().stream().anyMatch(cell -> record(cell) != null),
                    notebook.name()
                    + " does not say of what its outputs are: environment/workbook --commit --only "
                    + notebook.name().substring(0, 2));
            notebook.code().stream().filter(NotebookSourcesTest::stale).forEach(cell ->
                    faults.add("changed since it was executed: " + start(source(cell))));
        });
    }

    @TestFactory
    Stream<DynamicTest> allImportsStandInAShortFirstCell() throws IOException {
        return each((notebook, faults) -> {
            List<JsonObject> code = notebook.code();
            for (int i = 0; i < code.size(); i++) {
                List<String> lines = source(code.get(i)).lines().filter(line -> !line.isBlank()).toList();
                boolean imports = lines.stream().anyMatch(line -> line.startsWith("import "));
                if (i > 0 && imports) {
                    faults.add("a later cell imports: " + lines.get(0));
                } else if (i == 0 && !lines.stream().allMatch(line -> line.startsWith("import "))) {
                    faults.add("the first cell does more than import");
                } else if (i == 0 && lines.size() > IMPORT_LINES) {
                    faults.add("the first cell has " + lines.size() + " lines");
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> noCellShowsNothing() throws IOException {
        return each((notebook, faults) -> {
            lines(notebook).filter(line -> line.contains("Notebook.text(\"\")")).forEach(faults::add);
            outputs(notebook).filter(output -> plain(output).isBlank() && !output.has("ename"))
                    .forEach(output -> faults.add("an output without a character"));
        });
    }

    @TestFactory
    Stream<DynamicTest> figuresHaveAlternativeTextsAndAxesWithUnits() throws IOException {
        Pattern axes = Pattern.compile("\\[figure\\] .*?; x: (.*?); y: (.*?); .*", Pattern.DOTALL);
        return each((notebook, faults) -> executed(notebook).filter(output -> data(output).has("image/png"))
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
                executed(notebook).map(output -> scores.matcher(plain(output))).filter(Matcher::matches)
                        .map(figure -> figure.group(1)).filter(title -> !title.matches(".*\\d+ seeds?\\b.*"))
                        .forEach(title -> faults.add("no number of seeds: " + title));
            }
        });
    }

    /** What a notebook says that it takes is what it took, as the last run wrote it down. */
    @TestFactory
    Stream<DynamicTest> whatANotebookTakesWasMeasured() throws IOException {
        List<String> costs = Files.readAllLines(FOLDER.resolve("costs.csv"));
        return each((notebook, faults) -> {
            String name = notebook.name().replace(".ipynb", "");
            if (!notebook.code().isEmpty() && (lines(notebook).noneMatch(("Notebook.cost(\"" + name + "\");")::equals)
                    || costs.stream().noneMatch(line -> line.matches(name + ",\\d+,\\d+\\.\\d")))) {
                faults.add("it does not say what costs.csv has of it");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> everyNotebookHasExercises() throws IOException {
        return each((notebook, faults) -> {
            long exercises = lines(notebook).filter(line -> line.startsWith("// Your turn ")).count();
            long unfinished = lines(notebook).filter(line -> line.contains("// TODO")).count();
            long checks = notebook.code().stream().filter(cell -> source(cell).startsWith("// Check ")
                    && cell.getAsJsonObject("metadata").toString().contains("\"source_hidden\":true")).count();
            if (!notebook.code().isEmpty() && (exercises < 2 || unfinished < exercises || checks != exercises)) {
                faults.add(exercises + " exercises with " + unfinished + " places to write in and " + checks
                        + " checks that do not show the answer");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> papersAreLinkedWhereTheyAreFirstMentioned() throws IOException {
        return each((notebook, faults) -> PAPERS.forEach((words, address) -> notebook.markdown().stream()
                .filter(Pattern.compile(words).asPredicate()).findFirst().filter(cell -> !cell.contains(address))
                .ifPresent(cell -> faults.add(words + " is first mentioned without " + address + ": " + start(cell)))));
    }

    /** Every paper of a notebook stands with its title before the first cell of code, as in the reading list. */
    @TestFactory
    Stream<DynamicTest> papersHaveTheirTitlesAtTheStart() throws IOException {
        Map<String, String> titles = TITLE.matcher(read(FOLDER.resolve("glossary.ipynb")).markdown().get(0)).results()
                .collect(Collectors.toMap(link -> link.group(1), MatchResult::group));
        return each((notebook, faults) -> {
            String start = notebook.cells().stream()
                    .takeWhile(cell -> cell.get("cell_type").getAsString().equals("markdown"))
                    .map(NotebookSourcesTest::source).collect(Collectors.joining("\n"));
            notebook.markdown().stream().flatMap(cell -> PAPER.matcher(cell).results()).map(MatchResult::group)
                    .distinct().filter(address -> !titles.containsKey(address)
                    || !start.contains(titles.get(address)))
                    .forEach(address -> faults.add("its title does not stand at the start, or not in the reading "
                    + "list of the glossary: " + address));
        });
    }

    /** Who reads in order meets no term of the glossary before a notebook that links it. */
    @Test
    void termsAreLinkedByTheFirstNotebookThatHasThem() throws IOException {
        List<Notebook> inOrder = notebooks().filter(notebook -> notebook.name().matches("\\d.*")).toList();
        List<String> faults = new ArrayList<>();
        for (String heading : read(FOLDER.resolve("glossary.ipynb")).markdown().stream().flatMap(String::lines)
                .filter(line -> line.startsWith("### ")).map(line -> line.substring(4)).toList()) {
            String link = "(glossary.ipynb#" + heading.replace(' ', '-') + ")";
            Pattern term = Pattern.compile("(?i)\\b" + heading + "s?\\b");
            inOrder.stream().filter(notebook -> notebook.markdown().stream().map(NotebookSourcesTest::prose)
                    .anyMatch(term.asPredicate())).findFirst()
                    .filter(notebook -> notebook.markdown().stream()
                            .noneMatch(cell -> cell.contains(link)))
                    .ifPresent(notebook -> faults.add(notebook.name() + " has " + heading + " first and no " + link));
        }
        assertEquals(List.of(), faults);
    }

    /** Text without titles of papers, code, names of other notebooks and addresses. */
    private static String prose(String markdown) {
        return TITLE.matcher(markdown).replaceAll("").replaceAll(
                "(?s)```.*?```|`[^`]*`|\\[[^]]*\\]\\([^)]*\\.ipynb\\)", "")
                .replaceAll("\\]\\([^)]*\\)", "]");
    }

    @TestFactory
    Stream<DynamicTest> linksToFilesLeadSomewhere() throws IOException {
        return each((notebook, faults) -> notebook.markdown().stream().flatMap(cell -> LINK.matcher(cell).results())
                .filter(link -> !link.group(1).contains("://")).forEach(link -> {
                    Path target = FOLDER.resolve(link.group(1));
                    if (!Files.exists(target)) {
                        faults.add("no file: " + link.group(1));
                    } else if (link.group(2) != null && link.group(1).endsWith(".ipynb")
                            && !anchors(target).contains(link.group(2))) {
                        faults.add("no heading " + link.group(2) + " in " + link.group(1));
                    }
                }));
    }

    /** Every single one: a cell with three checks prints three marks, or more where a check is asked in a loop. */
    @TestFactory
    Stream<DynamicTest> everyCheckRanAndHeld() throws IOException {
        return each((notebook, faults) -> {
            executed(notebook);
            for (JsonObject cell : notebook.code()) {
                long asked = CHECK.matcher(source(cell)).results().count();
                long held = outputs(cell).filter(output -> output.has("text"))
                        .mapToLong(output -> HELD.matcher(plain(output)).results().count()).sum();
                if (held < asked) {
                    faults.add(held + " of " + asked + " checks ran in the cell\n" + source(cell));
                }
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
            assertTrue(Double.parseDouble(cost[2]) <= (cost[0].startsWith("09") ? 2.5 : 1), cost[0] + ": " + cost[2]);
        }
        assertTrue(all <= ALL_NOTEBOOKS, "all together: " + all);
    }

    @TestFactory
    Stream<DynamicTest> nobodyNeedsToAskForVersionAndLicence() throws IOException {
        String version = found(Files.readString(Workbook.ROOT.resolve("pom.xml")),
                "<artifactId>syntic-workbook</artifactId>\\s*<version>(.*?)</version>");
        String citation = Files.readString(Workbook.ROOT.resolve("CITATION.cff"));
        String date = found(citation, "date-released: (\\S+)");
        assertEquals(version, found(citation, "(?m)^version: (\\S+)"));
        return each((notebook, faults) -> {
            String last = notebook.markdown().get(notebook.markdown().size() - 1);
            Stream.of(version, date, "Apache-2.0", "CITATION.cff").filter(word -> !last.contains(word))
                    .forEach(word -> faults.add("its last cell does not name " + word));
        });
    }

    /** The README's picture is what the quick tour shows, not what it once showed. */
    @Test
    void readmeShowsWhatTheQuickTourShows() throws IOException {
        String name = "00-quick-tour";
        Notebook tour = read(FOLDER.resolve(name + ".ipynb"));
        String picture = executed(tour).filter(output -> plain(output).startsWith("[gallery] What SynTIC says"))
                .map(output -> joined(data(output).get("image/png"))).findFirst().orElseThrow();
        assertArrayEquals(Base64.getMimeDecoder().decode(picture),
                Files.readAllBytes(FOLDER.resolve("pictures/" + name + ".png")));
        assertTrue(Files.readString(Workbook.ROOT.resolve("README.md")).contains("notebooks/pictures/" + name + ".png"));
    }

    @Test
    void condaTakesWhatPipTakes() throws IOException {
        List<String> pip = new ArrayList<>(Files.readAllLines(Workbook.ROOT.resolve("environment/requirements.txt")));
        pip.addAll(Files.readAllLines(Workbook.ROOT.resolve("environment/requirements-server.txt")));
        String conda = Files.readString(Workbook.ROOT.resolve("environment/environment.yml"));
        pip.stream().filter(line -> line.matches("[a-z].*")).forEach(line ->
                assertTrue(conda.contains("  - " + line + "\n"), line + " is not in environment.yml"));
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    private static Stream<DynamicTest> each(BiConsumer<Notebook, List<String>> rule) throws IOException {
        return notebooks().map(notebook -> DynamicTest.dynamicTest(notebook.name(), () -> {
            List<String> faults = new ArrayList<>();
            rule.accept(notebook, faults);
            assertEquals(List.of(), faults, notebook.name());
        }));
    }

    private static Stream<Notebook> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
            assertTrue(found.size() > 8, "the notebooks are in " + FOLDER);
            return found.stream().map(NotebookSourcesTest::read);
        }
    }

    private static Notebook read(Path file) {
        try {
            JsonArray cells = JsonParser.parseString(Files.readString(file)).getAsJsonObject().getAsJsonArray("cells");
            return new Notebook(file.getFileName().toString(), StreamSupport.stream(cells.spliterator(), false)
                    .map(JsonElement::getAsJsonObject).toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Headings as Jupyter links to them: blanks become hyphens. */
    private static Set<String> anchors(Path file) {
        return read(file).markdown().stream().flatMap(String::lines).filter(line -> line.startsWith("#"))
                .map(line -> "#" + line.replaceFirst("^#+ ", "").strip().replace(' ', '-'))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<String> lines(Notebook notebook) {
        return notebook.code().stream().flatMap(cell -> source(cell).lines());
    }

    /** The outputs, where all cells were executed as they stand; else the test says so and is skipped. */
    private static Stream<JsonObject> executed(Notebook notebook) {
        assumeTrue(notebook.code().stream().noneMatch(NotebookSourcesTest::stale), notebook.name()
                + " has cells that were not executed since they were written: environment/workbook --commit --only "
                + notebook.name().substring(0, 2));
        return outputs(notebook);
    }

    /** Whether a cell does not say that it was executed as it stands. */
    private static boolean stale(JsonObject cell) {
        return cell.get("execution_count").isJsonNull()
                || !Sha256.of(source(cell)).substring(0, 16).equals(record(cell));
    }

    /** What environment/execute.py wrote down of a cell's source when it was executed, or null. */
    private static String record(JsonObject cell) {
        JsonElement executed = cell.getAsJsonObject("metadata").get("executed");
        return executed == null ? null : executed.getAsString();
    }

    private static Stream<JsonObject> outputs(Notebook notebook) {
        return notebook.code().stream().flatMap(NotebookSourcesTest::outputs);
    }

    private static Stream<JsonObject> outputs(JsonObject cell) {
        return StreamSupport.stream(cell.getAsJsonArray("outputs").spliterator(), false)
                .map(JsonElement::getAsJsonObject);
    }

    private static JsonObject data(JsonObject output) {
        return output.has("data") ? output.getAsJsonObject("data") : new JsonObject();
    }

    private static String plain(JsonObject output) {
        JsonElement text = output.has("text") ? output.get("text") : data(output).get("text/plain");
        return text == null ? "" : joined(text);
    }

    private static String source(JsonObject cell) {
        return joined(cell.get("source"));
    }

    private static String joined(JsonElement text) {
        return text.isJsonArray() ? StreamSupport.stream(text.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsString).collect(Collectors.joining()) : text.getAsString();
    }

    private static String start(String text) {
        return text.substring(0, Math.min(80, text.length())).replace('\n', ' ');
    }
}
