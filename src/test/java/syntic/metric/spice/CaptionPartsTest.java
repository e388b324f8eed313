package syntic.metric.spice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class CaptionPartsTest {

    private static String words(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }

    @Test
    void captionsOfUpToTheMostWordsStayWhole() {
        for (String caption : List.of("", "a dog", words(0, CaptionParts.MOST_WORDS))) {
            assertEquals(List.of(caption), CaptionParts.of(caption));
        }
    }

    @Test
    void longerOnesAreCutWithoutLosingAWord() {
        String caption = words(0, 1000);
        List<String> parts = CaptionParts.of(caption);
        assertEquals(caption, String.join(" ", parts));
        assertEquals(25, parts.size());
        assertEquals(words(0, CaptionParts.PART_WORDS), parts.get(0));
    }

    @Test
    void theyAreCutWhereASentenceEnds() {
        String caption = words(0, 10) + " . " + words(10, 30) + " ! " + words(30, 90);
        assertEquals(List.of(words(0, 10) + " . " + words(10, 30) + " !", words(30, 70), words(70, 90)),
                CaptionParts.of(caption));
    }
}
