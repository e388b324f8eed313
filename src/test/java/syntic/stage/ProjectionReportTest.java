package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.store.FeatureSet;

/** A low temperature picks sentences, a high one averages them. */
class ProjectionReportTest {
    @Test
    void followsTheTemperature() {
        FeatureSet texts = ToyCaptions.features(2, 0);
        FeatureSet images = ToyCaptions.features(1, 0.5);
        List<ProjectionReport> reports;
        try (SupportSet support = new SupportSet(texts)) {
            reports = ProjectionReport.of(support, images, images, texts, List.of(1e-3, 0.1, 1e6));
        }
        assertEquals(1, reports.get(0).effectiveNumber(), 0.5);
        assertTrue(reports.get(0).effectiveNumber() < reports.get(1).effectiveNumber());
        assertEquals(Math.log(texts.size()), reports.get(2).entropy(), 1e-3);
        assertTrue(reports.get(0).toSentences() < reports.get(2).toSentences());
        assertEquals(3, ProjectionReport.table(reports).rowCount());
    }

    @Test
    void oneSweepIsWhatEachTemperatureGives() {
        FeatureSet texts = ToyCaptions.features(2, 0);
        FeatureSet images = ToyCaptions.features(1, 0.5);
        // The first is so small that it is computed in double precision; the others must not be for that.
        List<Double> temperatures = List.of(1.0 / 2000, 1.0 / 400, 1.0 / 100, 1.0);
        try (SupportSet support = new SupportSet(texts)) {
            List<Projection.Swept> all = Projection.sweep(support, images, temperatures, 2, true);
            for (int i = 0; i < temperatures.size(); i++) {
                Projection one = new Projection(support, new Projection.Config(temperatures.get(i), true));
                assertEquals(one.config(), all.get(i).config());
                assertEquals(one.provenance(images), all.get(i).projected().provenance());
                FeatureSet expected = one.project(images);
                for (int row = 0; row < images.size(); row++) {
                    assertArrayEquals(expected.row(row), all.get(i).projected().row(row));
                }
                assertEquals(one.explain(images, 2), all.get(i).explanations());
            }
            assertThrows(IllegalArgumentException.class, () -> Projection.sweep(support, images, List.of(), 1, true));
            assertThrows(IllegalArgumentException.class, () -> Projection.sweep(support, images,
                    List.of(0.1, Double.NaN), 1, true));
        }
    }
}
