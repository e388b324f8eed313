package syntic.model.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.model.ModelException;

/** The same tokenizer in either layout of files. */
class ClipTokenizerFilesTest {
    private static final List<String> TEXTS = List.of("a photo of a dog", "photos, photos", "Zebra 7!");

    @TempDir
    private Path folder;
    private ClipTokenizer expected;

    @BeforeEach
    void train() {
        BpeTrainer.train(List.of("a photo of a dog", "a photo of two dogs", "photos"), 600, 1).write(folder);
        expected = ClipTokenizer.from(folder);
    }

    /** Files of this kind write a merge as "left right", newer ones as ["left", "right"]. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tokenizerJsonGivesTheSameIds(boolean lists) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), combined(lists).toString());
        Files.delete(folder.resolve("vocab.json"));
        Files.delete(folder.resolve("merges.txt"));
        ClipTokenizer tokenizer = ClipTokenizer.from(folder);
        for (String text : TEXTS) {
            assertArrayEquals(expected.encode(text, 77), tokenizer.encode(text, 77), text);
        }
    }

    @ParameterizedTest
    @CsvSource({"end_of_word_suffix, end_of_word_suffix", "vocab, vocab", "merges, merges"})
    void anotherTokenizerIsRefused(String removed, String said) throws IOException {
        JsonObject json = combined(false);
        json.getAsJsonObject("model").remove(removed);
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        Files.delete(folder.resolve("vocab.json"));
        refused("tokenizer.json", said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b c", " b", "a "})
    void brokenMergesAreRefused(String line) throws IOException {
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + line + "\n");
        refused("merges.txt", "'" + line + "'");
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        Files.delete(folder.resolve("vocab.json"));
        refused("vocab.json", "tokenizer.json");
    }

    private void refused(String... said) {
        ModelException e = assertThrows(ModelException.class, () -> ClipTokenizer.from(folder));
        for (String part : said) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    private JsonObject combined(boolean lists) throws IOException {
        JsonObject vocabulary = JsonParser.parseString(Files.readString(folder.resolve("vocab.json")))
                .getAsJsonObject();
        JsonArray added = new JsonArray();
        for (String special : List.of(ClipTokenizer.START, ClipTokenizer.END)) {
            JsonObject token = new JsonObject();
            token.addProperty("content", special);
            token.add("id", vocabulary.remove(special));
            added.add(token);
        }
        JsonArray merges = new JsonArray();
        for (String line : Files.readAllLines(folder.resolve("merges.txt"))) {
            if (!line.startsWith("#version")) {
                JsonElement merge = new JsonPrimitive(line);
                if (lists) {
                    JsonArray pair = new JsonArray();
                    List.of(line.split(" ")).forEach(pair::add);
                    merge = pair;
                }
                merges.add(merge);
            }
        }
        JsonObject model = new JsonObject();
        model.addProperty("type", "BPE");
        model.addProperty("end_of_word_suffix", "</w>");
        model.add("vocab", vocabulary);
        model.add("merges", merges);
        JsonObject json = new JsonObject();
        json.add("added_tokens", added);
        json.add("model", model);
        return json;
    }
}
