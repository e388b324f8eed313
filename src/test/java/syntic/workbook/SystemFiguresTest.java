package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import syntic.benchmark.BenchmarkTable.Row;
import syntic.benchmark.Condition;
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
        assertTrue(bars.text().contains("SynTIC (SynTIC 100), text-only (DeCap 100), trained on photos (supervised"),
                bars.text());
        for (var colour : List.of(Palette.VERMILLION, Palette.BLUE, Palette.GREY)) {
            assertTrue(FigureTest.count(bars.picture(), colour) > 3000, colour.toString());
        }
    }

    @Test
    void differencesLieAboutZeroWithoutSyntic() {
        Figure figure = SystemFigures.fromSyntic("Minus SynTIC", ROWS);
        assertEquals("DeCap,supervised *", String.join(",", Frame.of(figure).leftCategories));
        assertTrue(figure.text().contains("no difference (at 0)"), figure.text());
    }
}
