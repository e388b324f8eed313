package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.metric.spice.CoreNlp;
import syntic.metric.spice.DependencyParser;
import syntic.store.ProgressListener;

/**
 * Live parses give the scores of SPICE 1.0. Parses are kept in {@code target/spice}, so that only the first run is
 * long; without {@code -Dsyntic.spice.all=true} a run parses a few captions of each system, and compares all images
 * only where the parses are there.
 */
class SpiceScoresReferenceTest {

    private static final Path PARSES = Path.of("target", "spice");
    private static final boolean ALL = Boolean.getBoolean("syntic.spice.all");
    private static final int CAPTIONS_IN_A_MINUTE = 1000;
    private static final int SOME = 25;

    private static DependencyParser parser;

    @TestFactory
    Stream<DynamicTest> systems() throws Exception {
        return Reference.tests("metrics", metrics -> {
            Set<String> parsed = parsed();
            return ReferenceData.files(metrics, "*_test/expected_*.json").stream()
                    .filter(file -> ReferenceData.json(file).has("SPICE"))
                    .map(file -> dynamicTest(ReferenceData.system(file), () -> compare(file, parsed)));
        });
    }

    @TestFactory
    Stream<DynamicTest> publishedExample() throws Exception {
        return Reference.tests("metrics/clipscore_example", folder -> ReferenceData.json(folder.resolve(
                "expected.json")).asMap().entrySet().stream().map(entry -> dynamicTest(entry.getKey(), () -> {
                    needsParser();
                    Map<String, List<String>> references = ReferenceData.references(
                            ReferenceData.json(folder.resolve("references.json")));
                    try (var results = Files.newBufferedReader(folder.resolve("results_" + entry.getKey() + ".json"))) {
                        MetricScores spice = score(TokenizedCaptions.of(references,
                                ReferenceData.results(JsonParser.parseReader(results).getAsJsonArray()),
                                Tokenizer.ptb()));
                        assertEquals(entry.getValue().getAsJsonObject().getAsJsonObject("SPICE").get("corpus")
                                .getAsDouble(), spice.corpus(), 1e-9);
                    }
                })));
    }

    @TestFactory
    Stream<DynamicTest> edgeCases() throws Exception {
        return Reference.tests("metrics/unscored", folder -> ReferenceData.json(folder.resolve("edge_cases.json"))
                .asMap().entrySet().stream().map(entry -> dynamicTest(entry.getKey(), () -> {
                    needsParser();
                    JsonObject edge = entry.getValue().getAsJsonObject();
                    Map<String, List<String>> references = ReferenceData.references(edge.getAsJsonObject("refs"));
                    Map<String, String> candidates = ReferenceData.results(edge.getAsJsonArray("results"));
                    references.values().removeIf(List::isEmpty);
                    double[] scores = score(TokenizedCaptions.of(references, candidates, Tokenizer.ptb())).perImage();
                    assertEquals(candidates.size(), scores.length);
                    assertTrue(Arrays.stream(scores).allMatch(score -> score >= 0 && score <= 1));
                    candidates.replaceAll((id, caption) -> caption.replaceAll("[\n\r\u2028]", " "));
                    assertArrayEquals(scores, score(TokenizedCaptions.of(references, candidates, Tokenizer.ptb()))
                            .perImage(), "a line break counts as a space");
                })));
    }

    private static void needsParser() {
        Assumptions.assumeTrue(CoreNlp.isAvailable(), "CoreNLP is not there; mvn -Pspice process-resources fetches it");
        if (parser == null) {
            parser = CoreNlp.parser();
        }
    }

    private static Set<String> parsed() throws IOException {
        Set<String> captions = new HashSet<>();
        if (Files.isDirectory(PARSES)) {
            for (Path file : ReferenceData.files(PARSES, "*.jsonl")) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.filter(line -> line.endsWith("}")).forEach(line -> captions.add(
                            JsonParser.parseString(line).getAsJsonObject().get("caption").getAsString()));
                }
            }
        }
        return captions;
    }

    private static MetricScores score(TokenizedCaptions captions) {
        return new Spice(parser, PARSES).score(captions, ProgressListener.SILENT).get(0);
    }

    private static void compare(Path file, Set<String> parsed) {
        needsParser();
        TokenizedCaptions all = captions(file);
        Set<String> missing = new HashSet<>(all.candidates());
        all.references().forEach(missing::addAll);
        missing.removeAll(parsed);
        boolean whole = ALL || missing.size() < CAPTIONS_IN_A_MINUTE;
        TokenizedCaptions captions = whole ? all : first(all, Math.min(SOME, all.imageIds().size()));
        if (!whole) {
            System.err.printf("SPICE of %s is compared on %d of %,d images: %,d captions are not parsed yet; "
                    + "-Dsyntic.spice.all=true parses them in some %d minutes%n", ReferenceData.system(file),
                    captions.imageIds().size(), all.imageIds().size(), missing.size(),
                    1 + missing.size() / CAPTIONS_IN_A_MINUTE);
        }
        double[] ours = score(captions).perImage();
        double[] theirs = expected(file, captions.imageIds());
        double difference = mean(ours) - mean(theirs);
        double correlation = correlation(ours, theirs);
        System.err.printf("SPICE of %s, %d images: %.5f, reference %.5f, correlation of images %.5f%n",
                ReferenceData.system(file), ours.length, mean(ours), mean(theirs), correlation);
        assertEquals(0, difference, 0.003);
        assertTrue(correlation >= 0.95, "correlation of images is " + correlation);
    }

    private static TokenizedCaptions captions(Path expected) {
        JsonObject references = ReferenceData.json(expected.resolveSibling("tokens_references.json"));
        JsonObject candidates = ReferenceData.json(expected.resolveSibling(
                "tokens_" + ReferenceData.system(expected) + ".json"));
        Map<String, List<String>> byImage = new HashMap<>();
        List<String> referenceIds = ReferenceData.strings(references.get("image_ids"));
        for (int i = 0; i < referenceIds.size(); i++) {
            byImage.put(referenceIds.get(i), ReferenceData.strings(references.getAsJsonArray("tokens").get(i)));
        }
        List<String> ids = ReferenceData.strings(candidates.get("image_ids"));
        return new TokenizedCaptions(ids, ReferenceData.strings(candidates.get("tokens")),
                ids.stream().map(byImage::get).toList());
    }

    private static TokenizedCaptions first(TokenizedCaptions captions, int images) {
        return new TokenizedCaptions(captions.imageIds().subList(0, images), captions.candidates().subList(0, images),
                captions.references().subList(0, images));
    }

    private static double[] expected(Path file, List<String> images) {
        JsonObject expected = ReferenceData.json(file);
        double[] scores = ReferenceData.doubles(expected.getAsJsonObject("per_image").get("SPICE"));
        List<String> ids = new ArrayList<>(ReferenceData.strings(expected.get("image_ids")));
        return images.stream().mapToDouble(id -> scores[ids.indexOf(id)]).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
