package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import syntic.Main;
import syntic.Reference;
import syntic.corpus.CocoCaptions;
import syntic.corpus.CocoResults;

/** Captions of every oddity are scored without an error and within bounds. */
@Tag("slow")
class UnscoredReferenceTest {

    private static final String LINE_BREAKS = "[\n\r\u000B\f\u0085\u2028\u2029]";

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> edgeCases() throws Exception {
        return Reference.tests("metrics/unscored", this::edgeCases);
    }

    @TestFactory
    Stream<DynamicTest> systems() throws Exception {
        return Reference.tests("metrics/unscored", this::systems);
    }

    private Stream<DynamicTest> edgeCases(Path folder) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : ReferenceData.files(folder, "*.json")) {
            ReferenceData.json(file).asMap().forEach((name, element) -> {
                JsonObject edgeCase = element.getAsJsonObject();
                Map<String, List<String>> references = ReferenceData.references(edgeCase.getAsJsonObject("refs"));
                Map<String, String> candidates = ReferenceData.results(edgeCase.getAsJsonArray("results"));
                references.values().removeIf(List::isEmpty);
                tests.add(dynamicTest(name, () -> {
                    CaptionScores scores = scoreBothWays(references, candidates);
                    Path own = Files.createDirectory(temporary.resolve(name));
                    Path referenceFile = Files.writeString(own.resolve("refs.json"), edgeCase.get("refs").toString());
                    Path resultFile = Files.writeString(own.resolve("res.json"), edgeCase.get("results").toString());
                    compareCommandLine(referenceFile, resultFile, scores);
                    candidates.replaceAll((id, caption) -> caption.replaceAll(LINE_BREAKS, " "));
                    assertEquals(scores.corpus(), CaptionScores.evaluate(references, candidates).corpus(),
                            "a line break counts as a space");
                }));
            });
        }
        return tests.stream();
    }

    private Stream<DynamicTest> systems(Path folder) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : ReferenceData.files(folder, "*/results_*.json")) {
            Path references = folder.resolveSibling(file.getParent().getFileName()).resolve("references.json");
            tests.add(dynamicTest(file.getParent().getFileName() + " " + ReferenceData.system(file),
                    () -> compareCommandLine(references, file,
                            scoreBothWays(CocoCaptions.read(references).textsByImage(), CocoResults.read(file)))));
        }
        return tests.stream();
    }

    private void compareCommandLine(Path references, Path results, CaptionScores scores) {
        Path json = temporary.resolve("out.json");
        assertEquals(0, Main.run(new String[] {"evaluate", "--references", references.toString(), "--results",
                results.toString(), "--metrics", "bleu,rouge,cider", "--json", json.toString()},
                new PrintStream(OutputStream.nullOutputStream()), System.err));
        JsonObject written = ReferenceData.json(json);
        assertEquals(scores.imageIds(), ReferenceData.strings(written.get("image_ids")));
        assertEquals(scores.corpus().keySet(), written.getAsJsonObject("corpus").keySet());
        assertEquals(scores.corpus().keySet(), written.getAsJsonObject("per_image").keySet());
        scores.metrics().forEach(metric -> {
            assertEquals(metric.corpus(), written.getAsJsonObject("corpus").get(metric.name()).getAsDouble());
            assertArrayEquals(metric.perImage(),
                    ReferenceData.doubles(written.getAsJsonObject("per_image").get(metric.name())));
        });
    }

    private static CaptionScores scoreBothWays(Map<String, List<String>> references, Map<String, String> candidates) {
        checkBounds(CaptionScores.evaluate(references, candidates, Tokenizer.ptbKeepingPunctuation()), candidates);
        CaptionScores scores = CaptionScores.evaluate(references, candidates);
        checkBounds(scores, candidates);
        return scores;
    }

    private static void checkBounds(CaptionScores scores, Map<String, String> candidates) {
        assertEquals(candidates.size(), scores.imageIds().size());
        for (MetricScores metric : scores.metrics()) {
            double most = (metric.name().equals("CIDEr") ? 10 : 1) + 1e-9;
            assertTrue(metric.corpus() >= 0 && metric.corpus() <= most, metric.name() + " " + metric.corpus());
            for (int i = 0; i < metric.perImage().length; i++) {
                double score = metric.perImage()[i];
                assertTrue(score >= 0 && score <= most,
                        metric.name() + " of " + scores.imageIds().get(i) + ": " + score);
            }
        }
    }
}
