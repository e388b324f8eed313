package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The details of the metrics that are easy to get wrong, on captions that are tokenized already. */
class MetricsTest {

    private static final double TOLERANCE = 1e-8;

    private static TokenizedCaptions image(String candidate, String... references) {
        return new TokenizedCaptions(List.of("1"), List.of(candidate), List.of(List.of(references)));
    }

    private static double bleu(int n, String candidate, String... references) {
        return new Bleu().score(image(candidate, references)).get(n - 1).corpus();
    }

    private static double rouge(String candidate, String... references) {
        return new RougeL().score(image(candidate, references)).get(0).corpus();
    }

    @Test
    void bleuClipsRepeatedWordsAtTheReferenceThatHasThemMostOften() {
        assertEquals(2.0 / 7, bleu(1, "the the the the the the the", "the cat is on the mat", "the dog is near a mat"),
                TOLERANCE);
    }

    @Test
    void bleuTakesTheShorterOfTwoReferencesThatAreEquallyClose() {
        BleuCounts counts = new Bleu().count(image("a b c", "a b c d", "a b")).get(0);
        assertEquals(2, counts.referenceLength());
        assertArrayEquals(new int[] {3, 2, 1, 0}, counts.guesses());
        assertArrayEquals(new int[] {3, 2, 1, 0}, counts.matches());
    }

    @Test
    void bleuPunishesShortCandidates() {
        assertEquals(Math.exp(1 - 4.0 / 2), bleu(2, "a b", "a b c d"), TOLERANCE);
    }

    @Test
    void corpusBleuIsThatOfSummedCounts() {
        TokenizedCaptions two = new TokenizedCaptions(List.of("1", "2"), List.of("a", "x y z"),
                List.of(List.of("a"), List.of("b c d")));
        MetricScores bleu1 = new Bleu().score(two).get(0);
        assertArrayEquals(new double[] {1, 0}, bleu1.perImage(), TOLERANCE);
        assertEquals(0.25, bleu1.corpus(), TOLERANCE);
    }

    @Test
    void rougeTakesPrecisionAndRecallFromDifferentReferences() {
        // "a" is recalled in full and "a x b" has both words of the candidate in order.
        assertEquals(1, rouge("a b", "a", "a x b"), TOLERANCE);
    }

    @Test
    void rougeWeighsRecallMore() {
        double precision = 1;
        double recall = 0.5;
        assertEquals(2.44 * precision * recall / (recall + 1.44 * precision), rouge("a b", "a b c d"), TOLERANCE);
    }

    @Test
    void rougeKeepsTheOrderOfWords() {
        assertEquals(0.5, rouge("b a", "a b"), TOLERANCE);
    }

    @Test
    void emptyCandidatesScoreZeroUnlessAReferenceIsEmptyToo() {
        assertEquals(0, bleu(1, "", "a b"));
        assertEquals(0, bleu(4, "", ""));
        assertEquals(0, rouge("", "a b"));
        assertEquals(1, rouge("", "a b", ""), TOLERANCE);
        assertEquals(0, new CiderD().score(image("", "a b", "")).get(0).corpus());
    }

    @Test
    void aNumberWithNoBreakSpacesIsSeveralWordsForNgramsAndOneForRouge() {
        String number = "555\u00a0123";
        assertEquals(2, new Bleu().count(image(number, "555")).get(0).candidateLength());
        assertEquals(0.5, bleu(1, number, "555"), TOLERANCE);
        assertEquals(0, rouge(number, "555"));
    }

    @Test
    void everyUnicodeSpaceSeparatesWords() {
        String spaces = "\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2000\u2007\u200A\u2028\u2029\u202F"
                + "\u205F\u3000";
        assertEquals(spaces.length() + 1, NgramIndex.splitAtAnySpace(
                "x" + String.join("x", spaces.split("")) + "x").size());
        assertEquals(List.of("a\u200Bb"), NgramIndex.splitAtAnySpace("a\u200Bb"));
    }

    @Test
    void ciderOfOneImageIsZero() {
        assertEquals(0, new CiderD().score(image("a dog runs", "a dog runs")).get(0).corpus());
    }

    @Test
    void ciderOfAPerfectCandidateIsTenTimesTheOrdersThatCarryWeight() {
        TokenizedCaptions two = new TokenizedCaptions(List.of("1", "2"), List.of("a dog runs fast", "two cats"),
                List.of(List.of("a dog runs fast"), List.of("two cats")));
        // Two words have unigrams and bigrams only, which is half of the four orders.
        assertArrayEquals(new double[] {10, 5}, new CiderD().score(two).get(0).perImage(), TOLERANCE);
    }

    @Test
    void ciderIgnoresNgramsThatEveryImageHas() {
        TokenizedCaptions two = new TokenizedCaptions(List.of("1", "2"), List.of("a", "a"),
                List.of(List.of("a dog"), List.of("a cat")));
        assertEquals(0, new CiderD().score(two).get(0).corpus());
    }

    @Test
    void rougeFindsTheLongestSubsequenceOfCaptionsOfAnyLength() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            String[] a = words(random, 1 + random.nextInt(200), 1 + random.nextInt(9));
            String[] b = words(random, 1 + random.nextInt(200), 1 + random.nextInt(9));
            double common = longestCommonSubsequence(a, b);
            double precision = common / a.length;
            double recall = common / b.length;
            assertEquals(common == 0 ? 0 : 2.44 * precision * recall / (recall + 1.44 * precision),
                    rouge(String.join(" ", a), String.join(" ", b)), TOLERANCE);
        }
    }

    @Test
    @Timeout(60)
    void rougeOfALongTextTakesBoundedWork() {
        String[] text = words(new Random(1), 100_000, 5);
        assertEquals(1, rouge(String.join(" ", text), String.join(" ", text)), TOLERANCE);
    }

    private static String[] words(Random random, int count, int different) {
        return random.ints(count, 0, different).mapToObj(Integer::toString).toArray(String[]::new);
    }

    /** By the table that every book has. */
    private static int longestCommonSubsequence(String[] a, String[] b) {
        int[][] table = new int[a.length + 1][b.length + 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                table[i + 1][j + 1] = a[i].equals(b[j]) ? table[i][j] + 1 : Math.max(table[i][j + 1], table[i + 1][j]);
            }
        }
        return table[a.length][b.length];
    }

    @Test
    void ciderPunishesDifferencesInBigrams() {
        TokenizedCaptions captions = new TokenizedCaptions(List.of("1", "2"), List.of("dog dog dog", "cat"),
                List.of(List.of("dog"), List.of("cat")));
        double[] scores = new CiderD().score(captions).get(0).perImage();
        // The unigram vectors (3w) and (w) share min(3w, w) w / (3w w) = 1/3; two bigrams against none.
        assertEquals(10 / 4.0 / 3 * Math.exp(-4 / 72.0), scores[0], TOLERANCE);
        assertEquals(10 / 4.0, scores[1], TOLERANCE);
    }

    @Test
    void manyDistinctNgramsKeepTheirNumbers() {
        PairNumbers pairs = new PairNumbers();
        int many = 100_000;
        IntStream.range(0, many).forEach(i -> assertEquals(i, pairs.number(i % 317, i / 317, i)));
        IntStream.range(0, many).forEach(i -> assertEquals(i, pairs.number(i % 317, i / 317, -1)));
        assertEquals(many, pairs.size());
        assertTrue(pairs.number(1, 0, -1) != pairs.number(0, 1, -1));
    }
}
