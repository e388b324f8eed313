package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a notebook can be given away: it needs no network and no file beside it. */
class ExportIT {
    private static final String EXPORT = """
            import sys
            sys.path.insert(0, "environment")
            from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
            from export import to_html
            picture = new_output("display_data", data={"image/png": "iVBORw0KGgo="},
                                 metadata={"image/png": {"width": 8, "alt": "says \\"a dog\\""}})
            cells = [new_markdown_cell("The $a_1$ of one and $b_2 < c$ of two: $$\\\\frac{a}{b}$$"),
                     new_code_cell("1", outputs=[picture]),
                     new_markdown_cell("[next](01-next.ipynb#here) [theirs](https://example.org/a.ipynb)")]
            open(sys.argv[1], "w", encoding="utf-8").write(to_html(new_notebook(cells=cells), "formulas"))
            """;
    private static final Pattern LOADED = Pattern.compile(
            "<(script|img|iframe)[^>]*\\ssrc=\"(?!data:)|<link[^>]*\\shref=|@import|@font-face|mathjax\\.js",
            Pattern.CASE_INSENSITIVE);

    @Test
    void pageOfFormulasAndPicturesNeedsNothingElse(@TempDir Path folder) throws IOException, InterruptedException {
        String html = export(folder);
        assumeTrue(hasTemml(), "Temml could not be downloaded: formulas are left to MathJax");
        // The drawing code itself stands in plain script and style elements and is not searched for names of files.
        String own = html.replaceAll("(?s)<script>.*?</script>", "");
        assertFalse(LOADED.matcher(own).find(), () -> "the page loads something from elsewhere: "
                + LOADED.matcher(own).results().map(found -> found.group()).toList());
        assertTrue(own.contains("$a_1$") && own.contains("\\frac{a}{b}"), "the formulas are in the page");
        assertTrue(html.contains("temml.renderMathInElement("), "and so is what draws them");
        assertTrue(own.contains("<img alt=\"says &quot;a dog&quot;\" "),
                "who cannot see a picture is told what it shows");
    }

    @Test
    void linksToNotebooksLeadToTheirPages(@TempDir Path folder) throws IOException, InterruptedException {
        String html = export(folder);
        assertTrue(html.contains("href=\"01-next.html#here\""), "a notebook beside this one");
        assertTrue(html.contains("href=\"https://example.org/a.ipynb\""), "somebody else's stays as it is");
        assertFalse(html.contains("file://"), "the page names a file of this machine");
    }

    private static String export(Path folder) throws IOException, InterruptedException {
        Path page = folder.resolve("formulas.html");
        Process export = new ProcessBuilder(List.of(Workbook.pythonWithJupyter(), "-c", EXPORT, page.toString()))
                .directory(Workbook.ROOT.toFile()).redirectErrorStream(true).start();
        String said = new String(export.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, export.waitFor(), said);
        return Files.readString(page);
    }

    private static boolean hasTemml() throws IOException {
        try (Stream<Path> files = Files.list(Workbook.ROOT.resolve("lib"))) {
            return files.anyMatch(file -> file.getFileName().toString().matches("temml-.*\\.js"));
        }
    }
}
