package syntic.model.t5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.nn.Initializer;
import syntic.nn.Torch;

class T5Test {
    private static final String CONFIG = """
            {"model_type": "t5", "vocab_size": 30, "d_model": 16, "d_kv": 4, "d_ff": 24, "num_layers": 2,
             "num_heads": 3%s}""";

    /** Steps with a cache must write what whole answers would: the first T5's feed-forward and tying included. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", \"feed_forward_proj\": \"gated-gelu\", \"tie_word_embeddings\": false"})
    void greedyFollowsTheLogitsOfWholeAnswers(String more) {
        try (NDManager manager = Torch.newManager()) {
            T5Config config = config(more);
            assertEquals(more.isEmpty(), config.tied());
            T5 t5 = new T5(config, Initializer.scaled(1).create(manager, T5Config.parameters(config), 3, "test"));
            NDArray ids = manager.create(new long[] {5, 6, 7, 8, 9, 10, 11, 0}, new Shape(2, 4));
            NDArray mask = manager.create(new long[] {1, 1, 1, 1, 1, 1, 1, 0}, new Shape(2, 4));
            List<List<Integer>> answers = t5.greedy(ids, mask, -1, 7);
            NDArray encoded = t5.encode(ids, mask);
            long[] whole = new long[14];
            for (int row = 0; row < 2; row++) {
                for (int i = 1; i < 7; i++) {
                    whole[7 * row + i] = answers.get(row).get(i - 1);
                }
            }
            long[] next = t5.logits(encoded, mask, manager.create(whole, new Shape(2, 7))).argMax(-1).toLongArray();
            for (int row = 0; row < 2; row++) {
                int first = 7 * row;
                assertEquals(IntStream.range(0, 7).mapToObj(i -> (int) next[first + i]).toList(), answers.get(row));
            }
            // Padding is not read: the answer to the second prompt alone is the same.
            NDArray alone = manager.create(new long[] {9, 10, 11}, new Shape(1, 3));
            assertEquals(answers.get(1), t5.greedy(alone, alone.onesLike(), -1, 7).get(0));
            int end = answers.get(0).get(2);
            List<Integer> stopped = t5.greedy(ids, mask, end, 7).get(0);
            assertEquals(answers.get(0).subList(0, answers.get(0).indexOf(end) + 1), stopped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {", \"num_heads\": 0", ", \"num_layers\": 1000000", ", \"feed_forward_proj\": \"swish\"",
            ", \"eos_token_id\": 30", ", \"relative_attention_num_buckets\": 2", ", \"model_type\": \"bart\""})
    void refusesWithTheKeyNamed(String more) {
        ModelException thrown = assertThrows(ModelException.class, () -> config(more));
        assertTrue(thrown.getMessage().contains(more.substring(3, more.indexOf('"', 3))), thrown.getMessage());
    }

    @Test
    void farDistancesShareBuckets() {
        RelativePositions positions = new RelativePositions(32, 128);
        assertEquals(positions.bucket(-500, RelativePositions.Direction.BOTH),
                positions.bucket(-Integer.MAX_VALUE, RelativePositions.Direction.BOTH));
        assertFalse(positions.bucket(-1, RelativePositions.Direction.BOTH)
                == positions.bucket(1, RelativePositions.Direction.BOTH));
    }

    private static T5Config config(String more) {
        return T5Config.from(ConfigFile.parse("config.json", CONFIG.formatted(more)));
    }
}
