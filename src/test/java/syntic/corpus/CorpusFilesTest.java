package syntic.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import syntic.io.UserException;

class CorpusFilesTest {

    private static final String KARPATHY = """
            {"dataset": "coco", "images": [
              {"sentids": [10, 11], "split": "train", "filename": "COCO_0007.jpg", "cocoid": 7, "sentences": [
                {"tokens": ["a", "dog"], "raw": "A dog.", "imgid": 0, "sentid": 10},
                {"tokens": ["the", "dog"], "raw": "The dog.", "imgid": 0, "sentid": 11}]},
              {"sentences": [{"raw": "A cat.", "sentid": 12}], "split": "test", "filename": "1009434119.jpg"},
              {"sentences": [{"raw": "A cow.", "sentid": 13}], "split": "restval", "filename": "9.jpg", "cocoid": 9}]}
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file.json"), text);
    }

    private static void assertRefused(String element, String reason, Executable reading) {
        CorpusFormatException refusal = assertThrows(CorpusFormatException.class, reading);
        assertEquals(element, refusal.element(), refusal.getMessage());
        assertTrue(refusal.reason().contains(reason), refusal.reason());
        assertEquals("file.json", refusal.file().getFileName().toString());
        assertTrue(refusal.getMessage().contains("file.json: "), refusal.getMessage());
    }

    private void assertCaptionsRefused(String element, String reason, String json) throws IOException {
        Path file = file(json);
        assertRefused(element, reason, () -> CocoCaptions.read(file));
    }

    private void assertResultsRefused(String element, String reason, String json) throws IOException {
        Path file = file(json);
        assertRefused(element, reason, () -> CocoResults.read(file));
    }

    @Test
    void captionsComeInTheOrderOfTheImages() throws IOException {
        Corpus corpus = CocoCaptions.read(file("""
                {"info": {"year": [1, {"x": null}]}, "annotations": [
                  {"image_id": "b", "id": 3, "caption": "Third."}, {"id": 1, "image_id": 5, "caption": ""},
                  {"image_id": "b", "id": 2, "caption": "Grüße \\u2028 \\ud83d\\ude00"}],
                 "images": [{"id": 5, "url": "x"}, {"id": 6}, {"id": "b"}]}
                """));
        assertEquals("file", corpus.name());
        assertEquals(List.of(new Caption("1", "5", ""), new Caption("3", "b", "Third."),
                new Caption("2", "b", "Grüße \u2028 \uD83D\uDE00")), corpus.captions());
        assertEquals(List.of("5", "b"), List.copyOf(corpus.byImage().keySet()));
    }

    /** Python writes NaN, which JSON forbids: a field that nobody reads may hold it, a caption or an id may not. */
    @Test
    void fieldsThatAreNotReadMayHoldAnything() throws IOException {
        assertEquals(Map.of("1", "A."), CocoResults.read(file("""
                [{"image_id": 1, "score": NaN, "loss": [-Infinity, {"x": NaN}], "caption": "A."}]""")));
        assertResultsRefused("results[0]", "not valid JSON", "[{\"image_id\": NaN, \"caption\": \"A.\"}]");
    }

    @Test
    void idsThatAreUniqueWithinAnImageOnlyAreQualified() throws IOException {
        Corpus corpus = CocoCaptions.read(file("""
                {"images": [{"id": 1}, {"id": 2}], "annotations": [{"image_id": 1, "id": 0, "caption": "A."},
                 {"image_id": 2, "id": 0, "caption": "B."}]}
                """));
        assertEquals(List.of("1/0", "2/0"), corpus.captions().stream().map(Caption::id).toList());
    }

    @Test
    void captionFilesThatAreWrongAreRefused() throws IOException {
        assertCaptionsRefused("annotations[1]", "a second caption of image 1 has the id 0", """
                {"images": [{"id": 1}], "annotations": [{"image_id": 1, "id": 0, "caption": "A."},
                 {"image_id": 1, "id": 0, "caption": "B."}]}""");
        assertCaptionsRefused("annotations[0]", "image 2 is not among the images",
                "{\"images\": [{\"id\": 1}], \"annotations\": [{\"image_id\": 2, \"id\": 0, \"caption\": \"A.\"}]}");
        assertCaptionsRefused("annotations[0]", "\"caption\" is null, expected a string",
                "{\"images\": [{\"id\": 1}], \"annotations\": [{\"image_id\": 1, \"id\": 0, \"caption\": null}]}");
        assertCaptionsRefused("annotations[0]", "the field \"id\" is missing",
                "{\"images\": [{\"id\": 1}], \"annotations\": [{\"image_id\": 1, \"caption\": \"A.\"}]}");
        assertCaptionsRefused("images[1]", "the image id 1 occurs twice",
                "{\"images\": [{\"id\": 1}, {\"id\": 1}], \"annotations\": []}");
        assertCaptionsRefused("images[0]", "\"id\" is 1.5, expected an integer or a string",
                "{\"images\": [{\"id\": 1.5}], \"annotations\": []}");
        assertCaptionsRefused("", "not a COCO caption file", "{\"images\": []}");
        assertCaptionsRefused("", "the file is an array, expected an object", "[]");
        assertCaptionsRefused("", "images is an object, expected an array", "{\"images\": {}}");
    }

    @Test
    void filesThatAreNotJsonAreRefused() throws IOException {
        assertResultsRefused("", "too early", "");
        assertResultsRefused("results[0]", "too early", "[{\"image_id\": 1, ");
        assertResultsRefused("results[0]", "Unterminated string", "[{\"image_id\": 1, \"capt");
        assertResultsRefused("results[0]", "not valid JSON", "[{image_id: 1}]");
        assertResultsRefused("", "not valid JSON", "[] []");
        Path latin = file("");
        Files.write(latin, "[{\"image_id\": 1, \"caption\": \"Café\"}]".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("", "not valid UTF-8", () -> CocoResults.read(latin));
        assertTrue(assertThrows(FileSystemException.class, () -> CocoResults.read(folder)).getMessage()
                .contains("this is a folder"));
    }

    @Test
    void halfACharacterIsFoundWhereItIsRead() throws IOException {
        assertResultsRefused("results[1]", "\"caption\" holds half a character (\\ud83d, at place 7)", """
                [{"image_id": 1, "caption": "A dog \\ud83d\\ude00"}, {"image_id": 2, "caption": "A cat \\ud83d"}]""");
        assertResultsRefused("results[0]", "(\\ude00, at place 1): it was cut within an emoji or its like; write it "
                + "without (image_id 7)", "[{\"caption\": \"\\ude00\\ud83d\", \"image_id\": 7}]");
        assertResultsRefused("results[0]", "\"image_id\" holds half", "[{\"image_id\": \"a\\udc00\"}]");
    }

    @Test
    void noAdviceForProgrammersIsPassedOn() throws IOException {
        assertResultsRefused("results[0]", "not valid JSON (unexpected character at line 1 column 4 path $[0].)",
                "[{image_id: 1}]");
        assertResultsRefused("", "not valid JSON (unexpected character at line 1 column 1 path $)", "<html>");
    }

    @Test
    void karpathySplitsAreSelected() throws IOException {
        Path file = file(KARPATHY);
        assertEquals(List.of(new Caption("12", "1009434119", "A cat.")), KarpathySplits.read(file, "test").captions());
        Corpus training = KarpathySplits.read(file, "train", "restval");
        assertEquals(Map.of("7", List.of("A dog.", "The dog."), "9", List.of("A cow.")), training.textsByImage());
        assertRefused("", "the file has the splits [restval, test, train]", () -> KarpathySplits.read(file, "tset"));
        assertThrows(UserException.class, () -> KarpathySplits.read(file));
    }

    @Test
    void karpathyFilesThatAreWrongAreRefused() throws IOException {
        Path twice = file(KARPATHY.replace("\"sentid\": 13", "\"sentid\": 11"));
        assertRefused("images[2]", "the sentence id 11 occurs twice",
                () -> KarpathySplits.read(twice, "train", "restval"));
        Path noText = file(KARPATHY.replace("\"raw\": \"The dog.\", ", ""));
        assertRefused("images[0].sentences[1]", "the field \"raw\" is missing",
                () -> KarpathySplits.read(noText, "train"));
    }

    @Test
    void resultsSurviveWritingAndReading() throws IOException {
        Map<String, String> captions = new LinkedHashMap<>();
        captions.put("391895", "A \"quoted\" dog\n& <cat> \u2028 東京 \uD83D\uDE00");
        captions.put("a/b", "");
        captions.put("007", "Agent.");
        Path file = folder.resolve("results.json");
        CocoResults.write(file, captions);
        assertEquals(captions, CocoResults.read(file));
        assertTrue(Files.readString(file).startsWith("[{\"image_id\":391895,"), Files.readString(file));
        assertTrue(Files.readString(file).contains("{\"image_id\":\"007\","), Files.readString(file));
    }

    @Test
    void resultFilesThatAreWrongAreRefused() throws IOException {
        assertResultsRefused("results[1]", "image 1 occurs twice",
                "[{\"image_id\": 1, \"caption\": \"A\"}, {\"image_id\": \"1\", \"caption\": \"B\"}]");
        assertResultsRefused("results[0]", "the field \"caption\" is missing", "[{\"image_id\": 1}]");
        assertResultsRefused("results[0]", "\"image_id\" is a boolean", "[{\"image_id\": true, \"caption\": \"A\"}]");
        assertResultsRefused("results[0]", "the field \"caption\" occurs twice",
                "[{\"image_id\": 1, \"caption\": \"A\", \"caption\": \"B\"}]");
        assertResultsRefused("results[0]", "the element is a string, expected an object", "[\"A dog.\"]");
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = file("[]");
        assertThrows(UserException.class, () -> JsonOutput.write(file, json -> {
            json.beginArray().value("half");
            json.flush();
            throw new IOException("disk full");
        }));
        assertEquals("[]", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
        // Gson wraps what goes wrong within a value that it writes by itself.
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full to stand for a full disk");
        UserException refused = assertThrows(UserException.class, () -> JsonOutput.write(full,
                json -> new Gson().toJson("long".repeat(100_000), String.class, json)));
        assertTrue(refused.getMessage().contains("No space left"), refused.getMessage());
    }

    @Test
    void aStringThatWouldFillTheMemoryIsRefusedWhileItIsRead() throws IOException {
        Path results = file("[{\"image_id\": 7, \"caption\": \"" + "long ".repeat(6_800_000) + "\"}]");
        CorpusFormatException refused = assertThrows(CorpusFormatException.class, () -> CocoResults.read(results));
        assertTrue(refused.getMessage().contains("a string has more than 33,554,432 characters"),
                refused.getMessage());
    }

    @Test
    void twoWritersOfOneFileDoNotDestroyEachOthers() throws IOException {
        Path file = file("[]");
        JsonOutput.write(file, json -> {
            json.value("first");
            JsonOutput.write(file, other -> other.value("second"));
        });
        assertEquals("\"first\"", Files.readString(file));
    }

    @Test
    void aCorpusRefusesIdsThatOccurTwice() {
        Caption caption = new Caption("7", "1", "A dog.");
        UserException refusal = assertThrows(UserException.class,
                () -> new Corpus("mine", List.of(caption, caption)));
        assertEquals("corpus mine has two captions with the id 7", refusal.getMessage());
    }
}
