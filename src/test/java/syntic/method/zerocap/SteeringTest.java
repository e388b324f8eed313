package syntic.method.zerocap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import syntic.method.TinyWords;
import syntic.model.gpt.BeamSearch;
import syntic.model.gpt.Decoding;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptCache;
import syntic.model.gpt.GptConfig;
import syntic.model.gpt.GreedyDecoding;
import syntic.model.gpt.Hypothesis;
import syntic.nn.Initializer;
import syntic.nn.Torch;
import syntic.nn.train.Gradients;
import syntic.stage.TextFit;

/** ZeroCap's gradient by finite differences, one step by hand, and what is left of it without steps. */
class SteeringTest {
    private static final int[] PROMPT = {TinyWords.START, 7, 12};
    private static final long[] LAST = {12, 12};
    private final GptConfig config = GptConfig.of(TinyWords.SIZE, 16, 16, 2, 2);
    private final NDManager manager = Torch.newManager();
    private final Gpt gpt = new Gpt(config, Initializer.scaled(2).create(manager, GptConfig.parameters(config), 5,
            "test"));
    private final TinyWords words = new TinyWords();
    private final List<float[]> photos = IntStream.range(0, 2).mapToObj(i -> TinyWords.feature("photo " + i)).toList();
    private final float[] target = target();

    @AfterEach
    void close() {
        manager.close();
    }

    private static Steering steering(int iterations, Decoding decoding) {
        return new Steering("w7 w12", "", 6, 0.1, iterations, 0.3, 1, 0.2, 0.9, 0.99, 1, 1, decoding, 8);
    }

    /** What CLIP wants of either row: some words in both, some in one. */
    private static float[] target() {
        float[] target = new float[2 * TinyWords.SIZE];
        target[4] = 0.7f;
        target[9] = 0.3f;
        target[TinyWords.SIZE + 9] = 1;
        return target;
    }

    /** Keys and values of the prompt without its last token, in two rows. */
    private List<NDArray> past() {
        try (GptCache cache = new GptCache(manager, config)) {
            gpt.hidden(gpt.embed(manager.create(new long[] {PROMPT[0], PROMPT[1], PROMPT[0], PROMPT[1]},
                    new Shape(2, 2))), cache);
            return cache.tensors().stream().map(NDArray::duplicate).peek(copy -> copy.attach(manager)).toList();
        }
    }

    private static List<NDArray> zeros(List<NDArray> past) {
        return past.stream().map(NDArray::zerosLike).toList();
    }

    @Test
    void theLossIsThatOfThePaperAndItsGradientThatOfFiniteDifferences() {
        CacheShift shift = new CacheShift(gpt, steering(5, new GreedyDecoding()));
        List<NDArray> past = past();
        NDArray unsteered = manager.randomNormal(new Shape(2, TinyWords.SIZE)).logSoftmax(-1);
        List<NDArray> point = zeros(past).stream().map(zero -> zero.add(manager.randomNormal(zero.getShape())
                .mul(0.3))).toList();
        NDArray logits = shift.logits(point, past, LAST);
        assertEquals(plain(logits, unsteered), shift.loss(logits, unsteered, target).getFloat(), 1e-4);
        List<NDArray> gradients = Gradients.of(manager, point, points ->
                shift.loss(shift.logits(points, past, LAST), unsteered, target));
        int seen = 0;
        for (int k = 0; k < point.size(); k++) {
            float[] gradient = gradients.get(k).toFloatArray();
            float[] values = point.get(k).toFloatArray();
            for (int i = 0; i < values.length; i += 5) {
                double slope = (at(shift, past, point, unsteered, k, i, 0.02f)
                        - at(shift, past, point, unsteered, k, i, -0.02f)) / 0.04;
                assertEquals(slope, gradient[i], 2e-3 + 0.02 * Math.abs(slope), "tensor " + k + ", number " + i);
                seen += Math.abs(slope) > 0.02 ? 1 : 0;
            }
        }
        assertTrue(seen > 20, "only " + seen + " numbers have a slope to speak of");
    }

    /** The loss where one number of one tensor is moved. */
    private double at(CacheShift shift, List<NDArray> past, List<NDArray> point, NDArray unsteered, int tensor,
            int number, float by) {
        List<NDArray> moved = new ArrayList<>(point);
        float[] values = point.get(tensor).toFloatArray();
        values[number] += by;
        moved.set(tensor, manager.create(values, point.get(tensor).getShape()));
        return plain(shift.logits(moved, past, LAST), unsteered);
    }

    /** The loss in plain Java. */
    private double plain(NDArray logits, NDArray unsteered) {
        float[] all = logits.toFloatArray();
        float[] before = unsteered.toFloatArray();
        double loss = 0;
        for (int row = 0; row < 2; row++) {
            int from = row * TinyWords.SIZE;
            double total = Math.log(IntStream.range(from, from + TinyWords.SIZE).mapToDouble(i -> Math.exp(all[i]))
                    .sum());
            for (int i = from; i < from + TinyWords.SIZE; i++) {
                double log = all[i] - total;
                loss += -target[i] * log + 0.2 * Math.exp(log) * (log - before[i]);
            }
        }
        return loss;
    }

