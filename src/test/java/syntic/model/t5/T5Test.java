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
import syntic.model.gpt.BeamSearch;
import syntic.model.gpt.GreedyDecoding;
import syntic.model.gpt.Hypothesis;
import syntic.nn.Initializer;
import syntic.nn.Torch;
import syntic.nn.train.AdamW;
import syntic.nn.train.TrainingStep;

class T5Test {
    private static final String CONFIG = """
            {"model_type": "t5", "vocab_size": 30, "d_model": 16, "d_kv": 4, "d_ff": 24, "num_layers": 2,
             "num_heads": 3%s}""";

    /** Steps with a cache must write what whole answers would: the first T5's feed-forward and tying included. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", \"feed_forward_proj\": \"gated-gelu\", \"tie_word_embeddings\": false"})
    void greedyFollowsTheLogitsOfWholeAnswers(String more) {
        try (NDManager manager = Torch.newManager()) {
            T5 t5 = t5(manager, more);
            assertEquals(more.isEmpty(), t5.config().tied());
            NDArray ids = manager.create(new long[] {5, 6, 7, 8, 9, 10, 11, 0}, new Shape(2, 4));
            NDArray mask = manager.create(new long[] {1, 1, 1, 1, 1, 1, 1, 0}, new Shape(2, 4));
            List<List<Integer>> answers = greedy(t5, ids, mask, -1);
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
            assertEquals(answers.get(1), greedy(t5, alone, alone.onesLike(), -1).get(0));
            int end = answers.get(0).get(2);
            List<Integer> stopped = greedy(t5, ids, mask, end).get(0);
            assertEquals(answers.get(0).subList(0, answers.get(0).indexOf(end) + 1), stopped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {", \"num_heads\": 0", ", \"num_layers\": 1000000", ", \"feed_forward_proj\": \"mish\"",
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

    /** Every hypothesis of the search has the probability that the whole answer has; the best comes first. */
    @Test
    void beamsKeepWhatWholeAnswersAreWorth() {
        try (NDManager manager = Torch.newManager()) {
            T5 t5 = t5(manager, ", \"feed_forward_proj\": \"gated-gelu\"");
            List<int[]> prompts = List.of(new int[] {5, 6, 7, 8}, new int[] {9, 10, 11});
            List<List<Hypothesis>> found = t5.answer(T5Batch.of(manager, prompts, 0),
                    new BeamSearch(4, BeamSearch.Score.SUM), 1, 5);
            for (int row = 0; row < 2; row++) {
                assertEquals(4, found.get(row).size());
                double before = 0;
                for (Hypothesis answer : found.get(row)) {
                    assertEquals(answer.logProbability(), worth(t5, prompts.get(row), answer.tokens()), 1e-4);
                    assertTrue(answer.logProbability() <= before);
                    before = answer.logProbability();
                }
            }
        }
    }

    private static double worth(T5 t5, int[] prompt, List<Integer> answer) {
        try (NDManager scope = t5.weights().manager().newSubManager()) {
            T5Batch batch = T5Batch.of(scope, List.of(prompt), 0);
            int[] read = new int[answer.size()];
            for (int i = 1; i < read.length; i++) {
                read[i] = answer.get(i - 1);
            }
            NDArray logs = t5.logits(t5.encode(batch.ids(), batch.mask()), batch.mask(),
                    T5Batch.of(scope, List.of(read), 0).ids()).logSoftmax(-1);
            return IntStream.range(0, read.length).mapToDouble(i -> logs.getFloat(0, i, answer.get(i))).sum();
        }
    }

    /** Padding behind an answer changes nothing, the collector of garbage neither. */
    @Test
    void trainingLearnsAnswersByHeart() {
        try (NDManager manager = Torch.newManager()) {
            T5 t5 = t5(manager, "");
            List<int[]> prompts = List.of(new int[] {5, 6, 7, 8}, new int[] {9, 10, 11});
            List<int[]> answers = List.of(new int[] {12, 13, 14, 15, 1}, new int[] {16, 1});
            try (AdamW optimizer = new AdamW(t5.weights(), AdamW.Config.ADAM)) {
                int[] calls = {0};
                float first = 0;
                float last = 0;
                for (int step = 0; step < 150; step++) {
                    last = TrainingStep.run(manager, optimizer, 0.01, scope -> {
                        NDArray loss = t5.loss(T5Batch.of(scope, prompts, 0), T5Batch.of(scope, answers, 0).ids(), 0);
                        if (++calls[0] % 20 == 0) {
                            System.gc();
                        }
                        return loss;
                    }).loss();
                    first = step == 0 ? last : first;
                }
                assertTrue(first > 1 && last < 0.05, first + " " + last);
            }
            assertEquals(List.of(List.of(12, 13, 14, 15, 1), List.of(16, 1)), t5.answer(T5Batch.of(manager, prompts, 0),
                    new GreedyDecoding(), 1, 9).stream().map(kept -> kept.get(0).tokens()).toList());
            assertThrows(IllegalArgumentException.class, () -> t5.loss(T5Batch.of(manager, prompts, 0),
                    T5Batch.of(manager, List.of(new int[] {0}, new int[] {0}), 0).ids(), 0));
        }
    }

    private static List<List<Integer>> greedy(T5 t5, NDArray ids, NDArray mask, int end) {
        return t5.answer(new T5Batch(ids, mask), new GreedyDecoding(), end, 7).stream()
                .map(kept -> kept.get(0).tokens()).toList();
    }

    private static T5 t5(NDManager manager, String more) {
        T5Config config = config(more);
        return new T5(config, Initializer.scaled(1).create(manager, T5Config.parameters(config), 3, "test"));
    }

    private static T5Config config(String more) {
        return T5Config.from(ConfigFile.parse("config.json", CONFIG.formatted(more)));
    }
}
