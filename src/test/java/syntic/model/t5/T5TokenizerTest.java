package syntic.model.t5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntic.model.ModelException;
import syntic.model.token.TextTokenizer;

/** A T5's tokenizer against what the reference libraries make of texts. */
class T5TokenizerTest {
    @TempDir
    private Path folder;

    @Test
    void agreesWithTheReferenceLibraries() throws IOException {
        TextTokenizer tokenizer = tokenizer();
        JsonArray cases = JsonParser.parseString(resource("expected.json")).getAsJsonArray();
        assertTrue(cases.size() > 100);
        for (JsonElement element : cases) {
            JsonObject expected = element.getAsJsonObject();
            String text = expected.get("text").getAsString();
            int[] ids = StreamSupport.stream(expected.getAsJsonArray("ids").spliterator(), false)
                    .mapToInt(JsonElement::getAsInt).toArray();
            assertArrayEquals(ids, tokenizer.tokens(text), text);
            assertEquals(expected.get("decoded").getAsString().strip(), tokenizer.decode(ids), text);
        }
    }

    @Test
    void aTextComesBackAndEndsWithTheEndToken() throws IOException {
        TextTokenizer tokenizer = tokenizer();
        String text = "A red dog sitting on the beach.";
        int[] whole = tokenizer.ended(text, 100);
        assertEquals(tokenizer.endId(), whole[whole.length - 1]);
        assertEquals(text, tokenizer.decode(whole));
        int[] cut = tokenizer.ended(text, 4);
        assertEquals(4, cut.length);
        assertEquals(tokenizer.endId(), cut[3]);
        assertEquals("", tokenizer.decode(tokenizer.endId(), tokenizer.fillId(), tokenizer.size() + 7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"type\":\"Unigram\" | \"type\":\"BPE\" | not a tokenizer",
            "\"unk_id\":2 | \"unk_id\":9999 | UnkId",
            "</s> | <end> | </s>",
            "\"precompiled_charsmap\":\" | \"precompiled_charsmap\":\"AAAA | character map",
            "\"precompiled_charsmap\":\" | \"precompiled_charsmap\":\"? | base64"})
    void refusesWhatIsNotOfAT5(String part, String other, String named) throws IOException {
        String json = resource("tokenizer.json");
        assertTrue(json.contains(part), part);
        Files.writeString(folder.resolve("tokenizer.json"), json.replace(part, other));
        String message = assertThrows(ModelException.class, () -> T5Tokenizer.from(folder)).getMessage();
        assertTrue(message.contains("tokenizer.json") && message.contains(named), message);
    }

    @Test
    void saysWhatToDoWhereThereIsNoFile() throws IOException {
        String message = assertThrows(ModelException.class, () -> T5Tokenizer.from(folder)).getMessage();
        assertTrue(message.contains("tokenizer.json"), message);
        Files.write(folder.resolve("spiece.model"), new byte[1]);
        message = assertThrows(ModelException.class, () -> T5Tokenizer.from(folder)).getMessage();
        assertTrue(message.contains("AutoTokenizer.from_pretrained('" + folder + "')"), message);
    }

    private TextTokenizer tokenizer() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), resource("tokenizer.json"));
        return T5Tokenizer.from(folder);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = T5TokenizerTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
