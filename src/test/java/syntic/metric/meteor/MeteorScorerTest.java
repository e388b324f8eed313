package syntic.metric.meteor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What METEOR counts, on pairs that can be followed by hand. */
class MeteorScorerTest {

    private static final Lexicon LEXICON = new Lexicon(Synonyms.wordNet());
    private static final MeteorScorer SCORER = new MeteorScorer(Paraphrases.NONE);

    private static MeteorStatistics score(String candidate, String reference) {
        return SCORER.score(LEXICON.words(candidate), LEXICON.words(reference));
    }

    @Test
    void equalCaptionsScoreOneAndNotTheirChunk() {
        MeteorStatistics statistics = score("a dog runs", "a dog runs");
        assertEquals(1, statistics.score(), 1e-12);
        assertArrayEquals(new int[] {3, 3, 1, 1, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3},
                statistics.counts());
        assertEquals(0, MeteorStatistics.sum(List.of(statistics), new int[] {0}).counts()[20]);
    }

    /** The counts are those of a search that looks at every alternative, up to 100,000 characters. */
    @Test
    @Timeout(120)
    void wordsThatAreRepeatedWithoutEndTakeBoundedWork() {
        assertArrayEquals(new int[] {400, 400, 200, 200, 200, 200, 200, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
            400, 400}, score("the dog ".repeat(200), "dog the ".repeat(200)).counts());
        for (int times : new int[] {3000, 12_500}) {
            int[] counts = score("the dog ".repeat(times), "dog the ".repeat(times)).counts();
            assertArrayEquals(new int[] {2 * times, 2 * times, times, times, times, times, times, times},
                    Arrays.copyOf(counts, 8));
            assertEquals(2, counts[20], "chunks");
        }
    }

    @Test
    void wordsMatchByStemAndBySense() {
        assertEquals(1, contentMatches(Module.STEM, "man walking", "man walked"));
        assertEquals(1, contentMatches(Module.SYNONYM, "auto", "cars"));
        assertEquals(0, score("dog", "table").score());
    }

    private static int contentMatches(Module module, String candidate, String reference) {
        return score(candidate, reference).counts()[4 + 4 * module.ordinal()];
    }

    @Test
    void aDisputedWordIsLeftOutWhereItWouldOnlyAddAChunk() {
        // Matches by stem and by sense dispute the word, and neither counts for the search.
        assertEquals(0, score("walking", "walked").score());
    }

    @Test
    void irregularFormsHaveTheSensesOfTheirBase() {
        assertTrue(LEXICON.words("mice").get(0).sharesSenseWith(LEXICON.words("mouse").get(0)));
        assertTrue(LEXICON.words("foxes").get(0).sharesSenseWith(LEXICON.words("fox").get(0)));
        assertEquals(0, LEXICON.words("qwertz").get(0).senses().length);
    }

    @Test
    void aScoreIsLowerInMorePieces() {
        double inOrder = score("the old man sleeps outside", "the old man sleeps soundly").score();
        double turned = score("sleeps outside the old man", "the old man sleeps soundly").score();
        assertTrue(inOrder > turned, inOrder + " and " + turned);
        // 4 of 5 words in 2 chunks: the fragmentation penalty is 0.6 (2 / 4)^0.2.
        double matched = 3 * 0.75 + 0.25;
        double mean = matched / (matched + 0.75);
        assertEquals(mean * (1 - 0.6 * Math.pow(0.5, 0.2)), turned, 1e-12);
    }

    @Test
    void aRepeatedWordIsAlignedWhereItContinuesAChunk() {
        MeteorStatistics statistics = score("a dog and a cat", "near a cat");
        assertEquals(1, statistics.counts()[20]);
    }

    @Test
    void captionsWithoutWordsScoreZero() {
        for (String[] pair : new String[][] {{"", ""}, {"", "a dog"}, {"a dog", ""}}) {
            assertEquals(0, score(pair[0], pair[1]).score());
        }
    }

    @Test
    void theBestReferenceCounts() {
        List<Word> candidate = LEXICON.words("a dog runs");
        MeteorStatistics best = SCORER.best(candidate, Stream.of("a table", "a dog runs", "a dog")
                .map(LEXICON::words).toList());
        assertEquals(1, best.score(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> SCORER.best(candidate, List.of()));
    }

    @Test
    void longRepetitionsEnd() {
        String many = "a dog and a dog and ".repeat(50).trim();
        assertTrue(score(many, "a dog and a cat and a dog").score() > 0);
        assertTrue(score(many, "dog " + many).score() > 0);
    }
}
