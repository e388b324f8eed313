package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static syntic.NotebookFile.FOLDER;
import static syntic.NotebookFile.each;
import static syntic.NotebookFile.notebooks;
import static syntic.NotebookFile.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Papers and terms of the notebooks: where they are named first, they are linked, and papers have their titles. */
class NotebookPapersTest {
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
            Map.entry("\\bDDIM\\b", "arxiv.org/abs/2010.02502"),
            Map.entry("DPM-Solver\\+\\+", "arxiv.org/abs/2211.01095"),
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
                    .map(NotebookFile::source).collect(Collectors.joining("\n"));
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
        List<NotebookFile> inOrder = notebooks().filter(notebook -> notebook.name().matches("\\d.*")).toList();
        List<String> faults = new ArrayList<>();
        for (String heading : read(FOLDER.resolve("glossary.ipynb")).markdown().stream().flatMap(String::lines)
                .filter(line -> line.startsWith("### ")).map(line -> line.substring(4)).toList()) {
            String link = "(glossary.ipynb#" + heading.replace(' ', '-') + ")";
            Pattern term = Pattern.compile("(?i)\\b" + heading + "s?\\b");
            inOrder.stream().filter(notebook -> notebook.markdown().stream().map(NotebookPapersTest::prose)
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

    private static String start(String text) {
        return text.substring(0, Math.min(80, text.length())).replace('\n', ' ');
    }
}
