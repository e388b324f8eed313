package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntic.NotebookFile.FOLDER;
import static syntic.NotebookFile.each;
import static syntic.NotebookFile.read;
import static syntic.NotebookFile.source;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a reader of a notebook may count on, read off its file: nothing is executed. */
class NotebookSourcesTest {
    private static final int LINE = 100;
    private static final int IMPORT_LINES = 8;
    private static final Pattern FENCE = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]+)?\\)");

    @TestFactory
    Stream<DynamicTest> linesOfCodeFitOnAPage() throws IOException {
        return each((notebook, faults) -> Stream.concat(notebook.lines(), notebook.markdown().stream()
                .flatMap(NotebookSourcesTest::fenced)).filter(line -> line.length() > LINE)
                .forEach(line -> faults.add(line.length() + " characters: " + line)));
    }

    /** The lines between fences, which do not wrap. */
    private static Stream<String> fenced(String markdown) {
        return FENCE.matcher(markdown).results().flatMap(block -> block.group(1).lines());
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
    Stream<DynamicTest> everyNotebookHasExercises() throws IOException {
        return each((notebook, faults) -> {
            long exercises = notebook.lines().filter(line -> line.startsWith("// Your turn ")).count();
            long unfinished = notebook.lines().filter(line -> line.contains("// TODO")).count();
            long checks = notebook.code().stream().filter(cell -> source(cell).startsWith("// Check ")
                    && cell.getAsJsonObject("metadata").toString().contains("\"source_hidden\":true")).count();
            if (!notebook.code().isEmpty() && (exercises < 2 || unfinished < exercises || checks != exercises)) {
                faults.add(exercises + " exercises with " + unfinished + " places to write in and " + checks
                        + " checks that do not show the answer");
            }
        });
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

    /** Headings as Jupyter links to them: blanks become hyphens. */
    private static Set<String> anchors(Path file) {
        return read(file).markdown().stream().flatMap(String::lines).filter(line -> line.startsWith("#"))
                .map(line -> "#" + line.replaceFirst("^#+ ", "").strip().replace(' ', '-'))
                .collect(Collectors.toCollection(LinkedHashSet::new));
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
}
