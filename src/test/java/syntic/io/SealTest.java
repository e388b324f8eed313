package syntic.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text that states its own sum: no flipped bit gives another text in silence. */
class SealTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\": 1}", "{\n  \"a\": [\"ü\", 2.5],\n  \"digest\": \"mine\"\n}\n"})
    void objectsComeBackAndStayJson(String object) throws IOException {
        String sealed = Seal.json(object);
        JsonParser.parseString(sealed);
        assertEquals(JsonParser.parseString(object), JsonParser.parseString(Seal.open(sealed)));
        assertEquals(object, Seal.open(object), "a text of a former version");
    }

    @Test
    void linesComeBack() throws IOException {
        assertEquals("step,loss\n1,0.5\n", Seal.open(Seal.lines("step,loss\n1,0.5\n")));
    }

    @Test
    void everyFlippedBitIsFoundOrChangesNothing() {
        String content = "{\"scores\": {\"CIDEr\": 1.25}}";
        byte[] bytes = Seal.json(content).getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                String read = Seal.open(new String(flipped, StandardCharsets.ISO_8859_1));
                // The mark itself was hit: the text then is read like one that has none.
                assertTrue(read.startsWith(content.substring(0, content.length() - 1)), read);
            } catch (IOException e) {
                found++;
            }
        }
        assertTrue(found >= 8 * content.length() - 8, found + " found");
        assertThrows(IOException.class, () -> Seal.open(Seal.json(content).replace("1.25", "2.25")));
    }
}
