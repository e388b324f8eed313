package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;

class BootstrapTest {

    private static final List<String> WORDS = List.of("dog", "cat", "man", "tree", "car", "sea", "hat", "boat");

    private final Map<String, List<String>> references = new LinkedHashMap<>();
    private final CaptionScores good;
    private final CaptionScores poor;

    BootstrapTest() {
        Random random = new Random(3);
        Map<String, String> goodCaptions = new LinkedHashMap<>();
        Map<String, String> poorCaptions = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            String reference = sentence(random);
            references.put("image " + i, List.of(reference));
            goodCaptions.put("image " + i, random.nextInt(3) == 0 ? sentence(random) : reference);
            poorCaptions.put("image " + i, random.nextInt(3) > 0 ? sentence(random) : reference);
        }
        good = CaptionScores.evaluate(references, goodCaptions);
        poor = CaptionScores.evaluate(references, poorCaptions);
    }

    private static String sentence(Random random) {
        StringBuilder sentence = new StringBuilder("a");
        for (int i = 0; i < 5; i++) {
            sentence.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return sentence.toString();
    }

    @Test
    void theSameSeedGivesTheSameIntervals() {
        assertEquals(new Bootstrap(100, 5).intervals(good), new Bootstrap(100, 5).intervals(good));
        assertNotEquals(new Bootstrap(100, 5).intervals(good), new Bootstrap(100, 6).intervals(good));
    }

    @Test
    void intervalsEncloseTheScore() {
        Map<String, Interval> intervals = new Bootstrap().intervals(good);
        assertEquals(good.corpus().keySet(), intervals.keySet());
        intervals.forEach((name, interval) -> {
            assertEquals(good.corpus().get(name), interval.value());
            assertTrue(interval.low() < interval.value() && interval.value() < interval.high(), name + interval);
        });
    }

    @Test
    void theIntervalOfAMeanIsAboutTwoStandardErrorsWide() {
        double[] rouge = good.perImage().get("ROUGE_L");
        double mean = Arrays.stream(rouge).average().orElseThrow();
        double variance = Arrays.stream(rouge).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        double margin = 1.96 * Math.sqrt(variance / rouge.length);
        Interval interval = new Bootstrap(4000, 1).intervals(good).get("ROUGE_L");
        assertEquals(mean - margin, interval.low(), 0.1 * margin);
        assertEquals(mean + margin, interval.high(), 0.1 * margin);
    }

    @Test
    void aSystemDoesNotDifferFromItself() {
        new Bootstrap().compare(good, good).forEach((name, comparison) ->
                assertEquals(new Comparison(new Interval(0, 0, 0), 1), comparison, name));
    }

    @Test
    void aMuchBetterSystemIsSignificantlyBetter() {
        new Bootstrap().compare(poor, good).forEach((name, comparison) -> {
            assertEquals(good.corpus().get(name) - poor.corpus().get(name), comparison.difference().value(), 1e-12);
            assertTrue(comparison.difference().low() > 0, name + comparison);
            assertEquals(2.0 / 1001, comparison.pValue(), 1e-12, name);
        });
    }

    @Test
    void pairsNeedTheSameImages() {
        CaptionScores one = CaptionScores.evaluate(references, Map.of("image 0", "a dog"));
        CaptionSetException refusal = assertThrows(CaptionSetException.class,
                () -> new Bootstrap().compare(good, one));
        assertEquals(CaptionSetException.Problem.DIFFERENT_IMAGES, refusal.problem());
        assertThrows(IllegalArgumentException.class, () -> new Bootstrap(0, 1));
    }

    /** The values that follow from Wilson's formula by hand. */
    @Test
    void intervalsOfSharesAreWilsons() {
        Interval half = Interval.ofShare(5, 10);
        assertEquals(0.5, half.value());
        assertEquals(0.23659, half.low(), 1e-5);
        assertEquals(0.76341, half.high(), 1e-5);
        assertEquals(new Interval(1, Interval.ofShare(10, 10).low(), 1), Interval.ofShare(10, 10));
        assertEquals(1 - 0.27753, Interval.ofShare(10, 10).low(), 1e-5);
        assertEquals(0, Interval.ofShare(0, 10).low());
        assertEquals(0.15, Interval.ofShare(1.5, 10).value(), 1e-12, "1 and 2 with two seeds");
        assertTrue(Interval.ofShare(1, 10).low() < Interval.ofShare(1.5, 10).low());
        assertThrows(IllegalArgumentException.class, () -> Interval.ofShare(1, 0));
        assertThrows(IllegalArgumentException.class, () -> Interval.ofShare(Double.NaN, 10));
    }

    @Test
    void pValuesAreCorrectedForTheirNumberAndStayInOrder() {
        // By hand: .01 × 4, then the larger of that and .015 × 3, of that and .03 × 2, and so on up to 1.
        List<Comparison> family = Arrays.stream(new double[] {0.03, 0.01, 0.9, 0.015})
                .mapToObj(p -> new Comparison(new Interval(0, 0, 0), p)).toList();
        assertEquals(List.of(0.06, 0.04, 0.9, 0.045), Comparison.corrected(family).stream()
                .map(p -> Math.rint(p * 1e9) / 1e9).toList());
        assertEquals(List.of(1.0, 1.0), Comparison.corrected(List.of(new Comparison(new Interval(0, 0, 0), 0.7),
                new Comparison(new Interval(0, 0, 0), 0.6))));
    }

    @Test
    void meansOfTheSameImagesAreComparedImageByImage() {
        double[] first = new Random(4).doubles(100).toArray();
        double[] second = Arrays.stream(first).map(value -> value + 0.1).toArray();
        Comparison found = new Bootstrap().compare(first, second);
        assertEquals(0.1, found.difference().low(), 1e-9);
        assertEquals(0.1, found.difference().high(), 1e-9);
        assertEquals(2.0 / 1001, found.pValue(), 1e-9);
        assertEquals(1, new Bootstrap().compare(first, first).pValue());
    }
}
