package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is copied of a caption and what is new. */
class CopiedWordsTest {
    private static final CopiedWords CORPUS = new CopiedWords(List.of(
            "A red car is parked on the beach.", "a dog runs on the beach", "A red car is in the city", "two dogs"));

    @Test
    void findsTheLongestSequencesAndCountsThem() {
        CopiedWords.Copies copies = CORPUS.of("A red car is on the beach");
        assertEquals(List.of("A red car is", "on the beach"), copies.spans().stream().map(copies::text).toList());
        assertEquals(List.of(2, 2), copies.spans().stream().map(CopiedWords.Span::occurrences).toList());
        assertEquals("A red car is parked on the beach.", copies.spans().get(0).example());
        assertEquals(0.75, copies.novel().getAsDouble(), "3 of the 4 sequences of four words");
        assertFalse(copies.whole());
    }

    @Test
    void aWholeSentenceIsOneSpan() {
        CopiedWords.Copies copies = CORPUS.of("a dog runs, on the BEACH!");
        assertEquals(1, copies.spans().size());
        assertTrue(copies.whole());
        assertEquals("a dog runs, on the BEACH", copies.text(copies.spans().get(0)));
        assertEquals(0, copies.novel().getAsDouble());
    }

    @Test
    void nothingGoesBeyondASentenceAndShortSequencesDoNotCount() {
        assertEquals(List.of(), CORPUS.of("the beach a dog").spans());
        assertEquals(List.of(), CORPUS.of("two dogs").spans());
        assertEquals(OptionalDouble.empty(), CORPUS.of("on the beach").novel());
        assertEquals(OptionalDouble.of(1), CORPUS.of("four entirely unknown words").novel());
        assertEquals(List.of(), CORPUS.of("").spans());
        assertEquals(List.of(), new CopiedWords(List.of()).of("a dog runs on").spans());
    }

    @Test
    void agreesWithASearchOfTheText() {
        Random random = new Random(3);
        List<String> corpus = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            corpus.add(sentence(random));
        }
        CopiedWords copied = new CopiedWords(corpus);
        for (int i = 0; i < 200; i++) {
            String caption = sentence(random);
            CopiedWords.Copies copies = copied.of(caption);
            List<String> expected = new ArrayList<>();
            String[] words = caption.split(" ");
            int covered = 0;
            for (int from = 0; from < words.length; from++) {
                int to = words.length;
                while (to > from && count(corpus, join(words, from, to)) == 0) {
                    to--;
                }
                if (to - from >= CopiedWords.SHORTEST && to > covered) {
                    covered = to;
                    expected.add(join(words, from, to) + " × " + count(corpus, join(words, from, to)));
                }
            }
            assertEquals(expected, copies.spans().stream().map(span -> copies.text(span) + " × " + span.occurrences())
                    .toList(), caption);
        }
    }

    private static String join(String[] words, int from, int to) {
        return String.join(" ", List.of(words).subList(from, to));
    }

    private static int count(List<String> corpus, String words) {
        int count = 0;
        for (String sentence : corpus) {
            for (int at = 0; (at = (" " + sentence + " ").indexOf(" " + words + " ", at)) >= 0; at++) {
                count++;
            }
        }
        return count;
    }

    private static String sentence(Random random) {
        return String.join(" ", random.ints(4 + random.nextInt(8), 0, 4).mapToObj(i -> List.of("a", "b", "c", "d")
                .get(i)).toList());
    }
}
