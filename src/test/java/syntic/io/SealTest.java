package syntic.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    void everyFlippedBitIsFoundOrChangesNothing() throws IOException {
        for (String sealed : List.of(Seal.json("{\"scores\": {\"CIDEr\": 1.25}}"), Seal.lines("step,loss\n1,0.5\n"))) {
            byte[] bytes = sealed.getBytes(StandardCharsets.US_ASCII);
            for (int bit = 0; bit < 8 * bytes.length; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                String read = new String(flipped, StandardCharsets.ISO_8859_1);
                assertTrue(fails(read) || Seal.open(read).equals(Seal.open(sealed)), read);
            }
        }
    }

    private static boolean fails(String text) {
        try {
            Seal.open(text);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void damageToTheTextAndItsSumIsFound() {
        assertTrue(fails(Seal.json("{\"a\": 1}").replace("1", "2").replace("digest", "dig3st")));
        assertTrue(fails(Seal.lines("1\n2\n").replace("2", "3").replace("digest ", "dig3st ")));
    }
}
