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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.model.ModelException;

/** Both files of a T5's tokenizer against what the reference libraries make of texts, and the cutting of words. */
class T5TokenizerTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tokenizer.json", "spiece.model"})
    void agreesWithTheReferenceLibraries(String file) throws IOException {
        T5Tokenizer tokenizer = tokenizer(file);
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
        T5Tokenizer tokenizer = tokenizer("tokenizer.json");
        String text = "A red dog sitting on the beach.";
        int[] whole = tokenizer.encode(text, 100);
        assertEquals(tokenizer.endId(), whole[whole.length - 1]);
        assertEquals(text, tokenizer.decode(whole));
        int[] cut = tokenizer.encode(text, 4);
        assertEquals(4, cut.length);
        assertEquals(tokenizer.endId(), cut[3]);
        assertEquals("", tokenizer.decode(tokenizer.endId(), tokenizer.fillId(), tokenizer.size() + 7));
    }

    /** Against all ways to cut a word. */
    @Test
    void cutsAWordIntoThePiecesWithTheLargestSumOfScores() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            List<Unigram.Piece> pieces = new ArrayList<>(List.of(new Unigram.Piece("?", 0)));
            for (int i = 0; i < 12; i++) {
                pieces.add(new Unigram.Piece(word(random, 1 + random.nextInt(3)), -5 * random.nextDouble()));
            }
            Unigram unigram = new Unigram(pieces, Set.of(0), 0);
            String word = word(random, 1 + random.nextInt(8));
            double least = pieces.stream().mapToDouble(Unigram.Piece::score).min().orElseThrow();
            double best = best(pieces, word, least - 10);
            int[] cut = unigram.cut(word);
            if (IntStream.of(cut).noneMatch(id -> id == 0)) {
                assertEquals(word, String.join("", IntStream.of(cut).mapToObj(id -> pieces.get(id).text()).toList()));
                assertEquals(best, IntStream.of(cut).mapToDouble(id -> pieces.get(id).score()).sum(), 1e-9);
            } else {
                assertTrue(best < least - 9, word + " can be cut into pieces, but was not");
            }
        }
    }

    private static double best(List<Unigram.Piece> pieces, String word, double unknown) {
        if (word.isEmpty()) {
            return 0;
        }
        double best = unknown + best(pieces, word.substring(1), unknown);
        for (int id = 1; id < pieces.size(); id++) {
            Unigram.Piece piece = pieces.get(id);
            // A piece that is listed twice counts with its first score.
            boolean first = pieces.stream().filter(other -> other.text().equals(piece.text())).findFirst()
                    .orElseThrow() == piece;
            if (first && word.startsWith(piece.text())) {
                best = Math.max(best, piece.score() + best(pieces, word.substring(piece.text().length()), unknown));
            }
        }
        return best;
    }

    private static String word(Random random, int length) {
        return random.ints(length, 'a', 'e').collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"type\":\"Unigram\" | \"type\":\"BPE\" | BPE",
            "\"byte_fallback\":false | \"byte_fallback\":true | byte_fallback",
            "\"type\":\"Precompiled\" | \"type\":\"Lowercase\" | Lowercase",
            "\"type\":\"WhitespaceSplit\" | \"type\":\"Digits\" | Digits",
            "\"prepend_scheme\":\"always\" | \"prepend_scheme\":\"never\" | never",
            "\"unk_id\":2 | \"unk_id\":9999 | 9999",
            "\"content\":\"</s>\" | \"content\":\"<end>\" | </s>",
            "\"precompiled_charsmap\":\" | \"precompiled_charsmap\":\"AAAA | character map"})
    void refusesWhatIsNotOfAT5(String part, String other, String named) throws IOException {
        String json = resource("tokenizer.json");
        assertTrue(json.contains(part), part);
        refused("tokenizer.json", json.replace(part, other).getBytes(StandardCharsets.UTF_8), named);
    }

    @Test
    void refusesBrokenAndMissingFiles() throws IOException {
        byte[] whole = bytes("spiece.model");
        byte[] cut = Arrays.copyOf(whole, whole.length - 3);
        refused("spiece.model", cut, "SentencePiece model");
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            changed[random.nextInt(200)] = (byte) random.nextInt();
            Files.write(folder.resolve("spiece.model"), changed);
            try {
                T5Tokenizer.from(folder).tokens("a red dog");
            } catch (ModelException e) {
                assertTrue(e.getMessage().contains("spiece.model"), e.getMessage());
            }
        }
        Files.delete(folder.resolve("spiece.model"));
        String message = assertThrows(ModelException.class, () -> T5Tokenizer.from(folder)).getMessage();
        assertTrue(message.contains("tokenizer.json") && message.contains("spiece.model"), message);
    }

    private void refused(String file, byte[] content, String named) throws IOException {
        Files.write(folder.resolve(file), content);
        String message = assertThrows(ModelException.class, () -> T5Tokenizer.from(folder)).getMessage();
        assertTrue(message.contains(file) && message.contains(named), message);
    }

    private T5Tokenizer tokenizer(String file) throws IOException {
        Files.write(folder.resolve(file), bytes(file));
        Files.write(folder.resolve("tokenizer_config.json"), bytes("tokenizer_config.json"));
        return T5Tokenizer.from(folder);
    }

    private static String resource(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = T5TokenizerTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
