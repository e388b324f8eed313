package syntic.model.gpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GPT-2's way to split and merge, against the tokenizers library. */
class GptTokenizerTest {
    @TempDir
    private Path folder;

    @Test
    void agreesWithTheReferenceLibraryAndGivesEveryTextBack() throws IOException {
        GptTokenizer tokenizer = GptTokenizer.from(TinyGpt.tokenizer(folder));
        String expected = TinyGpt.resource("expected.json");
        for (JsonElement element : JsonParser.parseString(expected).getAsJsonArray()) {
            JsonObject one = element.getAsJsonObject();
            String text = one.get("text").getAsString();
            int[] ids = StreamSupport.stream(one.getAsJsonArray("ids").spliterator(), false)
                    .mapToInt(JsonElement::getAsInt).toArray();
            assertArrayEquals(ids, tokenizer.tokens(text), text);
            assertEquals(text.strip(), tokenizer.decode(ids).strip(), text);
            assertFalse(Arrays.stream(ids).anyMatch(id -> id == tokenizer.fillId() || id == tokenizer.endId()), text);
        }
        assertEquals("a dog", tokenizer.decode(append(tokenizer.tokens(" a dog"), tokenizer.endId())));
    }

    /** As the hub has it, and with {@code tokenizer.json} alone. */
    @Test
    void readsBothKindsOfFiles() throws IOException {
        TinyGpt.tokenizer(folder);
        GptTokenizer two = GptTokenizer.from(folder);
        StringBuilder merges = new StringBuilder();
        Files.readAllLines(folder.resolve("merges.txt")).stream().filter(line -> !line.startsWith("#version"))
                .forEach(line -> merges.append(merges.isEmpty() ? "" : ",").append(new Gson()
                        .toJson(line)));
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"model": {"type": "BPE", "end_of_word_suffix": "", "vocab": %s, "merges": [%s]}}"""
                .formatted(Files.readString(folder.resolve("vocab.json")), merges));
        Files.delete(folder.resolve("vocab.json"));
        GptTokenizer one = GptTokenizer.from(folder);
        assertEquals(two.size(), one.size());
        assertArrayEquals(two.tokens("A red dog isn't here."), one.tokens("A red dog isn't here."));
        assertTrue(one.size() > 256);
    }

    private static int[] append(int[] ids, int id) {
        int[] longer = Arrays.copyOf(ids, ids.length + 1);
        longer[ids.length] = id;
        return longer;
    }
}
