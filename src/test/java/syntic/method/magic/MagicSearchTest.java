package syntic.method.magic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import syntic.method.TinyWords;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptConfig;
import syntic.model.gpt.GptDropout;
import syntic.model.gpt.GreedyDecoding;
import syntic.model.gpt.Hypothesis;
import syntic.nn.Initializer;
import syntic.nn.Torch;
import syntic.stage.TextFit;

/** MAGIC search against the same in plain Java, which reads whole texts anew for every candidate. */
class MagicSearchTest {
    private static final int CANDIDATES = 7;
    private final GptConfig config = GptConfig.of(TinyWords.SIZE, 16, 32, 2, 4);
    private final NDManager manager = Torch.newManager();
    private final Gpt gpt = new Gpt(config, Initializer.scaled(2).create(manager, GptConfig.parameters(config), 5,
            "test"));
    private final TinyWords words = new TinyWords();
    private final List<float[]> photos = IntStream.range(0, 5).mapToObj(i -> TinyWords.feature("photo " + i)).toList();

    @AfterEach
    void close() {
        manager.close();
    }

    private MagicSearch search(double alpha, double beta) {
        return new MagicSearch(gpt, words, TinyWords.START, new TextFit(words, 0.1),
                new Magic.Search(CANDIDATES, alpha, beta, 0.1, 10));
    }

    @Test
    void everyStepTakesTheCandidateOfTheHighestScore() {
        for (double[] setting : new double[][] {{0.1, 2}, {0.6, 0.3}, {0.6, 0}, {0, 0}}) {
            List<int[]> captions = search(setting[0], setting[1]).captions(photos);
            for (int i = 0; i < photos.size(); i++) {
                assertArrayEquals(plain(photos.get(i), setting[0], setting[1]), captions.get(i),
                        Arrays.toString(setting));
            }
        }
    }

    @Test
    void theScoreIsThatOfThePaper() {
        MagicSearch search = search(0.1, 2);
        // (1 - 0.1) · 0.5 - 0.1 · 0.9 + 2 · 0.25, and (1 - 0.1) · 0.25 - 0.1 · (-0.5) + 2 · 0.75
        assertArrayEquals(new double[] {0.86, 1.775},
                search.scores(new float[] {0.5f, 0.25f}, new float[] {0.9f, -0.5f}, new double[] {0.25, 0.75}), 1e-8);
    }

    @Test
    void withoutAPhotoItIsContrastiveSearchAndWithoutAPenaltyTooTheMostProbableToken() {
        List<int[]> contrastive = search(0.6, 0).captions(photos);
        contrastive.forEach(caption -> assertArrayEquals(contrastive.get(0), caption, "a photo has a say"));
        assertTrue(words.read.isEmpty(), "texts were encoded for nothing: " + words.read);
        assertFalse(Arrays.equals(contrastive.get(0), search(0.1, 2).captions(photos).get(0)));
        List<int[]> probable = search(0, 0).captions(photos.subList(0, 1));
        NDArray prompt = gpt.embed(manager.create(new long[] {TinyWords.START}, new Shape(1, 1)));
        Hypothesis greedy = new GreedyDecoding().decode(gpt, prompt, TinyWords.END, 10).get(0).get(0);
        assertArrayEquals(greedy.words(), probable.get(0));
        assertFalse(Arrays.equals(probable.get(0), contrastive.get(0)), "the penalty changes nothing");
    }

    @Test
    void photosDoNotDependOnEachOther() {
        List<int[]> together = search(0.1, 2).captions(photos);
        assertNotEquals(Arrays.toString(together.get(0)), Arrays.toString(together.get(1)));
        for (int i = 0; i < photos.size(); i++) {
            assertArrayEquals(together.get(i), search(0.1, 2).captions(List.of(photos.get(i))).get(0));
        }
        assertEquals(List.of(), search(0.1, 2).captions(List.of()));
    }

    @Test
    void refusesWhatIsNoSearch() {
        for (double[] wrong : new double[][] {{0, 0.1, 2, 1}, {5, 1.1, 2, 1}, {5, -0.1, 2, 1}, {5, 0.1, -1, 1},
            {5, Double.NaN, 1, 1}, {5, 0.1, 2, 0}}) {
            assertThrows(IllegalArgumentException.class, () -> new Magic.Search((int) wrong[0], wrong[1],
                    wrong[2], wrong[3], 10), Arrays.toString(wrong));
        }
    }

    private int[] plain(float[] photo, double alpha, double beta) {
        List<Integer> text = new ArrayList<>(List.of(TinyWords.START));
        for (int length = 0; length < 10; length++) {
            double[] probabilities = softmax(logits(text));
            List<Integer> candidates = IntStream.range(0, TinyWords.SIZE).boxed().sorted(Comparator
                    .comparingDouble((Integer token) -> -probabilities[token])).limit(CANDIDATES).toList();
            double[] fitting = TinyWords.weights(photo, candidates.stream().map(token -> words.decode(
                    with(text, token).stream().mapToInt(Integer::intValue).toArray())).toList(), 0.1);
            int best = IntStream.range(0, CANDIDATES).boxed().max(Comparator.comparingDouble(i ->
                    (1 - alpha) * probabilities[candidates.get(i)] - alpha * repetition(with(text, candidates.get(i)))
                            + beta * fitting[i])).orElseThrow();
            if (candidates.get(best) == TinyWords.END) {
                break;
            }
            text.add(candidates.get(best));
        }
        return text.stream().skip(1).mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> with(List<Integer> text, int token) {
        List<Integer> longer = new ArrayList<>(text);
        longer.add(token);
        return longer;
    }

    private NDArray states(List<Integer> text) {
        long[] tokens = text.stream().mapToLong(Integer::longValue).toArray();
        return gpt.hidden(gpt.embed(manager.create(tokens, new Shape(1, tokens.length))), GptDropout.NONE);
    }

    private float[] logits(List<Integer> text) {
        return gpt.logits(states(text)).get("0, " + (text.size() - 1)).toFloatArray();
    }

    /** The highest cosine of the last token's state with one before. */
    private double repetition(List<Integer> text) {
        float[] states = states(text).toFloatArray();
        int width = config.width();
        int last = (text.size() - 1) * width;
        return IntStream.range(0, text.size() - 1).mapToDouble(j -> {
            double product = 0;
            double own = 0;
            double other = 0;
            for (int i = 0; i < width; i++) {
                product += states[last + i] * states[j * width + i];
                own += states[last + i] * states[last + i];
                other += states[j * width + i] * states[j * width + i];
            }
            return product / Math.sqrt(own * other);
        }).max().orElseThrow();
    }

    private static double[] softmax(float[] logits) {
        double sum = IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i])).sum();
        return IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i]) / sum).toArray();
    }
}
