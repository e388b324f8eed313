package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a cell's calls show; here no kernel runs, so all of it is printed. */
class NotebookTest {
    static String printed(Runnable action) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r", "").stripTrailing();
    }

    private static Table table() {
        return Table.create("Scores", StringColumn.create("system <b>", "SynTIC & co", "DeCap"),
                DoubleColumn.create("CIDEr", 0.93456, -0.5), IntColumn.create("photos", 500, 1200),
                DoubleColumn.create("seconds", 12.345, Double.NaN));
    }

    @Test
    void whatACellCallsGivesNothingToEcho() {
        Set<String> questions = Set.of("smoke", "samples");
        for (Method method : Notebook.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !questions.contains(method.getName())) {
                assertEquals(void.class, method.getReturnType(), method.getName());
            }
        }
    }

    @Test
    void withoutAKernelPlainTextIsPrinted() {
        assertEquals("# Hello", printed(() -> Notebook.markdown("# Hello")));
        assertEquals("plain", printed(() -> Notebook.text("plain")));
        assertEquals("[picture] 8×4 pixels", printed(() -> Notebook.show(new BufferedImage(8, 4, 1))));
        assertEquals("[picture] a dog", printed(() -> Notebook.show("a dog", new BufferedImage(8, 4, 1))));
        assertEquals("[gallery] 2 pictures\n- a dog\n- a cat", printed(() -> Notebook.gallery(
                List.of(new BufferedImage(8, 8, 1), new BufferedImage(8, 8, 1)), List.of("a dog", "a cat"))));
        assertTrue(printed(() -> Figure.of("Loss", "step", "nats").line("a", new double[] {1}, new double[] {2})
                .show()).startsWith("[figure] Loss; x: step; y: nats; a (2 at 1)"));
    }

    @Test
    void tableIsAlignedRoundedAndEscaped() {
        assertEquals("""
                Scores
                system <b>     CIDEr  photos  seconds
                ───────────  ───────  ──────  ───────
                SynTIC & co   0.9346     500    12.35
                DeCap        −0.5000    1200        –""", printed(() -> Notebook.table(table())));
        String html = TextTable.of(table()).html();
        assertTrue(html.contains("<th align=\"left\" style=\"text-align:left\">system &lt;b&gt;</th>"), html);
        assertTrue(html.contains(">SynTIC &amp; co</td>"), html);
        assertTrue(html.contains("<td align=\"right\" style=\"text-align:right\">0.9346</td>"), html);
        assertFalse(html.contains("<b>"), html);
    }

    @Test
    void longTableIsCutWithANote() {
        Table table = Table.create("long", IntColumn.create("n", new int[1000]));
        assertTrue(TextTable.of(table).plain().endsWith("… and 940 more rows"));
        assertTrue(TextTable.of(table).html().contains("… and 940 more rows"));
    }

    @Test
    void firstRowsAreShownAndAllOfThemFolded() {
        double[] values = IntStream.range(0, 100).mapToDouble(i -> i + 0.25).toArray();
        Table table = Table.create("long", DoubleColumn.create("n", values));
        Map<String, String> shown = Notebook.foldedBundle(table, 5).data();
        String[] parts = shown.get("text/html").split("<details><summary>All 100 rows</summary>");
        assertEquals(2, parts.length);
        assertEquals(List.of("0.25", "4.25"), List.of(cells(parts[0]).get(0), cells(parts[0]).get(4)));
        assertEquals(5, cells(parts[0]).size(), "the first rows");
        assertEquals(100, cells(parts[1]).size(), "all rows, more than are printed as text");
        assertTrue(parts[1].endsWith("</details>"), parts[1]);
        assertEquals(TextTable.of(table).plain(), shown.get("text/plain"), "nothing is folded in plain text");
        String few = Notebook.foldedBundle(table(), 2).data().get("text/html");
        assertEquals(TextTable.of(table()).html(), few, "nothing is left to fold");
        FigureTest.assertMessage(() -> Notebook.table(table(), 0), "0 rows", "'Scores'");
    }

    private static List<String> cells(String html) {
        return Pattern.compile("<td[^>]*>([^<]*)</td>").matcher(html).results().map(found -> found.group(1)).toList();
    }

    @Test
    void checkFailsLoudly() {
        assertEquals("✔ photos and sentences agree",
                printed(() -> Notebook.check(true, "photos and sentences agree")));
        AssertionError error = assertThrows(AssertionError.class,
                () -> Notebook.check(1 > 2, "refinement raises retrieval"));
        assertTrue(error.getMessage().contains("refinement raises retrieval"));
    }

    @Test
    void costSaysWhatIsTakenAndWarns() {
        assertTrue(Notebook.costText("This notebook", 125, 2.1)
                .startsWith("This notebook takes about 2 min 5 s of processor time, at least half as long on two cores, "
                + "and up to 2.1 GB of memory."));
        assertTrue(Notebook.costText("Full size", 7200, 1e6).contains("expect it to swap or fail"));
    }

    @Test
    void costIsThatOfTheLastRun(@TempDir Path folder) throws IOException {
        Path table = folder.resolve("costs.csv");
        assertEquals("What this notebook takes was not measured.", Notebook.measuredCost(table, "03-projection"));
        Files.writeString(table, "notebook,processor seconds,gigabytes\n03-projection,40,1.4\n04-object-fusion,31,1.2\n");
        assertEquals(Notebook.costText("This notebook", 40, 1.4), Notebook.measuredCost(table, "03-projection"));
    }

    @Test
    void samplesAreFullOutsideASmokeRun() {
        assertEquals("1".equals(System.getenv("SYNTIC_SMOKE")) ? 8 : 500, Notebook.samples(500, 8));
    }

    @Test
    void figuresAreNumberedInOrder() {
        int first = Integer.parseInt(Notebook.nextFigureId().substring("figure_".length()));
        assertEquals("figure_" + (first + 1), Notebook.nextFigureId());
        Figure figure = Figure.of("t", "x", "y").line("a", new double[] {1}, new double[] {2});
        assertEquals(Notebook.bundle(figure, "figure_3", true), Notebook.bundle(figure, "figure_3", true));
        assertNotEquals(Notebook.bundle(figure, "figure_3", true), Notebook.bundle(figure, "figure_4", true));
    }

    @Test
    void figureBundleHasAllFormsOnlyWherePlotlyIsThere() {
        Figure figure = Figure.of("t", "x", "y").line("a", new double[] {1}, new double[] {2});
        assertEquals(Set.of("text/plain", "image/png", "text/html"),
                Notebook.bundle(figure, "figure_1", true).data().keySet());
        Bundle still = Notebook.bundle(figure, "figure_1", false);
        assertEquals(Set.of("text/plain", "image/png"), still.data().keySet());
        assertEquals(figure.text(), ((Map<?, ?>) still.metadata().get("image/png")).get("alt"), "said to the blind");
    }

    @Test
    void galleryWithTitledRowsAndColumnsIsToldPictureByPicture() {
        BufferedImage picture = new BufferedImage(8, 8, 1);
        assertEquals("[gallery] Guidance: 3 pictures\n- a dog, g = 1\n- a dog, g = 2\n- a cat, g = 1, blurred",
                Gallery.of("Guidance").columnTitles("g = 1", "g = 2").rowTitles("a dog", "a cat").add(picture, "")
                .add(picture, "").add(picture, "blurred").text());
    }

    @Test
    void galleryRefusesWhatIsMissing() {
        FigureTest.assertMessage(() -> Notebook.gallery(List.of(new BufferedImage(8, 8, 1)), List.of()),
                "1 pictures", "0 captions");
        FigureTest.assertMessage(() -> Gallery.of("Photos").add(null, "a dog"), "'Photos'", "a dog");
        FigureTest.assertMessage(() -> Gallery.of("Photos").picture(), "'Photos'", "no pictures");
        assertEquals(3, Arrays.asList(Gallery.of("").columnTitles("a", "b", "c").columnTitles.toArray()).size());
    }
}
