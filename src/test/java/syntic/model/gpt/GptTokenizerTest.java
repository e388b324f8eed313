package syntic.model.gpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.model.ModelException;
import syntic.model.token.TextTokenizer;

/** GPT-2's way to split and merge, against the tokenizers library. */
class GptTokenizerTest {
    @TempDir
    private Path folder;

    @Test
    void agreesWithTheReferenceLibraryAndGivesEveryTextBack() throws IOException {
        TextTokenizer tokenizer = GptTokenizer.from(TinyGpt.tokenizer(folder));
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

    /** As the hub has it, and with {@code tokenizer.json} alone, which may ask for cuts of its own. */
    @Test
    void readsBothKindsOfFiles() throws IOException {
        TinyGpt.tokenizer(folder);
        TextTokenizer two = GptTokenizer.from(folder);
        String merges = Files.readAllLines(folder.resolve("merges.txt")).stream()
                .filter(line -> !line.startsWith("#version")).map(new Gson()::toJson).collect(Collectors.joining(","));
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"model": {"type": "BPE", "end_of_word_suffix": "", "vocab": %s, "merges": [%s]},
                 "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
                 "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true},
                 "truncation": {"max_length": 3, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
                 "padding": {"strategy": {"Fixed": 50}, "direction": "Right", "pad_id": 0, "pad_type_id": 0,
                             "pad_token": "!"}}"""
                .formatted(Files.readString(folder.resolve("vocab.json")), merges));
        Files.delete(folder.resolve("vocab.json"));
        TextTokenizer one = GptTokenizer.from(folder);
        assertEquals(two.size(), one.size());
        String text = "A red dog isn't here. ".repeat(300);
        assertArrayEquals(two.tokens(text), one.tokens(text));
        assertEquals(text.strip(), one.decode(one.tokens(text)));
        assertTrue(one.size() > 256);
    }

    @Test
    void brokenAndMissingFilesAreNamed() throws IOException {
        TinyGpt.tokenizer(folder);
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\nno pair at all\n");
        refused("vocab.json");
        Files.delete(folder.resolve("merges.txt"));
        refused("merges.txt");
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0}");
        Files.writeString(folder.resolve("merges.txt"), "");
        refused("<|endoftext|>");
    }

    private void refused(String named) {
        String message = assertThrows(ModelException.class, () -> GptTokenizer.from(folder)).getMessage();
        assertTrue(message.contains(named), message);
    }

    private static int[] append(int[] ids, int id) {
        int[] longer = Arrays.copyOf(ids, ids.length + 1);
        longer[ids.length] = id;
        return longer;
    }
}
