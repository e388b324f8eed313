package examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.BenchmarkSettings;
import syntic.benchmark.BenchmarkTable;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.metric.Bootstrap;
import syntic.metric.CaptionScores;
import syntic.metric.RougeL;
import syntic.miniature.Miniature;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/** What the README says about methods and metrics of one's own is compiled and run here. */
class ExamplesTest {
    @TempDir
    private Path folder;

    @Test
    void aMethodOfOnesOwnIsComparedWithOthers() {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            BenchmarkTable table = CompareOwnMethod.compare(mini,
                    new BenchmarkSettings("in-domain", "validation", 100, 20, 0), folder.resolve("run"));
            assertEquals(List.of("CLIPRe", "own"), table.systems());
            BenchmarkTable.Row own = table.rows("own").get(0);
            assertTrue(own.score("CIDEr").value() > 0.1 && own.textOnly());
        }
    }

    @Test
    void aMetricOfOnesOwnIsScoredWithOthersAndHasAnInterval() {
        Corpus references = new Corpus("two photos", List.of(new Caption("a", "1", "a red dog"),
                new Caption("b", "1", "a dog on grass"), new Caption("c", "2", "two boats")));
        Map<String, String> captions = Map.of("1", "a red cat on grass.", "2", "boats");
        CaptionScores scores = CaptionScores.evaluate(references, captions, List.of(new RougeL(), new KnownWords()),
                ProgressListener.SILENT);
        assertEquals(List.of("ROUGE_L", "known words"), List.copyOf(scores.corpus().keySet()));
        assertEquals((4 / 5.0 + 1) / 2, scores.corpus().get("known words"), 1e-12);
        assertTrue(new Bootstrap().intervals(scores).get("known words").low() >= 0.8);
    }

    @Test
    void theReadmeShowsTheFilesAsTheyAre() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        for (String name : List.of("NearestAcrossTheGap", "KnownWords")) {
            String file = Files.readString(Path.of("src/test/java/examples", name + ".java"));
            String shown = file.substring(file.indexOf("/**"));
            assertTrue(readme.contains("```java\n" + shown + "```"), "README.md does not show " + name + " as it is");
        }
        Stream.of(readme.split("[^\\w./-]+")).filter(word -> word.startsWith("src/test/java/examples/"))
                .forEach(file -> assertTrue(Files.exists(Path.of(file)), file));
    }
}
