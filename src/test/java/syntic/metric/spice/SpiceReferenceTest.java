package syntic.metric.spice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
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
import syntic.Reference;
import syntic.metric.meteor.Synonyms;

/** Statements are close to those of SPICE 1.0 for the same parses. */
class SpiceReferenceTest {

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

    @Test
    void liveParsesAreThoseOfTheReference() throws IOException {
        Path file = Reference.folder("metrics/spice").resolve("caption_parses.json");
        Assumptions.assumeTrue(CoreNlp.isAvailable(), "CoreNLP is not there; mvn -Pspice process-resources fetches it");
        DependencyParser parser = CoreNlp.parser();
        for (JsonElement element : json(file).getAsJsonArray()) {
            JsonObject parse = element.getAsJsonObject();
            List<Sentence> live = parser.parse(ParseJson.caption(parse));
            assertEquals(unordered(ParseJson.sentences(parse)), unordered(live), ParseJson.caption(parse));
        }
    }

    /** The order of relations says nothing. */
    private static List<List<Object>> unordered(List<Sentence> sentences) {
        return sentences.stream().map(sentence -> List.<Object>of(sentence.tokens(), sentence.tree(),
                Set.copyOf(sentence.dependencies()))).toList();
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
}
