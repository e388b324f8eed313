package syntic.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import syntic.command.Subcommand;
import syntic.Dialect;
import syntic.corpus.CocoCaptions;
import syntic.corpus.CocoResults;
import syntic.metric.CaptionScores;
import syntic.metric.ReferenceData;
import syntic.nn.Compute;

class EvaluateCommandTest extends EvaluateCommandRun {

    @TempDir
    private Path folder;
    private Path references;
    private Path results;

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
    void aSingleImageHasNoCider() throws IOException {
        String note = "CIDEr-D of a single image is 0 by its definition";
        Path one = Files.writeString(folder.resolve("one.json"),
                "[{\"image_id\": 9, \"caption\": \"A woman reads a book.\"}]");
        assertEquals(0, run("--references", references, "--results", one), () -> err);
        assertTrue(out.contains("CIDEr-D  0.00") && out.contains(note), out);
        assertEquals(0, run("--references", references, "--results", one, "--metrics", "bleu"), () -> err);
        assertFalse(out.contains(note), out);
        assertEquals(0, run("--references", references, "--results", results), () -> err);
        assertFalse(out.contains(note), out);
    }

    @Test
    void comparesEveryTwoSystems() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), """
                [{"image_id": 9, "caption": "A woman reads a book."}, {"image_id": 8, "caption": "Two dogs."},
                 {"image_id": 7, "caption": "A man on the beach."}]
                """);
        Path third = Files.writeString(folder.resolve("third.json"), """
                [{"image_id": 7, "caption": "A boat."}, {"image_id": 8, "caption": "Two dogs."}]
                """);
        Path json = folder.resolve("scores.json");
        assertEquals(0, run("--references", references, "--results", results, "--results", other, "--results", third,
                "--json", json));
        assertTrue(out.contains(other + " minus " + results + ", paired over 3 images"), out);
        assertTrue(out.contains("p = 1.000"), out);
        assertTrue(out.contains(third + " minus " + other + ", paired over 2 images (those that both have)"), out);
        JsonObject written = ReferenceData.json(json);
        assertEquals(3, written.getAsJsonArray("systems").size());
        assertEquals("[9]", written.getAsJsonArray("systems").get(2).getAsJsonObject().get("images_without_result")
                .toString());
        JsonObject last = written.getAsJsonArray("comparisons").get(2).getAsJsonObject();
        assertEquals(third.toString(), last.get("second").getAsString());
        Map<String, String> common = CocoResults.read(other);
        common.remove("9");
        double expected = CaptionScores.evaluate(CocoCaptions.read(references), CocoResults.read(third)).corpus()
                .get("ROUGE_L") - CaptionScores.evaluate(CocoCaptions.read(references), common).corpus().get("ROUGE_L");
        assertEquals(expected, last.getAsJsonObject("differences").getAsJsonObject("ROUGE_L").get("value")
                .getAsDouble(), 1e-12);
    }

    @Test
    void saysThatSystemsWithoutCommonImagesAreNotCompared() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "[{\"image_id\": 9, \"caption\": \"A book.\"}]");
        Files.writeString(results, "[{\"image_id\": 7, \"caption\": \"A man.\"}]");
        assertEquals(0, run("--references", references, "--results", results, "--results", other));
        assertTrue(out.contains("not compared, they have no image in common"), out);
    }

    @Test
    void scoresByTheMetricsThatAreNamed() throws IOException {
        Path json = folder.resolve("scores.json");
        assertEquals(0, run("--references", references, "--results", results, "--metrics", "cider, ROUGE", "--json",
                json), () -> err);
        assertEquals(List.of("CIDEr", "ROUGE_L"),
                List.copyOf(ReferenceData.json(json).getAsJsonObject("corpus").keySet()));
        assertEquals(0, run("--references", references, "--results", results, "--metrics", "meteor", "--json", json));
        assertTrue(ReferenceData.json(json).getAsJsonObject("variants").get("METEOR").getAsString()
                .endsWith("synonym"));
        assertTrue(out.contains("METEOR: METEOR 1.5: exact + stem + synonym"), out);
        assertEquals(1, run("--references", references, "--results", results, "--metrics", "meteor", "--meteor",
                folder.resolve("none.jar")));
        assertTrue(err.contains("no table of paraphrases there"), err);
        assertEquals(2, run("--references", references, "--results", results, "--metrics", "bluu"));
        assertTrue(err.contains("there is no metric 'bluu'; there are bleu, "), err);
    }

    @Test
    void writesALineForEachImage() throws IOException {
        Files.writeString(results, """
                [{"image_id": 8, "caption": "Two \\"dogs\\",\\r\\nwet."}, {"image_id": 7, "caption": ""}]
                """);
        Path csv = folder.resolve("scores.csv");
        assertEquals(0, run("--references", references, "--results", results, "--metrics", "rouge", "--csv", csv));
        double score = CaptionScores.evaluate(CocoCaptions.read(references), CocoResults.read(results)).perImage()
                .get("ROUGE_L")[1];
        assertEquals("results,image_id,ROUGE_L,caption\r\n" + results + ",7,0.0,\r\n" + results + ",8," + score
                + ",\"Two \"\"dogs\"\",\r\nwet.\"\r\n", Files.readString(csv));
    }

    @Test
    void anOutputThatCannotBeWrittenIsFoundBeforeScoringBegins() throws IOException {
        Files.writeString(results, "[{\"image_id\": 7, \"caption\": \"A man.\"}]");
        Path csv = folder.resolve("refs.json/scores.csv");
        Path json = Files.writeString(folder.resolve("scores.json"), "old");
        assertEquals(2, run("--references", references, "--results", results, "--json", csv, "--csv", csv));
        assertTrue(err.contains("--csv and --json both name " + csv), err);
        assertEquals(1, run("--references", references, "--results", results, "--json", json, "--csv", csv));
        assertEquals("evaluate: " + csv + ": cannot be written (" + references + " is a file, not a folder); choose "
                + "another place, what was there before is untouched\n", err);
        assertEquals("", out);
        assertEquals("old", Files.readString(json));
    }

    @Test
    void saysThatItStoppedAndWritesNothing() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        Path json = folder.resolve("scores.json");
        String[] arguments = {"--references", references.toString(), "--results", results.toString(), "--json",
            json.toString()};
        PrintStream stream = new PrintStream(message);
        Subcommand command = new EvaluateCommand().with(stream, stream, () -> true, () -> Compute.PLAIN);
        assertEquals(130, Dialect.execute(new CommandLine(command), arguments, stream, stream));
        assertEquals("stopped before all was scored; nothing was written", message.toString().strip());
        assertTrue(Files.notExists(json));
    }

    @Test
    void readsADataSetFileOfKarpathys() throws IOException {
        Path dataSet = Files.writeString(folder.resolve("dataset.json"), """
                {"dataset": "coco", "images": [
                  {"cocoid": 6, "split": "train", "sentences": [{"sentid": 1, "raw": "A cat."}]},
                  {"cocoid": 8, "split": "val", "sentences": [{"sentid": 2, "raw": "Two dogs."}]},
                  {"cocoid": 7, "split": "test", "sentences": [{"sentid": 3, "raw": "A man."}]}]}
                """);
        Files.writeString(results, "[{\"image_id\": 7, \"caption\": \"A man.\"}]");
        assertEquals(0, run("--references", dataSet, "--results", results), () -> err);
        assertEquals("", err);
        assertEquals(1, run("--references", dataSet, "--results", results, "--split", "val"));
        assertTrue(err.contains("image 7 has a candidate but no references"), err);
        assertEquals(1, run("--references", dataSet, "--results", results, "--split", "dev"));
        assertTrue(err.contains("no image is in the split \"dev\""), err);
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
        assertTrue(err.contains("res.json: image 5 has a candidate but no references"), err);
        assertFalse(err.contains("\tat "), err);

        Files.writeString(results, "[{\"image_id\": 7, \"caption\": \"A\"}, {\"image_id\": 7, \"caption\": \"B\"}]");
        assertEquals(1, run("--references", references, "--results", results));
        assertTrue(err.contains("res.json: results[1]: image 7 occurs twice"), err);

        Files.writeString(results, "[{\"caption\": null, \"image_id\": 7}]");
        assertEquals(1, run("--references", references, "--results", results));
        assertTrue(err.contains("res.json: results[0]: \"caption\" is null, expected a string (image_id 7)"), err);

        Files.writeString(results, "[{\"image_id\": 7, \"caption\": \"" + "a ".repeat(60_000) + "\"}]");
        assertEquals(1, run("--references", references, "--results", results));
        assertTrue(err.contains("\"caption\" has 120,000 characters; at most 100,000 are read (image_id 7)"), err);

        Files.writeString(results, "[]");
        assertEquals(1, run("--references", references, "--results", results));
        assertTrue(err.contains("res.json: there is no candidate caption to score"), err);

        Files.writeString(references, "{\"images\": [{\"id\": 7}], \"annotations\": []}");
        Files.writeString(results, "[{\"image_id\": 7, \"caption\": \"A\"}]");
        assertEquals(1, run("--references", references, "--results", results));
        assertTrue(err.contains("image 7 has a candidate but no references"), err);

        assertEquals(1, run("--references", folder.resolve("none.json"), "--results", results));
        assertTrue(err.contains("none.json: no such file"), err);
    }

    @Test
    void wrongArgumentsShowTheUsage() {
        for (Object[] args : new Object[][] {{}, {"--references", references}, {"--references"}, {"--what"},
                {"--references", references, "--results", results, "--results", results},
                {"--references", references, "--references", references, "--results", results}}) {
            assertEquals(2, run(args));
            assertTrue(err.contains("Usage: syntic evaluate "), err);
        }
        assertEquals(0, run("--help"));
        assertTrue(out.startsWith("Usage: syntic evaluate "), out);
    }
}
