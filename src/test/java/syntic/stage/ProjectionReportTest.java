package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        List<ProjectionReport> reports = ProjectionReport.of(texts, images, images, texts, List.of(1e-3, 0.1, 1e6));
        assertEquals(1, reports.get(0).effectiveNumber(), 0.5);
        assertTrue(reports.get(0).effectiveNumber() < reports.get(1).effectiveNumber());
        assertEquals(Math.log(texts.size()), reports.get(2).entropy(), 1e-3);
        assertTrue(reports.get(0).toSentences() < reports.get(2).toSentences());
        assertEquals(3, ProjectionReport.table(reports).rowCount());
    }
}
