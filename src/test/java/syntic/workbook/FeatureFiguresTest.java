package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import syntic.stage.Projection;
import syntic.stage.SupportSet;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/** Figures of features say what the library computed. */
class FeatureFiguresTest {
    private record Made(String what) {}

    private static FeatureSet features(String what, float[]... rows) {
        List<String> ids = IntStream.range(0, rows.length).mapToObj(i -> what + i).toList();
        return FeatureSet.of(ids, rows, Provenance.of(what, new Made(what), Map.of()));
    }

    /** Three photos over two sentences: one is like the first sentence, one like the second, one like both. */
    private static List<Projection.Swept> sweep(double... temperatures) {
        try (SupportSet support = new SupportSet(features("sentence", new float[] {1, 0}, new float[] {0, 1}),
                List.of("a dog", "a cat"))) {
            return Projection.sweep(support, features("photo", new float[] {1, 0}, new float[] {0, 1},
                    new float[] {1, 1}), Arrays.stream(temperatures).boxed().toList(), 2, true);
        }
    }

    @Test
    void spreadIsMedianAndQuartilesAtEachTemperature() {
        List<Projection.Swept> sweep = sweep(0.1, 10);
        assertArrayEquals(new double[] {0.1, 10}, FeatureFigures.temperatures(sweep));
        assertEquals(2, FeatureFigures.quantile(sweep, Projection.Explanation::effectiveNumber, 1)[0], 1e-5,
                "the photo that is like both is spread over both");
        assertEquals(1, FeatureFigures.quantile(sweep, Projection.Explanation::effectiveNumber, 0)[0], 1e-3);
        assertTrue(FeatureFigures.spread(Figure.of("t", "temperature τ", "sentences"), "photos", sweep,
                Projection.Explanation::effectiveNumber).text().matches(".*; photos \\(\\S+ at 0.1, \\S+ at 10\\).*"));
    }

    @Test
    void weightsAndNearestSentencesAreThoseOfTheFirstPhoto() {
        List<Projection.Swept> sweep = sweep(1.0 / 100, 1);
        assertTrue(FeatureFigures.weights("weights", sweep).text().contains("(2 × 2 cells)"));
        String plain = FeatureFigures.nearest(sweep).bundle("s").plain();
        assertTrue(plain.contains("τ = 1/100: spread over 1.0 sentences"), plain);
        assertTrue(plain.contains("τ = 1: ") && plain.indexOf("a dog") < plain.indexOf("a cat"), plain);
    }

    @Test
    void planeShowsEverySet() {
        Map<String, float[][]> sets = new LinkedHashMap<>();
        sets.put("photos", new float[][] {{1, 0, 0}, {0.9f, 0.1f, 0}});
        sets.put("sentences", new float[][] {{0, 0, 1}, {0, 0.2f, 0.9f}, {0, 0.1f, 1}});
        assertTrue(FeatureFigures.plane("plane", sets).text().contains("photos (2 points, x "));
    }

    @Test
    void movingMeanTakesAsManyAtTheEnds() {
        assertArrayEquals(new double[] {2, 2, 14.0 / 3, 14.0 / 3}, Figure.movingMean(new double[] {1, 2, 3, 9}, 1),
                1e-12);
        assertArrayEquals(new double[] {2, 2, 2}, Figure.movingMean(new double[] {1, 2, 3}, 5), 1e-12);
    }
}
