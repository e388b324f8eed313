package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import syntic.Workbook;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkTable.Row;
import syntic.benchmark.Condition;
import syntic.benchmark.PaperTables;
import syntic.benchmark.StyleTransfer;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;

/** Figures of systems say how many seeds there are, and show kinds of systems by colours. */
class SystemFiguresTest {
    private static Row row(String system, boolean textOnly, int seeds, Comparison fromSyntic) {
        return new Row(Condition.within("plain"), system, textOnly, List.of(1L, 2L, 3L).subList(0, seeds), Map.of(),
                Map.of("CIDEr", new Interval(1, 0.9, 1.1)), fromSyntic, null, OptionalDouble.empty(), 1);
    }

    private static final List<Row> ROWS = List.of(row("SynTIC", true, 3, null),
            row("DeCap", true, 3, new Comparison(new Interval(-0.3, -0.4, -0.2), 0.002)),
            row("supervised", false, 1, new Comparison(new Interval(0.2, 0.1, 0.3), 0.002)));

    @Test
    void barsHaveTheColourOfTheirKind() {
        Figure bars = SystemFigures.bars("All", ROWS);
        assertTrue(bars.text().contains("All, 1 to 3 seeds"), bars.text());
        assertTrue(bars.text().contains("SynTIC (SynTIC 100), other text-only (DeCap 100), trained on photos (supervised"),
                bars.text());
        for (var colour : List.of(Palette.VERMILLION, Palette.BLUE, Palette.GREY)) {
            assertTrue(FigureTest.count(bars.picture(), colour) > 3000, colour.toString());
        }
    }

    @Test
    void whatWasPublishedStandsBesideWhatIsHere() {
        BenchmarkResults results = BenchmarkResults.shipped(Workbook.ROOT.resolve("notebooks/results"), "in-domain")
                .orElseThrow().where(unit -> unit.seed() < 3);
        String text = SystemFigures.besidePublished(PaperTables.ofStored(results, null), "plain").text();
        assertTrue(text.contains("Table 1 of SynTIC's paper: plain beside MSCOCO, 2 seeds"), text);
        // CIDEr 101.1 of SynTIC and 91.2 of DeCap, and 114.9 of Barraco et al.; the bound itself is not a bar.
        assertTrue(text.contains("here (SynTIC ") && text.contains("published (SynTIC 87.99")
                && text.contains("DeCap 79.37") && !text.contains("supervised 100"), text);
    }

    @Test
    void differencesLieAboutZeroWithoutSyntic() {
        Figure figure = SystemFigures.fromSyntic("Minus SynTIC", ROWS);
        assertEquals("DeCap,supervised *", String.join(",", Frame.of(figure).leftCategories));
        assertTrue(figure.text().contains("no difference (at 0)"), figure.text());
    }

    @Test
    void whatIsKeptOfAVoiceIsDrawnByVoice() {
        StyleTransfer voices = new StyleTransfer(List.of(
                new StyleTransfer.Row("romantic", "SynTIC", new Interval(0.9, 0.8, 1), new Interval(0.5, 0.4, 0.6),
                        Map.of(1L, Map.of(), 2L, Map.of())),
                new StyleTransfer.Row("humorous", "CapDec", new Interval(0.7, 0.6, 0.8), new Interval(0.3, 0.2, 0.4),
                        Map.of(1L, Map.of()))), new Interval(0, 0, 0.1));
        String voice = SystemFigures.kept(voices, StyleTransfer.Kept.VOICE).text();
        assertTrue(voice.contains("Captions in the voice, 1 to 2 seeds") && voice.contains(
                "romantic (SynTIC, romantic 90), humorous (CapDec, humorous 70)"), voice);
        String facts = SystemFigures.kept(voices, StyleTransfer.Kept.FACTS).text();
        assertTrue(facts.contains("romantic (SynTIC, romantic 50), humorous (CapDec, humorous 30)"), facts);
    }
}
