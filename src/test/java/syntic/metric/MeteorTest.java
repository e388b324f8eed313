package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeteorTest {

    @TempDir
    private Path folder;

    private static TokenizedCaptions images(List<String> candidates, String... references) {
        return new TokenizedCaptions(IntStream.range(0, candidates.size()).mapToObj(String::valueOf).toList(),
                candidates, Collections.nCopies(candidates.size(), List.of(references)));
    }

    @Test
    void theCorpusScoreIsThatOfTheSummedCounts() {
        MetricScores scores = new Meteor().score(images(List.of("a dog runs", "tables"), "a dog runs")).get(0);
        assertArrayEquals(new double[] {1, 0}, scores.perImage(), 1e-12);
        // Content counts three quarters: 1.75 of 2.5 in the candidates, of 3.5 in the references; no chunk is counted.
        assertEquals(1 / (0.15 / (1.75 / 2.5) + 0.85 / (1.75 / 3.5)), scores.corpus(), 1e-12);
    }

    @Test
    void scoresSayWhetherParaphrasesWereUsed() throws IOException {
        Path table = Files.writeString(folder.resolve("table"), "0.5\nat the moment\nnow\n");
        TokenizedCaptions captions = images(List.of("a dog runs now"), "a dog runs at the moment");
        MetricScores without = new Meteor().score(captions).get(0);
        MetricScores with = Meteor.withParaphrases(table).score(captions).get(0);
        assertFalse(without.variant().contains("paraphrase"), without.variant());
        assertTrue(with.variant().contains("paraphrase"), with.variant());
        assertTrue(with.corpus() > without.corpus());
    }

    @Test
    void progressIsToldUpToTheLastImage() {
        List<Long> told = new ArrayList<>();
        new Meteor().score(images(Collections.nCopies(1201, "a dog"), "a cat"), (done, total, note) -> {
            assertEquals(1201, total);
            told.add(done);
        });
        assertTrue(told.size() > 1, told.toString());
        assertEquals(1201, told.get(told.size() - 1));
    }
}
