package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricAgreementTest {

    private static CaptionScores scores(double[]... perImage) {
        int images = perImage[0].length;
        List<String> ids = IntStream.range(0, images).mapToObj(Integer::toString).toList();
        List<MetricScores> metrics = IntStream.range(0, perImage.length)
                .mapToObj(m -> MetricScores.averaged("m" + m, perImage[m])).toList();
        return new CaptionScores(new TokenizedCaptions(ids, Collections.nCopies(images, "a"),
                Collections.nCopies(images, List.of("a"))), metrics);
    }

    @Test
    void ranksAreCompared() {
        double[] a = {0.1, 0.2, 0.5, 0.9};
        assertEquals(1, spearman(a, new double[] {1, 10, 100, 1000}), 1e-12);
        assertEquals(-1, spearman(a, new double[] {4, 3, 2, 1}), 1e-12);
        // One exchange of neighbours among four: 1 - 6 · 2 / (4 · 15).
        assertEquals(0.8, spearman(a, new double[] {1, 3, 2, 4}), 1e-12);
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
        assertEquals(4.5 / Math.sqrt(4.5 * 5), spearman(a, new double[] {0, 7, 7, 9}), 1e-12);
        assertEquals(0, spearman(a, new double[] {3, 3, 3, 3}));
    }

    private static double spearman(double[] a, double[] b) {
        return MetricAgreement.correlations(new double[][] {a, b})[0][1];
    }

    @Test
    void intervalsHoldTheCorrelationAndNarrowWithMoreImages() {
        double few = width(40);
        double many = width(1000);
        assertTrue(many < few / 3, many + " " + few);
    }

    private static double width(int images) {
        SplittableRandom random = new SplittableRandom(3);
        double[] first = random.doubles(images).toArray();
        double[] noisy = Arrays.stream(first).map(value -> value + random.nextDouble()).toArray();
        MetricAgreement agreement = MetricAgreement.of(scores(first, noisy, new double[images]),
                new Bootstrap(200, 1));
        assertEquals(List.of("m0", "m1", "m2"), agreement.names());
        assertArrayEquals(new double[] {agreement.correlations()[1][0], 1, 0}, agreement.correlations()[1], 1e-12);
        Bootstrap.Interval interval = agreement.interval("m0", "m1");
        assertTrue(interval.low() < interval.value());
        assertTrue(interval.high() > interval.value());
        assertEquals(spearman(first, noisy), interval.value(), 1e-12);
        return interval.high() - interval.low();
    }

    @Test
    void agreementsAreComparedOnTheSameImages() {
        SplittableRandom random = new SplittableRandom(4);
        double[] base = random.doubles(300).toArray();
        double[] near = Arrays.stream(base).map(value -> value + 0.3 * random.nextDouble()).toArray();
        // A little of near: both correlations vary together, and their difference is surer than their intervals.
        double[] nearly = Arrays.stream(near).map(value -> value + 0.12 * random.nextDouble()).toArray();
        MetricAgreement agreement = MetricAgreement.of(scores(base, near, nearly, near), new Bootstrap(400, 1));
        Bootstrap.Comparison less = agreement.compare("m0", "m1", "m2");
        assertEquals(spearman(base, nearly) - spearman(base, near), less.difference().value(), 1e-12);
        assertTrue(less.difference().high() < 0, less.toString());
        assertTrue(agreement.interval("m0", "m2").high() > agreement.interval("m0", "m1").low());
        assertEquals(new Bootstrap.Interval(0, 0, 0), agreement.compare("m0", "m1", "m3").difference());
        assertThrows(IllegalArgumentException.class, () -> agreement.compare("m0", "m1", "m4"));
    }

    @Test
    void twoImagesSayNothing() {
        assertThrows(IllegalArgumentException.class,
                () -> MetricAgreement.of(scores(new double[2]), new Bootstrap(10, 1)));
    }
}
