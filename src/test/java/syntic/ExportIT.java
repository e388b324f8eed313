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
            from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
            from export import to_html
            cells = [new_markdown_cell("The $a_1$ of one and $b_2 < c$ of two: $$\\\\frac{a}{b}$$"), new_code_cell("1")]
            open(sys.argv[1], "w", encoding="utf-8").write(to_html(new_notebook(cells=cells), "formulas"))
            """;
    private static final Pattern LOADED = Pattern.compile(
            "<(script|img|iframe)[^>]*\\ssrc=\"(?!data:)|<link[^>]*\\shref=|@import|@font-face|mathjax\\.js",
            Pattern.CASE_INSENSITIVE);

    @Test
    void pageWithFormulasLoadsNothing(@TempDir Path folder) throws IOException, InterruptedException {
        String python = Workbook.pythonWithJupyter();
        assumeTrue(hasTemml(), "Temml could not be downloaded: formulas are left to MathJax");
        Path page = folder.resolve("formulas.html");
        Process export = new ProcessBuilder(List.of(python, "-c", EXPORT, page.toString()))
                .directory(Workbook.ROOT.toFile()).redirectErrorStream(true).start();
        String said = new String(export.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, export.waitFor(), said);

        String html = Files.readString(page);
        // The drawing code itself stands in plain script and style elements and is not searched for names of files.
        String own = html.replaceAll("(?s)<script>.*?</script>", "");
        assertFalse(LOADED.matcher(own).find(), () -> "the page loads something from elsewhere: "
                + LOADED.matcher(own).results().map(found -> found.group()).toList());
        assertFalse(own.contains("file://"), "the page names a file of this machine");
        assertTrue(own.contains("$a_1$") && own.contains("\\frac{a}{b}"), "the formulas are in the page");
        assertTrue(html.contains("temml.renderMathInElement("), "and so is what draws them");
    }

    private static boolean hasTemml() throws IOException {
        try (Stream<Path> files = Files.list(Workbook.ROOT.resolve("lib"))) {
            return files.anyMatch(file -> file.getFileName().toString().matches("temml-.*\\.js"));
        }
    }
}
