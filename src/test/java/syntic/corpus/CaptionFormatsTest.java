package syntic.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Caption files of all formats but COCO's and Karpathy's. */
class CaptionFormatsTest {
    private static final List<Caption> TWO_PHOTOS = List.of(
            new Caption("1000092795#0", "1000092795", "Two men, outside ."),
            new Caption("1000092795#1", "1000092795", "A \"pair\" of men ."),
            new Caption("36979#0", "36979", "A dog ."));
    private static final Map<String, String> NAMES = Map.of("1000092795", "1000092795.jpg", "36979", "36979.jpg");

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void assertRead(List<Caption> expected, String name, String text) throws IOException {
        assertEquals(expected, CaptionFiles.read(file(name, text), null).captions());
    }

    private void assertRefused(String message, String name, String text) throws IOException {
        Path file = file(name, text);
        String said = assertThrows(CorpusFormatException.class, () -> CaptionFiles.read(file, "test")).getMessage();
        assertTrue(said.startsWith(file + ": ") && said.contains(message), said);
    }

    @Test
    void aLineThatWouldFillTheMemoryIsRefusedWhileItIsRead() throws IOException {
        String endless = "long ".repeat(6_800_000);
        assertRefused("after line 1: a line has more than 33,554,432 characters", "a.txt", "A dog.\n" + endless);
        assertRefused("after line 0: a line has more than 33,554,432 characters", "a.jsonl", "{\"caption\": \""
                + endless + "\"}");
    }

    @Test
    void flickrsFilesAreReadAlike() throws IOException {
        for (String[] one : new String[][] {
                {"results.token", "1000092795.jpg#0\tTwo men, outside .\n1000092795.jpg#1\tA \"pair\" of men .\n"
                        + "36979.jpg#0\tA dog .\n"},
                {"results.csv", "image_name| comment_number| comment\n1000092795.jpg| 0| Two men, outside .\n"
                        + "1000092795.jpg| 1| A \"pair\" of men .\r\n36979.jpg| 0| A dog .\n"},
                {"quoted.csv", "\"image_name\"| \"comment_number\"|\"comment\"\n1000092795.jpg| 0| Two men, outside .\n"
                        + "1000092795.jpg| 1| A \"pair\" of men .\n36979.jpg| 0| A dog .\n"},
                {"captions.csv", "image,caption\n1000092795.jpg,\"Two men, outside .\"\n"
                        + "1000092795.jpg,\"A \"\"pair\"\" of men .\"\n36979.jpg,A dog .\n"},
                {"captions.tsv", "\uFEFFcaption\timage\turl\nTwo men, outside .\t1000092795.jpg\tx\n"
                        + "A \"pair\" of men .\t1000092795.jpg\ty\nA dog .\t36979.jpg\tz\n\n"},
                {"bare.tsv", "1000092795.jpg\tTwo men, outside .\n1000092795.jpg\tA \"pair\" of men .\n"
                        + "36979.jpg\tA dog ."},
                {"lines.jsonl", "{\"image\": \"1000092795.jpg\", \"caption\": \"Two men, outside .\"}\n"
                        + "{\"caption\": \"A \\\"pair\\\" of men .\", \"image\": \"1000092795.jpg\", \"x\": NaN}\n"
                        + "{\"image\": \"36979.jpg\", \"caption\": \"A dog .\"}\n"},
                {"list.json", "[{\"file_name\": \"1000092795.jpg\", \"text\": \"Two men, outside .\"},\n"
                        + "{\"text\": \"A \\\"pair\\\" of men .\", \"file_name\": \"1000092795.jpg\"},"
                        + "{\"file_name\": \"36979.jpg\", \"text\": \"A dog .\"}]"}}) {
            assertRead(TWO_PHOTOS, one[0], one[1]);
            assertEquals(NAMES, ImageNames.read(folder.resolve(one[0])), one[0]);
        }
    }

    @Test
    void whatVizWizMarksAsNoCaptionIsLeftOutAndNamed() throws IOException {
        String annotation = "{\"image_id\": %d, \"id\": %d, \"caption\": \"%s\", \"is_precanned\": %b, "
                + "\"is_rejected\": %b, \"text_detected\": false}";
        String quality = "Quality issues are too severe to recognize visual content.";
        Path file = file("val.json", "{\"info\": {}, \"images\": [{\"id\": 1, \"file_name\": \"VizWiz_val_1.jpg\"}, "
                + "{\"id\": 2}], \"annotations\": [" + String.join(", ",
                annotation.formatted(1, 1, "A can.", false, false),
                annotation.formatted(1, 2, quality, true, false), annotation.formatted(1, 3, "good", false, true),
                annotation.formatted(2, 4, quality, true, true), annotation.formatted(2, 5, "A box.", false, false))
                + "]}");
        assertEquals(List.of(new Caption("1", "1", "A can."), new Caption("5", "2", "A box.")),
                CaptionFiles.read(file, null).captions());
        assertEquals(Map.of("rejected", 2, "precanned (\"" + quality + "\")", 1), CaptionFiles.leftOut(file));
        assertEquals("VizWiz_val_1.jpg", ImageNames.read(file).get("1"));
        assertRefused("annotations[0]: \"is_rejected\" is a number, expected a boolean", "odd.json",
                "{\"images\": [{\"id\": 1}], \"annotations\": [{\"image_id\": 1, \"id\": 1, \"caption\": "
                + "\"A can.\", \"is_rejected\": 1}]}");
    }

