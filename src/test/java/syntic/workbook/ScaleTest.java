package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static List<String> labels(double low, double high, Axis.Scaling scaling) {
        return new Scale(low, high, scaling, 0, 100).ticks(5).stream().map(Scale.Tick::label)
                .filter(label -> !label.isEmpty()).toList();
    }

    @Test
    void linearTicksAreRound() {
        assertEquals(List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(0, 1, Axis.Scaling.LINEAR));
        assertEquals(List.of("−1.0", "−0.5", "0.0", "0.5", "1.0"), labels(-1.1, 1.1, Axis.Scaling.LINEAR));
        assertEquals(List.of("0.00", "0.25", "0.50", "0.75", "1.00"), labels(-0.02, 1.1, Axis.Scaling.LINEAR));
        assertEquals(List.of("0", "2,000", "4,000", "6,000", "8,000", "10,000"), labels(0, 10000, Axis.Scaling.LINEAR));
    }

    @Test
    void logarithmicTicksAreDecadesAndWhatIsBetweenWhereFewFit() {
        assertEquals(List.of("0.001", "0.01", "0.1", "1"), labels(0.0009, 1.2, Axis.Scaling.LOGARITHMIC));
        assertEquals(List.of("1", "2", "5", "10", "20", "50"), labels(0.9, 70, Axis.Scaling.LOGARITHMIC));
        assertEquals(List.of("10⁻⁷", "10⁻⁶", "10⁻⁵", "0.0001"), labels(1e-7, 5e-4, Axis.Scaling.LOGARITHMIC));
    }

    @Test
    void fractionsAreThoseThatPapersWrite() {
        assertEquals(List.of("1/10", "1/20", "1/50", "1/100", "1/200", "1/400"),
                labels(0.0022, 0.11, Axis.Scaling.FRACTIONS));
        assertEquals(List.of("2", "1", "1/2", "1/5"), labels(0.15, 3, Axis.Scaling.FRACTIONS));
        Scale.Tick hundredth = new Scale(0.0022, 0.11, Axis.Scaling.FRACTIONS, 0, 100).ticks(5).stream()
                .filter(tick -> tick.label().equals("1/100")).findFirst().orElseThrow();
        assertEquals(0.01, hundredth.value(), 1e-12);
    }

    @Test
    void valuesLieWhereTheTicksSay() {
        Scale scale = new Scale(1, 100, Axis.Scaling.LOGARITHMIC, 50, 250);
        assertEquals(150, scale.at(10), 1e-9);
        assertEquals(250, scale.at(100), 1e-9);
    }

    @Test
    void dataLiesInsideItsAxis() {
        Scale scale = Scale.around(Axis.of("loss"), DoubleStream.of(-3, 7), false);
        assertTrue(scale.low() < -3 && scale.high() > 7);
        Scale counts = Scale.around(Axis.of("count"), DoubleStream.of(3, 7), true);
        assertEquals(0, counts.low());
        Scale nothing = Scale.around(Axis.of("score"), DoubleStream.of(0, 0), true);
        assertTrue(nothing.low() == 0 && nothing.high() > 0);
    }

    @Test
    void binsHoldEveryValueOnce() {
        Series.Histogram values = new Series.Histogram("a", new double[] {0, 0.1, 0.1, 0.35, 1});
        Bins bins = Bins.over(List.of(values), 10);
        double[] counts = bins.fill(values.values(), false);
        assertEquals(5, java.util.Arrays.stream(counts).sum());
        assertEquals(1, java.util.Arrays.stream(bins.fill(values.values(), true)).sum(), 1e-12);
        assertEquals(0.1, bins.width(), 1e-12);
    }
}
