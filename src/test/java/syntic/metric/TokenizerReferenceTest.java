package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.corpus.CocoCaptions;
import syntic.corpus.CocoResults;

/** Tokens equal those of the reference, for difficult strings and for whole corpora. */
class TokenizerReferenceTest {

    @TestFactory
    Stream<DynamicTest> difficultStrings() throws Exception {
        return Reference.tests("metrics/tokenizer", folder -> {
            List<DynamicTest> tests = new ArrayList<>();
            for (Path file : ReferenceData.files(folder, "*.json")) {
                tests.addAll(difficultStrings(file));
            }
            return tests.stream();
        });
    }

    @TestFactory
    Stream<DynamicTest> corpora() throws Exception {
        return Reference.tests("metrics", folder -> ReferenceData.files(folder, "*/tokens_*.json").stream()
                .map(file -> dynamicTest(file.getParent().getFileName() + " " + ReferenceData.system(file),
                        () -> assertEquals(expected(file), Tokenizer.ptb().tokenize(captions(file))))));
    }

    private static List<DynamicTest> difficultStrings(Path file) {
        List<JsonObject> cases = ReferenceData.json(file).getAsJsonArray("cases").asList().stream()
                .map(JsonElement::getAsJsonObject).toList();
        // All in one list, as the reference has tokenized them: a last abbreviation depends on what follows.
        List<String> texts = cases.stream().map(of -> of.get("text").getAsString()).toList();
        List<String> all = Tokenizer.ptbKeepingPunctuation().tokenize(texts);
        List<String> kept = Tokenizer.ptb().tokenize(texts);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            List<String> expected = List.of(cases.get(i).get("ptb").getAsString(),
                    cases.get(i).get("tokens").getAsString());
            List<String> actual = List.of(all.get(i), kept.get(i));
            tests.add(dynamicTest("\"" + texts.get(i) + "\"", () -> assertEquals(expected, actual)));
        }
        return tests;
    }

    private static List<String> captions(Path file) throws IOException {
        String name = ReferenceData.system(file);
        return name.equals("references")
                ? CocoCaptions.read(file.resolveSibling("references.json")).textsByImage().values().stream()
                        .flatMap(List::stream).toList()
                : List.copyOf(CocoResults.read(file.resolveSibling("results_" + name + ".json")).values());
    }

    private static List<String> expected(Path file) {
        List<String> tokens = new ArrayList<>();
        for (JsonElement ofImage : ReferenceData.json(file).getAsJsonArray("tokens")) {
            tokens.addAll(ofImage.isJsonArray() ? ReferenceData.strings(ofImage) : List.of(ofImage.getAsString()));
        }
        return tokens;
    }
}
