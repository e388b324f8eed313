package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interactive figure: strict JSON, the description's data and texts, nothing that leaves its script element. */
class PlotlyJsonTest {
    private static final ObjectMapper STRICT = new ObjectMapper();
    private static final double[] X = {1, 2, 3};
    private static final double[] Y = {0.25, 0.5, 0.125};

    @Test
    void everyKindIsStrictJsonInTheAgreedForm() throws Exception {
        Pattern form = Pattern.compile("<div style=\"overflow-x:auto\"><div id=\"figure_7\" class=\"syntic-figure\" "
                + "role=\"img\" aria-label=\"(?<said>[^\"]*)\" style=\"width:(?<wide>\\d+)px;height:(?<high>\\d+)px\">"
                + "</div></div><script>window\\.synticFigure\\(\"figure_7\", (?<data>\\[.*]), (?<layout>\\{.*})\\);"
                + "</script>", Pattern.DOTALL);
        for (var entry : FigureTest.oneOfEachKind().entrySet()) {
            Matcher html = form.matcher(Interactive.html(entry.getValue(), "figure_7"));
            assertTrue(html.matches(), entry.getKey());
            assertTrue(html.group("said").startsWith("[figure] Score against temperature; x: temperature"));
            JsonNode data = STRICT.readTree(html.group("data"));
            JsonNode layout = STRICT.readTree(html.group("layout"));
            assertTrue(data.size() > 0, entry.getKey());
            assertEquals(html.group("wide"), layout.get("width").asText());
            assertEquals(html.group("high"), layout.get("height").asText());
            assertEquals("<b>Score against temperature</b>", layout.at("/title/text").asText());
        }
    }

    @Test
    void dataAndColoursAreThoseOfTheStaticPicture() throws Exception {
        Figure figure = Figure.of("t", "x axis", "y axis").line("a", X, Y).points("b", Y, X);
        JsonNode data = STRICT.readTree(PlotlyJson.of(figure).data());
        JsonNode layout = STRICT.readTree(PlotlyJson.of(figure).layout());
        assertEquals(0.125, data.at("/1/y/2").asDouble());
        assertEquals("#0072b2", data.at("/1/line/color").asText());
        assertEquals("#d55e00", data.at("/0/marker/color").asText());
        assertEquals("b", data.at("/0/name").asText(), "points lie below the line that says their mean");
        assertEquals("x axis", layout.at("/xaxis/title/text").asText());
        Frame frame = Frame.of(figure);
        assertEquals(frame.left.low(), layout.at("/yaxis/range/0").asDouble(), 1e-12);
    }

    @Test
    void logarithmicRangeIsInPowersOfTen() throws Exception {
        Figure figure = Figure.of("t", "x", "y").line("a", new double[] {1, 2}, new double[] {0.001, 1}).logY()
                .rangeY(0.001, 10);
        JsonNode axis = STRICT.readTree(PlotlyJson.of(figure).layout()).get("yaxis");
        assertEquals("log", axis.get("type").asText());
        assertEquals(-3, axis.at("/range/0").asDouble(), 1e-9);
        assertEquals(1, axis.at("/range/1").asDouble(), 1e-9);
        JsonNode wide = STRICT.readTree(PlotlyJson.of(Figure.of("t", "sentences", "y")
                .line("a", new double[] {500, 10_000}, new double[] {1, 2}).logX()).layout()).get("xaxis");
        assertEquals("[\"500\",\"1,000\",\"2,000\",\"5,000\",\"10,000\"]", wide.get("ticktext").toString());
    }

    @Test
    void hostileTextsStayText() throws Exception {
        String hostile = "</script><b>'a\\' \"b\" & \n{{c}} {% d %} \u2028 <!--";
        Figure figure = Figure.of(hostile, hostile, hostile).points(hostile, X, Y, List.of(hostile, "é", "狗"))
                .level("level " + hostile, 0.5).caption(hostile);
        String html = Interactive.html(figure, "figure_1");
        assertEquals(1, html.split("</script", -1).length - 1, "only the element's own end");
        assertFalse(html.contains("<!--") || html.substring(html.indexOf("<script>")).contains("\u2028"));
        PlotlyJson json = PlotlyJson.of(figure);
        JsonNode data = STRICT.readTree(json.data());
        String shown = "&lt;/script&gt;&lt;b&gt;&#39;a\\&#39; &quot;b&quot; &amp; <br>{{c}} {% d %} \u2028 &lt;!--";
        assertEquals(shown, data.at("/0/name").asText());
        assertEquals(shown, data.at("/0/text/0").asText());
        assertEquals("狗", data.at("/0/text/2").asText());
        assertEquals(shown, STRICT.readTree(json.layout()).at("/xaxis/title/text").asText());
        Figure bars = Figure.of("t", "x", "y").bars("a", List.of(hostile, "b"), new double[] {1, 2});
        assertEquals(shown, STRICT.readTree(PlotlyJson.of(bars).data()).at("/0/x/0").asText());
    }

    @Test
    void repeatedRowNamesStayTwoRows() throws Exception {
        Figure figure = Figure.of("t", "x", "y").heatMap(List.of("a", "a"), List.of("p", "q"),
                new double[][] {{1, 2}, {3, 4}});
        JsonNode rows = STRICT.readTree(PlotlyJson.of(figure).data()).at("/0/y");
        assertEquals(2, rows.size());
        assertFalse(rows.get(0).asText().equals(rows.get(1).asText()));
    }

    @Test
    void partsOfOneNameShareOneLegendEntry() throws Exception {
        Figure figure = Figure.of("t", "x", "y").band("a", X, Y, new double[] {0, 0, 0}, new double[] {1, 1, 1})
                .points("a", X, Y).line("b", X, Y);
        JsonNode data = STRICT.readTree(PlotlyJson.of(figure).data());
        long entries = java.util.stream.StreamSupport.stream(data.spliterator(), false)
                .filter(trace -> !trace.has("showlegend") || trace.get("showlegend").asBoolean()).count();
        assertEquals(2, entries);
    }

    @Test
    void numbersAreRoundedToWhatAPictureShows() {
        assertEquals("[0.333333, -1234570.0, 1.0E-300, 0.0]", java.util.Arrays.toString(
                PlotlyFigure.rounded(new double[] {1 / 3.0, -1234567.8, 1e-300, 0})));
    }

    @Test
    void loaderHidesDefineAndCannotEndEarly(@TempDir Path folder) throws Exception {
        Path plotly = Files.writeString(folder.resolve("plotly.js"), "var s = '</script>';");
        String loader = Interactive.loader(plotly);
        assertEquals(1, loader.split("</script", -1).length - 1);
        assertTrue(loader.startsWith("<script data-syntic=\"plotly\">"), "the mark that exporters look for");
        assertTrue(loader.indexOf("var define, exports, module;") < loader.indexOf("var s = '"));
        assertTrue(loader.contains("window.synticFigure = function"));
    }

    @Test
    void plotlyForJavaHasTheFigureToo() {
        tech.tablesaw.plotly.components.Figure plotly = Figure.of("t", "x", "y").line("a", X, Y).plotly();
        assertEquals(1, plotly.getTraces().length);
        assertNotNull(plotly.getLayout());
    }
}
