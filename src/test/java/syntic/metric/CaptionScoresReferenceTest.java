package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.corpus.CocoCaptions;
import syntic.corpus.CocoResults;

/** Every system of the reference data gets the scores of the reference implementation. */
@Tag("slow")
class CaptionScoresReferenceTest {

    private static final double TOLERANCE = 1e-9;

    @TestFactory
    Stream<DynamicTest> systems() throws Exception {
        return Reference.tests("metrics", CaptionScoresReferenceTest::systems);
    }

    /** Files that hold several systems, with corpus scores only. */
    @TestFactory
    Stream<DynamicTest> examples() throws Exception {
        return Reference.tests("metrics", CaptionScoresReferenceTest::examples);
    }

    private static Stream<DynamicTest> systems(Path folder) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : ReferenceData.files(folder, "*/expected_*.json")) {
            String name = file.getParent().getFileName() + " " + ReferenceData.system(file);
            tests.add(dynamicTest(name, () -> compare(file, Tokenizer.ptb(), "")));
            tests.add(dynamicTest(name + ", punctuation kept",
                    () -> compare(file, Tokenizer.ptbKeepingPunctuation(), "_keep_punctuation")));
        }
        assertTrue(tests.size() > 0, "no expected_*.json below " + folder);
        return tests.stream();
    }

    private static Stream<DynamicTest> examples(Path folder) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : ReferenceData.files(folder, "*/expected.json")) {
            ReferenceData.json(file).asMap().forEach((system, expected) -> tests.add(dynamicTest(
                    file.getParent().getFileName() + " " + system,
                    () -> compareCorpus(expected.getAsJsonObject().getAsJsonObject("corpus"),
                            evaluate(file.resolveSibling("results_" + system + ".json"), Tokenizer.ptb())))));
        }
        return tests.stream();
    }

    private static CaptionScores evaluate(Path results, Tokenizer tokenizer) throws IOException {
        return CaptionScores.evaluate(CocoCaptions.read(results.resolveSibling("references.json")).textsByImage(),
                CocoResults.read(results), tokenizer);
    }

    private static void compare(Path file, Tokenizer tokenizer, String suffix) throws IOException {
        JsonObject expected = ReferenceData.json(file);
        CaptionScores scores = evaluate(file.resolveSibling("results_" + ReferenceData.system(file) + ".json"),
                tokenizer);
        compareCorpus(expected.getAsJsonObject("corpus" + suffix), scores);
        compareCounts(expected.getAsJsonObject("bleu_counts" + suffix), scores.metrics().stream()
                .flatMap(metric -> Bleu.counts(metric).stream()).findFirst().orElseThrow());
        if (suffix.isEmpty()) {
            comparePerImage(expected, scores);
        }
    }

    private static void compareCorpus(JsonObject expected, CaptionScores scores) {
        assertTrue(expected.keySet().containsAll(scores.corpus().keySet()), "names: " + scores.corpus().keySet());
        scores.corpus().forEach((name, score) ->
                assertEquals(expected.get(name).getAsDouble(), score, TOLERANCE, name));
    }

    private static void compareCounts(JsonObject expected, BleuCounts counts) {
        assertEquals(expected.get("testlen").getAsInt(), counts.candidateLength());
        assertEquals(expected.get("reflen").getAsInt(), counts.referenceLength());
        assertArrayEquals(ints(expected.get("guess")), counts.guesses());
        assertArrayEquals(ints(expected.get("correct")), counts.matches());
    }

    private static int[] ints(JsonElement array) {
        return ReferenceData.strings(array).stream().mapToInt(Integer::parseInt).toArray();
    }

    private static void comparePerImage(JsonObject expected, CaptionScores scores) {
        List<String> expectedIds = ReferenceData.strings(expected.get("image_ids"));
        Map<String, Integer> places = new LinkedHashMap<>();
        scores.imageIds().forEach(id -> places.put(id, places.size()));
        assertEquals(places.keySet(), new HashSet<>(expectedIds));
        scores.perImage().forEach((name, actual) -> {
            double[] values = ReferenceData.doubles(expected.getAsJsonObject("per_image").get(name));
            for (int i = 0; i < values.length; i++) {
                String id = expectedIds.get(i);
                assertEquals(values[i], actual[places.get(id)], TOLERANCE, name + " of image " + id);
            }
        });
    }
}
