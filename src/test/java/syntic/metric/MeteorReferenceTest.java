package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.corpus.CocoCaptions;
import syntic.corpus.CocoResults;
import syntic.metric.meteor.MeteorStatistics;
import syntic.store.ProgressListener;

/** METEOR with the modules exact, stem and synonym gives the counts and the scores of METEOR 1.5. */
@Tag("slow")
class MeteorReferenceTest {

    private static final double TOLERANCE = 1e-9;
    private static final String EXPECTED = "METEOR_exact_stem_synonym";

    private final Meteor meteor = new Meteor();

    @TestFactory
    Stream<DynamicTest> systems() throws Exception {
        return Reference.tests("metrics", folder -> tests(folder, "*/expected_*.json", this::compareSystem));
    }

    /** Files that hold several systems, with corpus scores only. */
    @TestFactory
    Stream<DynamicTest> examples() throws Exception {
        return Reference.tests("metrics", folder -> tests(folder, "*/expected.json", this::compareExamples));
    }

    @TestFactory
    Stream<DynamicTest> countsOfEachImage() throws Exception {
        return Reference.tests("metrics", folder -> tests(folder, "meteor/segment_stats_*.json",
                file -> compareCounts(folder, ReferenceData.json(file))));
    }

    /** Raw text, in which punctuation, abbreviations and contractions have to be taken apart. */
    @TestFactory
    Stream<DynamicTest> sentences() throws Exception {
        return Reference.tests("metrics/meteor", folder -> ReferenceData.files(folder, "*.json").stream()
                .filter(file -> ReferenceData.json(file).get("segments").isJsonArray())
                .map(file -> dynamicTest(ReferenceData.system(file),
                        () -> compareSentences(ReferenceData.json(file)))));
    }

    /** Small corpora of oddities: empty captions, punctuation only, long repetitions, emoji. */
    @TestFactory
    Stream<DynamicTest> edgeCases() throws Exception {
        return Reference.tests("metrics", folder -> tests(folder, "unscored/*.json", this::checkEdgeCases));
    }

    private interface Check {
        void of(Path file) throws IOException;
    }

    private static Stream<DynamicTest> tests(Path folder, String glob, Check check) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : ReferenceData.files(folder, glob)) {
            tests.add(dynamicTest(folder.relativize(file).toString(), () -> check.of(file)));
        }
        assertTrue(tests.size() > 0, "no " + glob + " below " + folder);
        return tests.stream();
    }

    private static TokenizedCaptions captions(Path results) throws IOException {
        return TokenizedCaptions.of(CocoCaptions.read(results.resolveSibling("references.json")).textsByImage(),
                CocoResults.read(results), Tokenizer.ptb());
    }

    private void compareSystem(Path file) throws IOException {
        JsonObject expected = ReferenceData.json(file);
        TokenizedCaptions captions = captions(file.resolveSibling("results_" + ReferenceData.system(file) + ".json"));
        List<MeteorStatistics> statistics = meteor.statistics(captions, ProgressListener.SILENT);
        double[] values = ReferenceData.doubles(expected.getAsJsonObject("per_image").get(EXPECTED));
        Map<String, Integer> places = places(captions);
        List<String> ids = ReferenceData.strings(expected.get("image_ids"));
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], statistics.get(places.get(ids.get(i))).score(), TOLERANCE, "image " + ids.get(i));
        }
        MeteorStatistics sum = MeteorStatistics.sum(statistics, IntStream.range(0, statistics.size()).toArray());
        JsonObject corpus = expected.getAsJsonObject(EXPECTED);
        assertArrayEquals(ints(corpus.get("corpus_stats")), sum.counts());
        assertEquals(corpus.get("corpus").getAsDouble(), sum.score(), TOLERANCE);
    }

    private void compareExamples(Path file) throws IOException {
        for (Map.Entry<String, JsonElement> system : ReferenceData.json(file).entrySet()) {
            JsonObject expected = system.getValue().getAsJsonObject().getAsJsonObject(EXPECTED);
            TokenizedCaptions captions = captions(file.resolveSibling("results_" + system.getKey() + ".json"));
            assertEquals(expected.get("corpus").getAsDouble(), meteor.score(captions).get(0).corpus(), TOLERANCE,
                    system.getKey());
        }
    }

    private void compareCounts(Path folder, JsonObject expected) throws IOException {
        TokenizedCaptions captions = captions(folder.resolve(expected.get("dataset").getAsString())
                .resolve("results_" + expected.get("system").getAsString() + ".json"));
        List<MeteorStatistics> statistics = meteor.statistics(captions, ProgressListener.SILENT);
        Map<String, Integer> places = places(captions);
        expected.getAsJsonObject("segments").asMap().forEach((id, segment) -> {
            MeteorStatistics actual = statistics.get(places.get(id));
            assertArrayEquals(ints(segment.getAsJsonObject().get("stats")), actual.counts(), "image " + id);
            assertEquals(segment.getAsJsonObject().get("score").getAsDouble(), actual.score(), TOLERANCE);
        });
    }

    private void compareSentences(JsonObject expected) {
        List<String> ids = new ArrayList<>();
        List<String> hypotheses = new ArrayList<>();
        List<List<String>> references = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (JsonElement element : expected.getAsJsonArray("segments")) {
            JsonArray segment = element.getAsJsonArray();
            ids.add(String.valueOf(ids.size()));
            hypotheses.add(segment.get(0).getAsString());
            references.add(List.of(segment.get(1).getAsString()));
            scores.add(segment.get(2).getAsDouble());
        }
        MetricScores actual = meteor.score(new TokenizedCaptions(ids, hypotheses, references)).get(0);
        for (int i = 0; i < ids.size(); i++) {
            assertEquals(scores.get(i), actual.perImage()[i], TOLERANCE, hypotheses.get(i));
        }
        assertEquals(expected.get("corpus_exact_stem_synonym").getAsDouble(), actual.corpus(), TOLERANCE);
    }

    private void checkEdgeCases(Path file) {
        ReferenceData.json(file).asMap().forEach((name, element) -> {
            Map<String, List<String>> references = ReferenceData.references(
                    element.getAsJsonObject().getAsJsonObject("refs"));
            Map<String, String> candidates = ReferenceData.results(
                    element.getAsJsonObject().getAsJsonArray("results"));
            for (Tokenizer tokenizer : List.of(Tokenizer.ptb(), Tokenizer.ptbKeepingPunctuation())) {
                TokenizedCaptions captions = TokenizedCaptions.of(references, candidates, tokenizer);
                MetricScores scores = meteor.score(captions).get(0);
                assertTrue(scores.corpus() >= 0 && scores.corpus() <= 1, name);
                for (int i = 0; i < captions.imageIds().size(); i++) {
                    String candidate = captions.candidates().get(i);
                    double score = scores.perImage()[i];
                    assertTrue(score >= 0 && score <= 1, name + ": " + candidate);
                    if (captions.references().get(i).contains(candidate) && !candidate.isEmpty()) {
                        assertEquals(1, score, TOLERANCE, name + ": " + candidate);
                    }
                }
            }
        });
    }

    private static Map<String, Integer> places(TokenizedCaptions captions) {
        Map<String, Integer> places = new HashMap<>();
        captions.imageIds().forEach(id -> places.put(id, places.size()));
        return places;
    }

    private static int[] ints(JsonElement array) {
        return array.getAsJsonArray().asList().stream().mapToInt(element -> (int) element.getAsDouble()).toArray();
    }
}
