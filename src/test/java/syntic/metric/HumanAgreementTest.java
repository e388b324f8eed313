package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.HumanAgreement.Rated;

/** Which of two metrics is nearer to people. */
class HumanAgreementTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 1);

    private static List<Rated> rated(String[] images, double... ratings) {
        List<Rated> rated = new ArrayList<>();
        for (int i = 0; i < ratings.length; i++) {
            rated.add(new Rated(images[i], new double[] {ratings[i]}));
        }
        return rated;
    }

    /**
     * Of four captions that people rate 1, 2, 3, 4 a metric with 1, 2, 4, 3 has five of six pairs in order and one out
     * of it, τ = 4/6; one with 4, 3, 2, 1 has τ = −1.
     */
    @Test
    void theDifferenceIsThatOfTheTaus() {
        List<Rated> people = rated(new String[] {"a", "a", "b", "b"}, 1, 2, 3, 4);
        MetricScores near = MetricScores.averaged("near", new double[] {1, 2, 4, 3});
        MetricScores opposite = MetricScores.averaged("opposite", new double[] {4, 3, 2, 1});
        Comparison found = HumanAgreement.compare(opposite, near, people, BOOTSTRAP);
        assertEquals(4 / 6.0 + 1, found.difference().value(), 1e-12);
        // Drawn are both images once, or one of them twice. Image a alone: four captions, of two kinds, 1 and −1.
        // Image b alone: −1 and −1.
        assertEquals(0, found.difference().low(), 1e-12);
        assertEquals(2, found.difference().high(), 1e-12);
        assertEquals(-found.difference().value(), HumanAgreement.compare(near, opposite, people, BOOTSTRAP)
                .difference().value(), 1e-12);
    }

    /** Metrics that err on the same images differ surely although each of them varies much. */
    @Test
    void whatIsHardForBothDoesNotHideADifference() {
        int images = 60;
        String[] names = new String[2 * images];
        double[] ratings = new double[2 * images];
        double[] better = new double[2 * images];
        double[] worse = new double[2 * images];
        for (int i = 0; i < names.length; i++) {
            int image = i / 2;
            names[i] = "image " + image;
            ratings[i] = i % 2 + 10 * (image % 7);
            // Every second image is misjudged by both, in the same way.
            better[i] = image % 2 == 0 ? ratings[i] : 70 - ratings[i];
            worse[i] = better[i] - (i % 2 == 1 ? 1.5 : 0);
        }
        MetricScores first = MetricScores.averaged("worse", worse);
        MetricScores second = MetricScores.averaged("better", better);
        List<Rated> people = rated(names, ratings);
        List<HumanAgreement> own = HumanAgreement.of(List.of(first, second), people, List.of(), BOOTSTRAP);
        assertTrue(own.get(1).b().low() < own.get(0).b().high(), "the metrics' own intervals overlap: " + own);
        Comparison found = HumanAgreement.compare(first, second, people, BOOTSTRAP);
        assertEquals(own.get(1).b().value() - own.get(0).b().value(), found.difference().value(), 1e-12);
        assertTrue(found.difference().high() - found.difference().low()
                < own.get(0).b().high() - own.get(0).b().low(), found.toString());
    }

    @Test
    void aMetricThatOrdersNothingCannotBeCompared() {
        List<Rated> people = rated(new String[] {"a", "b"}, 1, 2);
        assertEquals("flat and own cannot be compared: one of them, or the ratings, are the same for all captions",
                assertThrows(IllegalArgumentException.class, () -> HumanAgreement.compare(
                MetricScores.averaged("flat", new double[] {1, 1}), MetricScores.averaged("own", new double[] {1, 2}),
                people, BOOTSTRAP)).getMessage());
    }
}