    @Test
    void aStepGoesAgainstTheGradientWhoseLengthIsEvenedOut() {
        CacheShift shift = new CacheShift(gpt, steering(1, new GreedyDecoding()));
        List<NDArray> past = past();
        NDArray unsteered = shift.logits(zeros(past), past, LAST).logSoftmax(-1);
        List<NDArray> gradients = Gradients.of(manager, zeros(past), points ->
                shift.loss(shift.logits(points, past, LAST), unsteered, target));
        List<NDArray> byHand = gradients.stream().map(gradient -> {
            float[] values = gradient.toFloatArray();
            int half = values.length / 2;
            for (int row = 0; row < 2; row++) {
                double norm = Math.sqrt(IntStream.range(row * half, (row + 1) * half)
                        .mapToDouble(i -> values[i] * values[i]).sum());
                for (int i = row * half; i < (row + 1) * half; i++) {
                    values[i] = (float) (-0.3 * values[i] / Math.pow(norm, 0.9));
                }
            }
            return manager.create(values, gradient.getShape());
        }).toList();
        float[] expected = shift.logits(byHand, past, LAST).toFloatArray();
        float[] stepped = shift.logits(manager, past, LAST, unsteered, logits -> {
            // What autograd still needs must not be in the hands of the garbage collector.
            System.gc();
            return target;
        }).toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], stepped[i], 1e-4);
        }
    }

    @Test
    void moreStepsBringTheLossDownAndAnotherRowHasNoSay() {
        List<NDArray> past = past();
        NDArray unsteered = new CacheShift(gpt, steering(0, new GreedyDecoding())).logits(zeros(past), past, LAST)
                .logSoftmax(-1);
        double before = plain(unsteered, unsteered);
        for (int iterations : new int[] {1, 5}) {
            CacheShift shift = new CacheShift(gpt, steering(iterations, new GreedyDecoding()));
            NDArray steered = shift.logits(manager, past, LAST, unsteered, logits -> target);
            double after = plain(steered, unsteered);
            assertTrue(after < before - 0.1, iterations + " steps: from " + before + " to " + after);
            before = after;
            NDArray alone = shift.logits(manager, past.stream().map(one -> one.get("1:2")).toList(),
                    new long[] {LAST[1]}, unsteered.get("1:2"),
                    logits -> Arrays.copyOfRange(target, TinyWords.SIZE, 2 * TinyWords.SIZE));
            assertEquals(steered.get("1:2").toFloatArray()[9], alone.toFloatArray()[9], 1e-4);
        }
    }

    private List<List<Hypothesis>> read(Steering steering) {
        try (SteeredReader reader = new SteeredReader(manager, gpt, words, new CacheShift(gpt, steering),
                new TextFit(words, 0.1), PROMPT, TinyWords.END, photos)) {
            return steering.decoding().decode(reader, TinyWords.END, steering.longest());
        }
    }

    private static List<Integer> best(List<List<Hypothesis>> kept, int row) {
        return kept.get(row).get(0).tokens();
    }

    @Test
    void withoutStepsTheLanguageModelWritesWhatItWouldWriteAnyway() {
        long[] tokens = {PROMPT[0], PROMPT[1], PROMPT[2]};
        NDArray prompt = gpt.embed(manager.create(tokens, new Shape(1, 3)));
        for (Decoding decoding : List.of(new GreedyDecoding(), new BeamSearch(3, BeamSearch.Score.MEAN))) {
            List<Integer> own = best(decoding.decode(gpt, prompt, TinyWords.END, 8), 0);
            List<List<Hypothesis>> unsteered = read(steering(0, decoding));
            assertEquals(own, best(unsteered, 0));
            assertEquals(own, best(unsteered, 1));
            assertTrue(words.read.isEmpty(), "texts were encoded for nothing");
        }
    }

    @Test
    void photosSteerAndTheSamePhotosSteerTheSame() {
        List<List<Hypothesis>> steered = read(steering(5, new GreedyDecoding()));
        assertTrue(!best(steered, 0).equals(best(steered, 1)), "both photos have " + best(steered, 0));
        assertEquals(steered, read(steering(5, new GreedyDecoding())));
        assertTrue(words.read.stream().allMatch(text -> text.startsWith("w7 w12")), "the prompt is a part of the text");
    }

    @Test
    void factorsMakeTheEndMoreOrLessLikely() {
        Steering never = new Steering("w7 w12", "", 6, 0.1, 0, 0.3, 1, 0.2, 0.9, 1, 1, 1000, new GreedyDecoding(), 1);
        try (SteeredReader reader = new SteeredReader(manager, gpt, words, new CacheShift(gpt, never),
                new TextFit(words, 0.1), PROMPT, TinyWords.END, photos); NDManager scope = manager.newSubManager()) {
            NDArray prompt = gpt.embed(scope.create(new long[] {PROMPT[0], PROMPT[1], PROMPT[2]}, new Shape(1, 3)));
            try (GptCache cache = new GptCache(scope, config)) {
                float[] own = gpt.logits(gpt.hidden(prompt, cache)).get("0, 2").logSoftmax(-1).toFloatArray();
                float[] first = reader.first(scope).get("0").toFloatArray();
                double rest = Math.log1p(-Math.exp(own[TinyWords.END]));
                assertTrue(first[TinyWords.END] < -500, "the end's is " + first[TinyWords.END]);
                assertEquals(own[20] - rest, first[20], 1e-4, "the others share what the end had");
            }
        }
    }

    @Test
    void refusesWhatIsNoSteering() {
        assertThrows(IllegalArgumentException.class, () -> Steering.PAPER.withIterations(-1));
        assertThrows(IllegalArgumentException.class, () -> new Steering("", "", 6, 0.1, 0, 0.3, 1, 0.2, 0.9, 1.01, 1, 1,
                new GreedyDecoding(), 1));
        assertThrows(IllegalArgumentException.class, () -> new TextFit(words, 0));
    }
}
