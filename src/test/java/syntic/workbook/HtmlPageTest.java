package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** A page holds everything that it shows. */
class HtmlPageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLoadedFromElsewhere(boolean plotly) throws Exception {
        Path script = Files.writeString(folder.resolve("plotly.js"), "window.Plotly = {};");
        String before = System.getProperty("SYNTIC_PLOTLY");
        System.setProperty("SYNTIC_PLOTLY", plotly ? script.toString() : "");
        try {
            Path file = folder.resolve("page.html");
            new HtmlPage("Of <one> project").heading("Figures").paragraph("a & b")
                    .figure(Figure.of("Spread", "τ", "sentences").line("photos", new double[] {1, 2},
                            new double[] {3, 4}))
                    .table(Table.create("numbers", DoubleColumn.create("τ", 0.01)))
                    .picture(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "a photo").write(file);
            String page = Files.readString(file);
            assertFalse(page.matches("(?s).*(src|href)=\"(?!data:).*"), "every picture is in the page");
            assertTrue(page.contains("Of &lt;one&gt; project") && page.contains("a &amp; b"));
            assertTrue(page.contains("<table>") && page.contains("alt=\"a photo\""));
            assertTrue(plotly == page.contains("window.synticFigure(\"figure_1\""));
            assertTrue(plotly != page.contains("alt=\"[figure] Spread"));
        } finally {
            if (before == null) {
                System.clearProperty("SYNTIC_PLOTLY");
            } else {
                System.setProperty("SYNTIC_PLOTLY", before);
            }
        }
    }
}
