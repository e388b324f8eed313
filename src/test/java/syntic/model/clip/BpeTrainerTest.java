package syntic.model.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.model.ModelException;
import syntic.nn.Torch;

class BpeTrainerTest {
    private static final List<String> SENTENCES = Collections.nCopies(3,
            "a red dog sits beside the blue house, and two dogs run along the beach");

    @Test
    void frequentWordsBecomeOneToken() {
        ClipTokenizer tokenizer = BpeTrainer.train(SENTENCES, 1000, 2).tokenizer();
        for (String word : List.of("red", "dogs", "beside", "house", ",")) {
            assertEquals(1, tokenizer.tokens(word).length, word);
        }
        assertTrue(tokenizer.tokens("zebra").length > 1, "an unseen word stays in pieces");
    }

    @Test
    void theFewestMergesComeFirstAndTheLimitHolds() {
        BpeTrainer.Vocabulary vocabulary = BpeTrainer.train(SENTENCES, 5, 2);
        assertEquals(5, vocabulary.merges().size());
        assertEquals(512 + 5 + 2, vocabulary.tokens().size());
        assertEquals(vocabulary.tokens().size() - 1, vocabulary.tokenizer().endId());
        assertEquals(512 + 2, BpeTrainer.train(SENTENCES, 5, 1000).tokens().size(), "nothing is frequent enough");
    }

    @Test
    void writtenFilesReadBackTheSame(@TempDir Path folder) {
        BpeTrainer.Vocabulary vocabulary = BpeTrainer.train(SENTENCES, 1000, 2);
        vocabulary.write(folder);
        ClipTokenizer written = ClipTokenizer.from(folder);
        String text = "The blue dog's \"house\", émigré 12";
        assertArrayEquals(vocabulary.tokenizer().tokens(text), written.tokens(text));
        assertEquals("the blue dog 's \" house \", émigré 1 2", written.decode(written.encode(text, 77)));
    }

    @Test
    void truncationKeepsTheEndAndPaddingRepeatsIt() {
        ClipTokenizer tokenizer = BpeTrainer.train(SENTENCES, 1000, 2).tokenizer();
        int[] cut = tokenizer.encode(SENTENCES.get(0), 6);
        assertEquals(6, cut.length);
        assertEquals(tokenizer.startId(), cut[0]);
        assertEquals(tokenizer.endId(), cut[5]);
        assertEquals("a red dog sits", tokenizer.decode(cut));
        try (NDManager manager = Torch.newManager()) {
            NDArray ids = tokenizer.encode(manager, List.of("the beach", SENTENCES.get(0)), 6);
            assertEquals(new Shape(2, 6), ids.getShape());
            long end = tokenizer.endId();
            assertArrayEquals(new long[] {end, end, end}, Arrays.copyOfRange(ids.toLongArray(), 3, 6));
        }
    }

    @Test
    void aFolderWithoutVocabularyIsNamed(@TempDir Path folder) {
        String message = assertThrows(ModelException.class, () -> ClipTokenizer.from(folder)).getMessage();
        assertTrue(message.contains("vocab.json"), message);
    }
}
