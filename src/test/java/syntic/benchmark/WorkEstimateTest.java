package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.data.CaptionData;
import syntic.miniature.Miniature;

class WorkEstimateTest {
    @TempDir
    private Path folder;

    @Test
    void aTryOnAFewSentencesAndPhotosIsEstimatedAsSuch() {
        BenchmarkResults known = BenchmarkResults.shipped(ShippedResultsTest.FOLDER, "in-domain").orElseThrow();
        try (Miniature mini = Miniature.open()) {
            Protocol protocol = Protocols.named("in-domain", Systems.MINIATURE, mini.data()).in("plain");
            int epochs = Systems.MINIATURE.named("DeCap").epochs();
            int sentences = mini.data().get(0).trainingSize();
            double whole = hours(known, protocol.only(List.of("DeCap")), 0, 0, 0);
            double fewer = hours(known, protocol.only(List.of("DeCap")), 0, 50, 0);
            double captioning = (whole - fewer) / 450 * 500;
            assertEquals((whole - captioning) / 4 / epochs + captioning / 10,
                    hours(known, protocol.only(List.of("DeCap")), sentences / 4, 50, 1), 1e-9);
            assertEquals(hours(known, protocol.only(List.of("CLIPRe")), 0, 0, 0) / 10,
                    hours(known, protocol.only(List.of("CLIPRe")), 0, 50, 1), 1e-9, "it trains nothing");
            assertEquals(whole, hours(known, protocol.only(List.of("DeCap")), 10 * sentences, 9999, 0), 1e-9,
                    "there are no more");
        }
    }

    private double hours(BenchmarkResults known, Protocol protocol, int sentences, int photos, int epochs) {
        return new WorkEstimate.Campaign(known).next(new BenchmarkRun(folder, new BenchmarkSettings("in-domain",
                CaptionData.TEST, sentences, photos, epochs), protocol, List.of(1L))).hours();
    }
}