    @Test
    void videosOfMsrvttAreReadWithTheirSplits() throws IOException {
        String videos = "{\"info\": {}, \"videos\": [{\"category\": 9, \"video_id\": \"video0\", \"split\": \"train\", "
                + "\"id\": 0}, {\"video_id\": \"video2\", \"split\": \"validate\"}], \"sentences\": [{\"caption\": "
                + "\"a dog runs\", \"video_id\": \"video%s\", \"sen_id\": 3}, {\"caption\": \"a car\", \"video_id\": "
                + "\"video0\", \"sen_id\": %d}]}";
        Path file = file("videodatainfo.json", videos.formatted("2", 1));
        assertEquals(List.of(new Caption("1", "video0", "a car")), CaptionFiles.read(file, "train").captions());
        assertEquals(List.of(new Caption("3", "video2", "a dog runs")), CaptionFiles.read(file, "validate").captions());
        assertEquals(Set.of("train", "validate"), CaptionFiles.splits(file));
        assertRefused("no video is in the split \"test\"; the file has the splits [train, validate]", "v.json",
                videos.formatted("2", 1));
        assertRefused("sentences[0]: video video7 is not among the videos", "v.json", videos.formatted("7", 1));
        assertRefused("sentences[1]: the sentence id 3 occurs twice", "v.json", videos.formatted("2", 3));
    }

    @Test
    void idsOfOnesOwnAreKept() throws IOException {
        assertRead(List.of(new Caption("a", "7", "A dog."), new Caption("b", "7", "Dogs.")), "ids.csv",
                "id,image_id,caption\na,7,A dog.\nb,7,Dogs.\n");
        assertRead(List.of(new Caption("5", "0007", "A dog.")), "ids.json",
                "[{\"id\": 5, \"image_id\": \"0007\", \"caption\": \"A dog.\"}]");
        assertRefused("line 3: a second caption has the id a", "ids.csv", "id,caption\na,A dog.\na,Dogs.\n");
        assertRefused("line 2: a second caption has the id 1#0", "t.token", "1.jpg#0\tA dog.\n1.png#0\tDogs.\n");
    }

