package syntic.model.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.model.ModelException;
import syntic.model.token.HubTokenizer;

/** The same tokenizer in either layout of files. */
class ClipTokenizerFilesTest {
    private static final List<String> TEXTS = List.of("a photo of a dog", "photos, photos", "Zebra 7!");

    /** How CLIP's file says that texts are cleaned and split. */
    private static final String PIPELINE = """
            {"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"},
               {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "}, {"type": "Lowercase"}]},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "behavior": "Removed",
               "invert": true, "pattern": {"Regex":
               "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
               {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true}]}}""";

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

    /** Pieces by the two ways of the transformers library, with spaces between. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"A dog, 2 dogs; a dog , 2 dogs; a dog , 2 dogs",
        "\u65e5\u672c; \u65e5 \u672c; \u65e5\u672c",
        "\ud83d\udc69\u200d\ud83d\ude80; \ud83d\udc69\ud83d\ude80; \ud83d\udc69\u200d\ud83d\ude80",
        "a\u0001b; ab; a \u0001 b", "a\u000bb; ab; a b",
        "\u039f\u0394\u039f\u03a3; \u03bf\u03b4\u03bf\u03c2; \u03bf\u03b4\u03bf\u03c3",
        "hi!<|endoftext|>; hi ! <|endoftext|>; hi ! <|endoftext|>",
        // Of Unicode 14, which Java 17 does not know yet.
        "hi\ud83e\udee0; hi \ud83e\udee0; hi \ud83e\udee0"})
    void theTwoWaysToCleanDiffer(String text, String slow, String fast) {
        assertEquals(slow, String.join(" ", ClipWords.SLOW.of(text)));
        assertEquals(fast, String.join(" ", ClipWords.FAST.of(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A photo of two dogs!?", "\u65e5\u672c\u8a9e text", "x\ud83d\udc69\u200d\ud83d\ude80y",
        "a\u0001b\u000bc\u0085d\u00a0e\u2028f", "\u039f\u0394\u039f\u03a3 \u0130I \u1e9e", "e\u0301 \ufb01 \u212b",
        "it's DON'T 'LL '\u017f", "\u0663\u00bd\u2460 7,5", "hi!<|endoftext|>x",
        "\ufffd\ufeff\ud83c\uddeb\ud83c\uddf7"})
    void tokenizerJsonMeansWhatTheTokenizersLibrarySays(String text) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        JsonObject json = combined(true);
        json.getAsJsonObject("model").addProperty("unk_token", ClipTokenizer.END);
        Files.writeString(file, json.toString());
        HubTokenizer library = new HubTokenizer(file, json, ClipTokenizer.END, ClipTokenizer.START);
        assertArrayEquals(library.tokens(text), ClipTokenizer.from(folder).tokens(text));
    }

    @Test
    void tokenizerJsonIsFollowedWhereItIsThere() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), combined(true).toString());
        ClipTokenizer fast = ClipTokenizer.from(folder);
        assertArrayEquals(expected.tokens("a photo"), fast.tokens("a photo"));
        assertFalse(Arrays.equals(expected.tokens("pho\u200dto"), fast.tokens("pho\u200dto")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"normalizer", "pre_tokenizer"})
    void anotherWayToCleanIsRefused(String key) throws IOException {
        JsonObject json = combined(true);
        json.add(key, JsonParser.parseString(PIPELINE.replace("Lowercase", "StripAccents").replace("]+|", "]|"))
                .getAsJsonObject().get(key));
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        refused("tokenizer.json", "'" + key + "'");
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
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized", "special")) {
                token.addProperty(flag, flag.equals("special"));
            }
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
        JsonObject json = JsonParser.parseString(PIPELINE).getAsJsonObject();
        json.add("added_tokens", added);
        json.add("model", model);
        return json;
    }
}
