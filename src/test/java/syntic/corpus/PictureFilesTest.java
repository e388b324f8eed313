package syntic.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFilesTest {
    @TempDir
    private Path folder;

    private Path picture(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private Path coco(String images) throws IOException {
        return Files.writeString(folder.resolve("refs.json"), "{\"images\": [" + images + "], \"annotations\": []}");
    }

    private Map<String, Path> find(Path captions, String... ids) throws IOException {
        return find(folder, captions, ids).files();
    }

    private static PictureFiles.Found find(Path folder, Path captions, String... ids) throws IOException {
        return new PictureFiles(List.of(folder), false).find(captions, ImageNames.read(captions), List.of(ids));
    }

    @Test
    void aFileNameInTheCaptionsComesFirst() throws IOException {
        picture("7.png");
        Path named = picture("beach.jpg");
        Path below = picture("val2014/dogs.jpg");
        Path captions = coco("{\"id\": 7, \"file_name\": \"beach.jpg\"}, "
                + "{\"id\": 8, \"file_name\": \"val2014/dogs.jpg\"}");
        assertEquals(Map.of("7", named, "8", below), find(captions, "7", "8"));
        // The folder in a name may also be the one that was given.
        assertEquals(Map.of("8", below), find(folder.resolve("val2014"), captions, "8").files());
    }

    @Test
    void withoutAFileNameTheIdIsTheNameOrTheNumberAtItsEnd() throws IOException {
        Path plain = picture("a12b.PNG");
        Path coco = picture("COCO_val2014_000000391895.jpg");
        Path zero = picture("000.jpeg");
        picture("notes-5.txt");
        Path captions = coco("{\"id\": \"a12b\"}, {\"id\": 391895}, {\"id\": 0}, {\"id\": 5}, {\"id\": 12}");
        assertEquals(Map.of("a12b", plain, "391895", coco, "0", zero), find(captions, "a12b", "391895", "0"));
        for (String id : List.of("5", "12")) {
            String message = assertThrows(IOException.class, () -> find(captions, id)).getMessage();
            assertTrue(message.contains("refs.json: image " + id + " is not in [" + folder + "]"), message);
        }
    }

    @Test
    void twoPicturesOfOneIdAreRefused() throws IOException {
        picture("7.png");
        picture("train_0007.png");
        Path captions = coco("{\"id\": 7}");
        String message = assertThrows(IOException.class, () -> find(captions, "7")).getMessage();
        assertTrue(message.contains("image 7 may be ") && message.contains("7.png or "), message);
    }

    @Test
    void karpathysFilesNameTheFolderAndTheFile() throws IOException {
        Path captions = Files.writeString(folder.resolve("dataset.json"), """
                {"images": [
                  {"cocoid": 9, "filename": "COCO_9.jpg", "filepath": "val2014", "split": "test",
                   "sentences": [{"sentid": 1, "raw": "A cat."}]},
                  {"filename": "1000092795.jpg", "imgid": 0, "split": "test",
                   "sentences": [{"sentid": 2, "raw": "Two men."}]}]}
                """);
        Map<String, Path> pictures = Map.of("9", picture("val2014/COCO_9.jpg"), "1000092795",
                picture("1000092795.jpg"));
        assertEquals(pictures, find(captions, "9", "1000092795"));
    }

    /** A picture of another format is there, and read as such to say what it is; one that is read comes first. */
    @Test
    void picturesOfOtherFormatsAreFound() throws IOException {
        Path webp = picture("3.webp");
        picture("4.webp");
        Path png = picture("4.png");
        assertEquals(Map.of("3", webp, "4", png), find(coco("{\"id\": 3}, {\"id\": 4}"), "3", "4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret/s.png", "/", "..", "ABSOLUTE", "a/../../secret/s.png", "\\u0000"})
    void namesDoNotLeadOut(String name) throws IOException {
        Path secret = picture("secret/s.png");
        Path inside = picture("inside/1.png");
        Path captions = coco("{\"id\": \"x\", \"file_name\": \"" + name.replace("ABSOLUTE", secret.toString())
                + "\"}, {\"id\": 1, \"file_name\": \"1.png\"}");
        PictureFiles.Found found = find(folder.resolve("inside"), captions, "x", "1");
        assertEquals(Map.of("1", inside), found.files());
        assertTrue(found.refused().get("x").contains("refs.json: the name '"), found.refused().toString());
    }

    @Test
    void linksLeadOutOnlyWhereThatIsAskedFor() throws IOException {
        Path secret = picture("secret/s.png");
        Path captions = coco("{\"id\": \"x\", \"file_name\": \"l.png\"}, {\"id\": 2}, {\"id\": 3}");
        Path inside = Files.createDirectories(folder.resolve("inside"));
        Path link = Files.createSymbolicLink(inside.resolve("l.png"), secret);
        Path byId = Files.createSymbolicLink(inside.resolve("2.png"), secret);
        Path within = Files.createSymbolicLink(inside.resolve("3.png"), picture("inside/real.png"));
        PictureFiles.Found found = find(inside, captions, "x", "2", "3");
        assertEquals(Map.of("3", within), found.files());
        assertTrue(found.refused().get("2").contains(byId + ": this link leads out of"), found.refused().toString());
        assertEquals(Map.of("x", link, "2", byId, "3", within),
                new PictureFiles(List.of(inside), true).find(captions, Map.of("x", "l.png"),
                        List.of("x", "2", "3")).files());
    }
}