    /** The noise of a picture depends on its sentence's id. */
    @Test
    void aSentenceWithoutAnImageIsKnownByItsTextAndHowOftenItOccurred() throws IOException {
        List<Caption> first = CaptionFiles.read(file("a.txt", "A dog.\nA  cat. \nA dog.\n"), null).captions();
        assertEquals(List.of("A dog.", "A  cat.", "A dog."), first.stream().map(Caption::text).toList());
        assertEquals(first.get(0).id() + "-2", first.get(2).id());
        assertEquals(first.get(1).id(), first.get(1).imageId());
        List<Caption> then = CaptionFiles.read(file("b.txt", "\uFEFFA cow.\r\nA dog.\r\nA dog.\r\n"), null).captions();
        assertEquals(first.get(0), then.get(1));
        assertEquals(first.get(2), then.get(2));
        assertNotEquals(first.get(0).id(), then.get(0).id());
        for (String[] same : new String[][] {{"c.json", "[\"A cow.\", \"A dog.\", {\"text\": \"A dog.\"}]"},
                {"c.csv", "\"caption\"\nA cow.\nA dog.\nA dog.\n"},
                {"c.tsv", "A cow.\thttp://a/1\nA dog.\thttp://a/2\nA dog.\thttp://a/2\n"},
                {"c.jsonl", "{\"sentence\": \"A cow.\"}\n{\"raw\": \"A dog.\"}\n{\"caption\": \"A dog.\"}"}}) {
            assertRead(then, same[0], same[1]);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "a.txt ~ image,caption\\n1.jpg,A dog. ~ looks like CSV with a header such as image,caption, not like",
        "a.txt ~ 1000092795.jpg#0\\tTwo men. ~ looks like Flickr30k's token file, not like plain text",
        "a.txt ~ [{\"caption\": \"A dog.\"}] ~ looks like a JSON list, not like plain text",
        "a.txt ~ {\"caption\": \"A dog.\"}\\n{\"caption\": \"A cat.\"} ~ looks like JSON lines, not like plain text",
        "a.txt ~ 1.jpg\\tA dog. ~ looks like TSV, columns between tabs, not like plain text",
        "a.txt ~ image| comment_number| comment\\n ~ looks like Flickr30k's CSV (image|comment_number|comment), not",
        "a.csv ~ A dog.\\nA cat. ~ looks like plain text, a sentence a line, not like Flickr30k's CSV",
        "a.csv ~ A dog, a cat.\\nA cat. ~ looks like plain text",
        "a.json ~ {\"caption\": \"A dog.\"}\\n{\"caption\": \"A cat.\"} ~ let its name end in .jsonl",
        "a.jsonl ~ [\"A dog.\"] ~ looks like a JSON list, not like JSON lines as its name says",
        "a.jsonl ~ {\"images\": [], \"annotations\": []} ~ looks like COCO's caption format, not like JSON lines",
        "a.tsv ~ A dog. ~ looks like plain text",
        "a.txt ~ <!DOCTYPE html><html> ~ is a web page, not captions",
        "a.csv ~ version https://git-lfs.github.com/spec/v1 ~ is a pointer of Git LFS"})
    void aFileOfAnotherFormatIsNamed(String name, String text, String message) throws IOException {
        assertRefused(message, name, text.replace("\\n", "\n").replace("\\t", "\t"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "a.txt ~ A dog.\\n \\nA cat. ~ line 2: the line is blank; remove it",
        "a.txt ~ `` ~ holds no caption",
        "a.csv ~ image,caption\\n1.jpg,\\n ~ line 2: the caption is empty",
        "a.csv ~ image,caption\\n1.jpg,\"A dog.\\n2.jpg,A cat.\\n ~ a quotation mark is not closed",
        "a.csv ~ image,caption\\n1.jpg\\n ~ line 2: has 1 columns, expected 2: '1.jpg'",
        "a.csv ~ image|comment_number|comment\\n2199200615.jpg| 4   A dog runs ~ line 2: has 2 columns, expected 3: '",
        "a.token ~ 1.jpg#0\\tA dog.\\nA cat. ~ line 2: expected IMAGE#NUMBER<tab>SENTENCE, not 'A cat.'",
        "a.tsv ~ A dog.\\tyes ~ line 1: cannot tell which column holds the sentences",
        "a.jsonl ~ {\"caption\": \"A dog.\"}\\n{\"cap ~ line 2: ",
        "a.jsonl ~ {\"caption\": \"A dog.\"}\\n{\"image\": 7} ~ line 2: the field \"caption\" is missing",
        "a.json ~ [{\"caption\": 7}] ~ captions[0]: \"caption\" is a number, expected a string",
        "a.json ~ [] ~ holds no caption"})
    void aWrongPlaceIsNamed(String name, String text, String message) throws IOException {
        assertRefused(message, name, text.replace("\\n", "\n").replace("\\t", "\t"));
    }

    /** Who learns from captions names those that are of no use, and goes on with the others. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "a.csv ~ image,caption\\n1.jpg,\\n2.jpg,\"%s\"\\n3.jpg,A dog.\\n", "a.tsv ~ image\\tcaption\\n1.jpg\\t\\n2.jpg\\t%s\\n3.jpg\\tA dog.",
        "a.token ~ 1.jpg#0\\t\\n2.jpg#0\\t%s\\n3.jpg#0\\tA dog.",
        "a.json ~ [{\"image\": \"1.jpg\", \"caption\": \"\"}, {\"image\": \"2.jpg\", \"caption\": \"%s\"}, "
                + "{\"image\": \"3.jpg\", \"caption\": \"A dog.\"}]",
        "a.jsonl ~ {\"image\": \"1.jpg\", \"caption\": \"\"}\\n{\"image\": \"2.jpg\", \"caption\": \"%s\"}\\n"
                + "{\"image\": \"3.jpg\", \"caption\": \"A dog.\"}"})
    void anyCaptionIsReadWhereItIsAskedFor(String name, String text) throws IOException {
        String ten = "a dog ".repeat(1_748_000).strip();
        Path file = file(name, text.replace("\\n", "\n").replace("\\t", "\t").formatted(ten));
        assertThrows(CorpusFormatException.class, () -> CaptionFiles.read(file, null));
        assertEquals(List.of("", ten, "A dog."), CaptionFiles.readAny(file, null).captions().stream()
                .map(Caption::text).toList());
    }

    @Test
    void textMustBeInUtf8() throws IOException {
        for (String name : List.of("a.txt", "a.csv", "a.tsv")) {
            String separator = name.equals("a.txt") ? " " : name.equals("a.csv") ? "," : "\t";
            Path file = Files.write(folder.resolve(name), "image caption\n1.jpg Café\n".replace(" ", separator)
                    .getBytes(StandardCharsets.ISO_8859_1));
            String said = assertThrows(CorpusFormatException.class, () -> CaptionFiles.read(file, null)).getMessage();
            assertTrue(said.contains("not valid UTF-8"), name + said);
        }
    }

    @Test
    void aDataSetFileNeedsTheNameOfASplit() throws IOException {
        Path file = file("d.json", "{\"images\": [{\"split\": \"val\", \"sentences\": [], \"cocoid\": 1}]}");
        assertTrue(assertThrows(CorpusFormatException.class, () -> CaptionFiles.read(file, null)).getMessage()
                .contains("holds the splits [val]; name the one to read"));
    }
}
