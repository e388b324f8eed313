package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.CocoCaptions;
import syntic.corpus.CocoResults;

class EvaluateCommandTest {

    @TempDir
    private Path folder;
    private Path references;
    private Path results;
    private String out;
    private String err;

    @BeforeEach
    void writeFiles() throws IOException {
        references = Files.writeString(folder.resolve("refs.json"), """
                {"images": [{"id": 7}, {"id": 8}, {"id": 9}], "annotations": [
                  {"image_id": 7, "id": 1, "caption": "A man walks on the beach."},
                  {"image_id": 8, "id": 2, "caption": "Two dogs cross the street."},
                  {"image_id": 9, "id": 3, "caption": "A woman reads a book."}]}
                """);
        results = Files.writeString(folder.resolve("res.json"), """
                [{"image_id": 7, "caption": "A man on the beach."}, {"image_id": 8, "caption": "Two dogs."},
                 {"image_id": 9, "caption": "A woman reads a book."}]
                """);
    }

    private int run(Object... args) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        int status = EvaluateCommand.run(List.of(args).stream().map(Object::toString).toArray(String[]::new),
                new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return status;
    }

    @Test
    void printsEveryMetricWithItsInterval() {
        assertEquals(0, run("--references", references, "--results", results), () -> err);
        for (String name : List.of("Bleu_1", "Bleu_4", "ROUGE_L", "CIDEr-D")) {
            assertTrue(out.matches("(?s).*\\n  " + name + " +\\d+\\.\\d\\d  \\[\\d+\\.\\d\\d, \\d+\\.\\d\\d].*"), out);
        }
        assertEquals("", err);
    }

    @Test
    void writesAllScoresInFullPrecision() throws IOException {
        Path json = folder.resolve("scores.json");
        assertEquals(0, run("--references", references, "--results", results, "--json", json), () -> err);
        JsonObject written = ReferenceData.json(json);
        CaptionScores scores = CaptionScores.evaluate(CocoCaptions.read(references), CocoResults.read(results));
        scores.corpus().forEach((name, score) ->
                assertEquals(score, written.getAsJsonObject("corpus").get(name).getAsDouble(), name));
        scores.perImage().forEach((name, values) -> assertArrayEquals(values,
                ReferenceData.doubles(written.getAsJsonObject("per_image").get(name)), name));
        assertEquals("[7,8,9]", written.get("image_ids").toString());
    }

    @Test
    void comparesFurtherSystemsWithTheFirst() throws IOException {
        Path other = folder.resolve("other.json");
        CocoResults.write(other, CocoResults.read(results));
        Path json = folder.resolve("scores.json");
        assertEquals(0, run("--references", references, "--results", results, "--results", other, "--json", json));
        assertTrue(out.contains("difference to " + results), out);
        assertTrue(out.contains("p = 1.000"), out);
        assertEquals(2, ReferenceData.json(json).getAsJsonArray("systems").size());
    }

    @Test
    void keepsPunctuationOnRequest() throws IOException {
        Path json = folder.resolve("scores.json");
        run("--references", references, "--results", results, "--json", json, "--keep-punctuation");
        assertEquals(15, ReferenceData.json(json).getAsJsonObject("bleu_counts").get("testlen").getAsInt());
        run("--references", references, "--results", results, "--json", json);
        assertEquals(12, ReferenceData.json(json).getAsJsonObject("bleu_counts").get("testlen").getAsInt());
    }

    @Test
    void saysThatImagesHaveNoResult() throws IOException {
        Files.writeString(results, "[{\"image_id\": 8, \"caption\": \"Two dogs.\"}]");
        assertEquals(0, run("--references", references, "--results", results));
        assertTrue(err.contains("res.json: 2 of the 3 images of "), err);
    }

    @Test
    void errorsNameTheFileAndTheImage() throws IOException {
        Files.writeString(results, "[{\"image_id\": 5, \"caption\": \"A cat.\"}]");
        assertEquals(1, run("--references", references, "--results", results));
        assertTrue(err.contains("res.json: image 5 has a candidate but is not among the references"), err);
        assertFalse(err.contains("\tat "), err);

        Files.writeString(results, "[{\"image_id\": 7, \"caption\": \"A\"}, {\"image_id\": 7, \"caption\": \"B\"}]");
        assertEquals(1, run("--references", references, "--results", results));
        assertTrue(err.contains("res.json: results[1]: image 7 occurs twice"), err);

        assertEquals(1, run("--references", folder.resolve("none.json"), "--results", results));
        assertTrue(err.contains("none.json: no such file"), err);
    }

    @Test
    void wrongArgumentsShowTheUsage() {
        for (Object[] args : new Object[][] {{}, {"--references", references}, {"--references"}, {"--what"}}) {
            assertEquals(2, run(args));
            assertTrue(err.contains("usage: evaluate --references FILE"), err);
        }
        assertEquals(0, run("--help"));
        assertTrue(out.startsWith("usage: evaluate"), out);
    }
}
