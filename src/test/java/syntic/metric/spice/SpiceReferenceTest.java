package syntic.metric.spice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import syntic.Reference;
import syntic.metric.meteor.Synonyms;
import syntic.store.ProgressListener;

/** Statements and scores are close to those of SPICE 1.0. */
class SpiceReferenceTest {

    /** Images of each system that are parsed and scored; parsing all takes many minutes. */
    private static final int IMAGES = 25;

    @TempDir
    private static Path cache;

    private static JsonElement json(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JsonParser.parseReader(reader);
        }
    }

    private static Map<String, SceneGraph> graphs(Path folder) throws IOException {
        Map<String, SceneGraph> graphs = new HashMap<>();
        for (JsonElement parse : json(folder.resolve("caption_parses.json")).getAsJsonArray()) {
            graphs.put(ParseJson.caption(parse.getAsJsonObject()),
                    SceneGraphParser.parse(ParseJson.sentences(parse.getAsJsonObject())));
        }
        return graphs;
    }

    private static List<String> strings(JsonElement array) {
        return array.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
    }

    /** The statements of SPICE 1.0, which writes a relation last and does not repeat all its objects. */
    private static Set<List<String>> expected(JsonArray tuples) {
        Set<List<String>> expected = new HashSet<>();
        for (JsonElement tuple : tuples) {
            List<String> parts = strings(tuple);
            expected.add(List.of(parts.get(0)));
            if (parts.size() == 3) {
                expected.add(List.of(parts.get(1)));
                expected.add(List.of(parts.get(0), parts.get(2), parts.get(1)));
            } else {
                expected.add(parts);
            }
        }
        return expected;
    }

    private static Set<List<String>> statements(SceneGraph graph) {
        Set<List<String>> statements = new HashSet<>();
        graph.objects().forEach(object -> statements.add(List.of(object)));
        graph.attributes().forEach(of -> statements.add(List.of(of.object(), of.value())));
        graph.relations().forEach(of -> statements.add(List.of(of.subject(), of.predicate(), of.object())));
        return statements;
    }

    /** How many statements agree, over captions or images. */
    private static final class Agreement {
        private int both;
        private int ours;
        private int theirs;

        <T> void add(Set<T> found, Set<T> expected) {
            ours += found.size();
            theirs += expected.size();
            both += found.stream().filter(expected::contains).count();
        }

        void assertAbove(double least, String nothing) {
            assertTrue(theirs > 0, nothing);
            assertTrue(2.0 * both / (ours + theirs) > least,
                    both + " of " + ours + " and " + theirs + " statements agree");
        }
    }

    @Test
    void parsesGiveTheStatementsOfTheReference() throws IOException {
        Path folder = Reference.folder("metrics/spice");
        Map<String, SceneGraph> graphs = graphs(folder);
        Agreement agreement = new Agreement();
        for (JsonElement element : json(folder.resolve("caption_tuples.json")).getAsJsonArray()) {
            JsonObject caption = element.getAsJsonObject();
            SceneGraph graph = graphs.get(caption.get("caption").getAsString());
            if (graph != null) {
                agreement.add(statements(graph), expected(caption.getAsJsonArray("tuples")));
            }
        }
        agreement.assertAbove(0.98, "no parsed caption has tuples");
    }

    @TestFactory
    Stream<DynamicTest> referencesTogetherMakeTheStatementsOfTheReference() throws Exception {
        return Reference.tests("metrics", metrics -> {
            Map<String, SceneGraph> graphs = graphs(metrics.resolve("spice"));
            JsonObject tokens = json(metrics.resolve("flickr30k_test/tokens_references.json")).getAsJsonObject();
            Map<String, List<String>> references = new LinkedHashMap<>();
            List<String> ids = strings(tokens.get("image_ids"));
            for (int i = 0; i < ids.size(); i++) {
                references.put(ids.get(i), strings(tokens.getAsJsonArray("tokens").get(i)));
            }
            return files(metrics.resolve("spice"), "scene_graphs_flickr30k_").map(file -> DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> compareMerged(file, references, graphs)));
        });
    }

    private static Stream<Path> files(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList().stream();
        }
    }

    private static void compareMerged(Path file, Map<String, List<String>> references, Map<String, SceneGraph> graphs)
            throws IOException {
        SynonymMatch synonyms = new SynonymMatch(Synonyms.wordNet());
        Agreement agreement = new Agreement();
        for (JsonElement element : json(file).getAsJsonArray()) {
            List<String> captions = references.get(element.getAsJsonObject().get("image_id").getAsString());
            if (graphs.keySet().containsAll(captions)) {
                Set<List<Set<String>>> expected = new HashSet<>();
                element.getAsJsonObject().getAsJsonArray("ref_tuples").forEach(tuple -> expected.add(
                        strings(tuple.getAsJsonObject().get("tuple")).stream().map(part -> Set.of(part.split("/")))
                                .toList()));
                agreement.add(new HashSet<>(SceneTuples.merge(captions.stream().map(graphs::get).toList(), synonyms)
                        .tuples()), expected);
            }
        }
        agreement.assertAbove(0.97, "no image has all its references parsed");
    }

    @TestFactory
    Stream<DynamicTest> systems() throws Exception {
        return Reference.tests("metrics", metrics -> files(metrics.resolve("flickr30k_test"), "expected_")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compareScores(file))));
    }

    private static void compareScores(Path file) throws IOException {
        Assumptions.assumeTrue(CoreNlp.isAvailable(), "CoreNLP is not there; mvn -Pspice process-resources fetches it");
        JsonObject expected = json(file).getAsJsonObject();
        JsonObject references = json(file.resolveSibling("tokens_references.json")).getAsJsonObject();
        JsonObject candidates = json(file.resolveSibling(
                file.getFileName().toString().replace("expected_", "tokens_"))).getAsJsonObject();
        List<String> ids = strings(candidates.get("image_ids")).subList(0, IMAGES);
        List<String> referenceIds = strings(references.get("image_ids"));
        List<List<String>> captions = new ArrayList<>();
        ids.forEach(id -> captions.add(strings(references.getAsJsonArray("tokens").get(referenceIds.indexOf(id)))));
        double[] ours = new SceneGraphScorer(CoreNlp.parser(), cache)
                .score(strings(candidates.get("tokens")).subList(0, IMAGES), captions, ProgressListener.SILENT).stream()
                .mapToDouble(SceneGraphScorer.Counts::f).toArray();
        List<String> scores = strings(expected.getAsJsonObject("per_image").get("SPICE"));
        List<String> scoreIds = strings(expected.get("image_ids"));
        double[] theirs = ids.stream().mapToDouble(id -> Double.parseDouble(scores.get(scoreIds.indexOf(id))))
                .toArray();
        assertEquals(Arrays.stream(theirs).average().orElseThrow(), Arrays.stream(ours).average().orElseThrow(), 0.003);
        assertTrue(correlation(ours, theirs) >= 0.95, "correlation of images is " + correlation(ours, theirs));
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
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
