package syntic.model.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;

/** The byte-pair encoding against the reference tokenizer on every caption. */
class ClipTokenizerReferenceTest {

    @TestFactory
    Stream<DynamicTest> captionsGetTheReferenceIds() throws IOException {
        Path root = Reference.folder("models/tokenizer").getParent();
        JsonObject description = JsonParser.parseString(Files.readString(root.resolve("manifest.json")))
                .getAsJsonObject().getAsJsonObject("cases").getAsJsonObject("tokenizer");
        JsonObject vocabulary = description.getAsJsonObject("vocabulary");
        int length = vocabulary.get("max_length").getAsInt();
        Path captions = root.resolve(description.get("io").getAsString());
        ClipTokenizer tokenizer = ClipTokenizer.from(captions.getParent());
        assertEquals(vocabulary.get("vocab_size").getAsInt(), tokenizer.size());
        assertEquals(vocabulary.get("bos").getAsInt(), tokenizer.startId());
        assertEquals(vocabulary.get("eos").getAsInt(), tokenizer.endId());
        return StreamSupport.stream(JsonParser.parseString(Files.readString(captions)).getAsJsonArray().spliterator(),
                false).map(JsonElement::getAsJsonObject).map(caption -> {
                    String text = caption.get("text").getAsString();
                    int[] ids = StreamSupport.stream(caption.getAsJsonArray("ids").spliterator(), false)
                            .mapToInt(JsonElement::getAsInt).toArray();
                    return DynamicTest.dynamicTest("'" + text + "'",
                            () -> assertArrayEquals(ids, tokenizer.encode(text, length)));
                });
    }
}
