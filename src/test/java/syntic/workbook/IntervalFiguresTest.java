package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.metric.Bootstrap.Interval;

/** Scores as they are drawn. */
class IntervalFiguresTest {
    private record Row(String system, String group, Interval score) {
    }

    private static final List<Row> ROWS = List.of(
            new Row("SynTIC", "SynTIC", new Interval(1.2, 1.1, 1.3)),
            new Row("DeCap", "other text-only", new Interval(0.9, 0.8, 1.0)),
            new Row("supervised", "trained on photos", new Interval(1.5, 1.4, 1.6)));

    @Test
    void everySystemHasItsBarInTheColourOfItsGroup() {
        Figure figure = IntervalFigures.bars("t", "system", "CIDEr-D × 100", ROWS, Row::system, Row::group,
                Row::score);
        Series.Bars decap = (Series.Bars) figure.series.get(1);
        assertEquals(List.of(List.of("DeCap"), 90.0, 80.0, 100.0),
                List.of(decap.categories(), decap.values()[0], decap.low()[0], decap.high()[0]));
        for (var colour : List.of(Palette.VERMILLION, Palette.BLUE, Palette.GREY)) {
            assertTrue(FigureTest.count(figure.picture(), colour) > 5000);
        }
        assertTrue(figure.text().contains("text-only (DeCap 90), trained on photos (supervised 150)"), figure.text());
        Frame one = Frame.of(IntervalFigures.bars("t", "system", "CIDEr-D", ROWS, Row::system, Row::score));
        assertTrue(one.legendRows.isEmpty() && one.colours.size() == 1, "one group needs no legend");
    }

    @Test
    void aCurveHasAPointWithItsIntervalForEachItem() {
        Figure figure = IntervalFigures.curve(Figure.of("t", "τ", "CIDEr-D"), "SynTIC", ROWS, row ->
                row.score().value(), Row::score);
        Series.Line line = (Series.Line) figure.series.get(0);
        assertEquals(Series.Interval.WHISKERS, line.interval());
        assertEquals(150, line.y()[2]);
        assertEquals(160, line.high()[2]);
    }
}
