package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a static picture shows, and which data a figure refuses. */
class FigureTest {
    private static final double[] X = {1, 10, 100};
    private static final double[] Y = {0.2, 0.9, 0.4};
    private static final List<String> NAMES = List.of("DeCap", "CapDec", "SynTIC");

    private static Figure figure() {
        return Figure.of("Score against temperature", "temperature", "score");
    }

    static Map<String, Figure> oneOfEachKind() {
        Map<String, Figure> figures = new HashMap<>();
        figures.put("line", figure().line("a", X, Y).logX());
        figures.put("band", figure().band("a", X, Y, new double[] {0, 0.8, 0.3}, new double[] {0.3, 1, 0.7}));
        figures.put("whiskers", figure().whiskers("a", X, Y, new double[] {0.1, 0.8, 0.3}, new double[] {0.3, 1, 0.7})
                .logX().logY());
        figures.put("points", figure().points("a", X, Y, List.of("one", "two", "three")).points("b", Y, X));
        figures.put("bars", figure().bars("a", NAMES, Y).bars("b", NAMES, Y, new double[] {0, 0.8, 0.3},
                new double[] {0.3, 1, 0.7}).level("bound", 1.1));
        figures.put("across", figure().bars("a", NAMES, Y).across());
        figures.put("histogram", figure().histogram("a", X).histogram("b", Y).bins(10).shares());
        figures.put("cells", figure().heatMap(List.of("r", "r"), NAMES, new double[][] {Y, {-0.1, 0, 0.1}}));
        return figures;
    }

    @Test
    void everyKindIsDrawnAtTwiceItsSize() {
        oneOfEachKind().forEach((kind, figure) -> {
            BufferedImage picture = figure.size(500, 300).picture();
            assertEquals(1000, picture.getWidth(), kind);
            assertEquals(600, picture.getHeight(), kind);
            assertTrue(hued(picture) > 300, kind + " shows its data");
        });
    }

    @Test
    void eachSeriesHasItsOwnColour() {
        BufferedImage picture = figure().line("a", X, Y).line("b", X, new double[] {0.1, 0.2, 0.3}).picture();
        assertTrue(count(picture, Palette.BLUE) > 200 && count(picture, Palette.VERMILLION) > 200);
    }

    @Test
    void barsGrowWithTheirValues() {
        int tall = count(figure().bars("a", List.of("one", "two"), new double[] {1, 1}).picture(), Palette.BLUE);
        int half = count(figure().bars("a", List.of("one", "two"), new double[] {1, 0.5}).picture(), Palette.BLUE);
        assertEquals(0.75, (double) half / tall, 0.01);
    }

    @Test
    void groupsOfCategoriesFillTheirRoomInTheirColours() {
        List<String> names = List.of("one", "two", "three");
        double[] high = {1, 1, 1};
        int alone = count(figure().bars("a", names, high).picture(), Palette.BLUE);
        BufferedImage grouped = figure().bars("a", List.of("one"), new double[] {1}).bars("b", List.of("two"),
                new double[] {1}).bars("a", List.of("three"), new double[] {1}).colour("a", Palette.PURPLE).picture();
        assertEquals(2, (double) count(grouped, Palette.PURPLE) / count(grouped, Palette.VERMILLION), 0.05);
        assertEquals(alone, count(grouped, Palette.PURPLE) + count(grouped, Palette.VERMILLION), 0.1 * alone);
        int beside = count(figure().bars("a", names, high).bars("b", names, high).picture(), Palette.BLUE);
        assertTrue(beside < 0.55 * alone, "bars of one category share its room");
    }

    @Test
    void aLongTitleOfTheLeftAxisIsBrokenBesideTheAxis() {
        Figure figure = Figure.of("t", "x", "what is left of the score of a caption (percent of all test photos)")
                .line("a", X, Y).size(400, 200);
        Frame frame = Frame.of(figure);
        assertTrue(frame.leftTitleLines.size() > 1);
        for (String line : frame.leftTitleLines) {
            assertTrue(Text.width(Text.LABEL, line) <= frame.plotBottom - frame.plotTop, line);
        }
        assertTrue(frame.plotLeft > Frame.of(Figure.of("t", "x", "y").line("a", X, Y).size(400, 200)).plotLeft);
    }

    @Test
    void namesOfTwoLinesBesideBarsDoNotTouch() {
        String sentence = "by the shore there is a small blue house up above a green person";
        Frame frame = Frame.of(figure().bars("weight", List.of(sentence, sentence + "s", "a " + sentence), Y).across()
                .size(860, 180));
        int room = (frame.plotBottom - frame.plotTop) / 3;
        for (int i = 0; i < 3; i++) {
            int lines = frame.leftLabel(i).size();
            assertTrue(lines > 1 && lines * Text.lineHeight(Text.TICK) < room, lines + " lines in " + room + " pixels");
        }
    }

    @Test
    void captionAddsRoomBelow() {
        BufferedImage plain = figure().line("a", X, Y).picture();
        BufferedImage captioned = figure().line("a", X, Y).caption("The dashed line is the paper's setting.").picture();
        assertTrue(captioned.getHeight() > plain.getHeight());
    }

    @Test
    void manyCategoriesWithLongNamesStillFit() {
        List<String> names = java.util.stream.IntStream.range(0, 40).mapToObj(i -> "category-number-" + i).toList();
        BufferedImage picture = figure().bars("a", names, Figure.range(40)).picture();
        assertTrue(coloured(picture) > 500);
    }

    @Test
    void constantAndSingleDataHasAnAxis() {
        assertTrue(coloured(figure().line("a", new double[] {3}, new double[] {0}).picture()) > 100);
        assertTrue(coloured(figure().histogram("a", new double[] {2, 2, 2}).picture()) > 100);
    }

    @Test
    void badDataIsRefusedWithTheNameOfTheSeries() {
        assertMessage(() -> figure().line("loss", X, new double[] {1, Double.NaN, 2}), "'loss'", "y[1]", "NaN");
        assertMessage(() -> figure().points("loss", new double[] {1 / 0.0}, new double[] {1}), "'loss'", "x[0]",
                "Infinity");
        assertMessage(() -> figure().histogram("cosine", new double[0]), "'cosine'", "no data");
        assertMessage(() -> figure().line("loss", X, new double[] {1}), "'loss'", "3 x", "1 y");
        assertMessage(() -> figure().band("loss", X, Y, Y, new double[] {0, 0, 0}), "'loss'", "outside its interval");
        assertMessage(() -> figure().bars("score", NAMES, new double[] {1}), "'score'", "3 categories", "1 values");
        assertMessage(() -> figure().bars("score", List.of("a", "a"), new double[] {1, 2}), "'score'", "twice");
        assertMessage(() -> figure().heatMap(List.of("a"), NAMES, new double[][] {{1, 2}}), "3 column names");
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertMessage(() -> figure().picture(), "Score against temperature", "no series");
        assertMessage(() -> figure().line("a", new double[] {0, 1, 2}, Y).logX().picture(), "'temperature'",
                "logarithmic", "0.0");
        assertMessage(() -> figure().bars("a", NAMES, Y).logY().picture(), "logarithmic");
        assertMessage(() -> figure().line("a", X, Y).histogram("b", Y), "'b'", "'a'", "two figures");
        assertMessage(() -> Figure.of("t", " ", "y"), "needs a title");
        assertMessage(() -> figure().line("a", X, Y).size(20, 20), "20×20");
    }

    @Test
    void laterChangesOfAnArrayDoNotReachTheFigure() {
        double[] y = Y.clone();
        Figure figure = figure().line("a", X, y);
        String before = PlotlyJson.of(figure).data();
        y[0] = Double.NaN;
        assertEquals(before, PlotlyJson.of(figure).data());
    }

    @Test
    void textSaysWhatASightedReaderSees() {
        assertEquals("[figure] Score; x: temperature τ; y: score; loss (3 at 1/100, 1.5 at 1/80), level (at 0.5), "
                + "mark (at 1/100); highest: loss 3 at 1/100; lowest: loss 1.5 at 1/80\nMind the gap.",
                Figure.of("Score", "temperature τ", "score").line("loss", new double[] {0.01, 1.0 / 80},
                new double[] {3, 1.5}).level("level", 0.5).mark("mark", 0.01).fractionsX().caption("Mind the gap.")
                .text());
        assertEquals("[figure] Errors; x: fact; y: percent; photos (noun 16.25, count 41.6); "
                + "highest: count (photos) 41.6; lowest: noun (photos) 16.25", Figure.of("Errors", "fact", "percent")
                .bars("photos", List.of("noun", "count"), new double[] {16.25, 41.6}).text());
        assertEquals("[figure] Cosines; x: sentence; y: photo; Cosines (2 × 2 cells); "
                + "highest: photo 1 with sentence 2 0.9; lowest: photo 2 with sentence 2 0.1",
                Figure.of("Cosines", "sentence", "photo").heatMap(List.of("photo 1", "photo 2"),
                List.of("sentence 1", "sentence 2"), new double[][] {{0.5, 0.9}, {0.3, 0.1}}).text());
        assertEquals("[figure] Cosines; x: cosine; y: share; before (3 values 1 to 9, median 2), "
                + "after (2 values 4 to 5, median 4.5); highest: the median of after 4.5; "
                + "lowest: the median of before 2", Figure.of("Cosines", "cosine", "share")
                .histogram("before", new double[] {9, 1, 2}).histogram("after", new double[] {4, 5}).text());
    }

    @Test
    void textOfTinyNumbersIsShort() {
        assertTrue(figure().line("drift", new double[] {1, 2}, new double[] {6.369e-9, 0}).text()
                .contains("drift (6.4e-09 at 1, 0 at 2)"));
    }

    @Test
    void textOfALongCurveSaysItsEndsAndExtremes() {
        double[] steps = Figure.range(30);
        double[] losses = Arrays.stream(steps).map(step -> Math.abs(step - 20)).toArray();
        assertTrue(figure().line("loss", steps, losses).text()
                .contains("loss (30 values, from 20 at 0 to 9 at 29, highest 20 at 0, lowest 0 at 20)"),
                figure().line("loss", steps, losses).text());
    }

    static void assertMessage(Executable action, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message + " should contain " + part);
        }
    }

    static int count(BufferedImage picture, Color colour) {
        int count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xFFFFFF) == (colour.getRGB() & 0xFFFFFF) ? 1 : 0;
            }
        }
        return count;
    }

    /** Pixels that are not a shade of grey: neither text nor axis nor grid. */
    private static int hued(BufferedImage picture) {
        int count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                Color pixel = new Color(picture.getRGB(x, y));
                count += Math.abs(pixel.getRed() - pixel.getBlue()) > 40 ? 1 : 0;
            }
        }
        return count;
    }

    static int coloured(BufferedImage picture) {
        return picture.getWidth() * picture.getHeight() - count(picture, Color.WHITE);
    }
}
