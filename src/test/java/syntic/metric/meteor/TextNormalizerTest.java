package syntic.metric.meteor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextNormalizerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "a dog runs|a dog runs",
        "a dog 's ball|a dog ' s ball",
        "the dog's ball, he said.|the dog 's ball , he said .",
        "in the 1990's|in the 1990 's",
        "a well-known t-shirt|a well known t shirt",
        "a-b-c|a b-c",
        "-lrb- left -rrb-|-lrb- left -rrb-",
        "``so'' \u201Csaid\u201D|\" so \" \" said \"",
        "wait...what|wait ... what",
        "1,000 men, 3 dogs|1,000 men , 3 dogs",
        "U.S. troops met Dr. No. 7 today.|us troops met dr. no. 7 today .",
        "at 5 p.m. they left|at 5 pm they left",
        "100% \u20AC5|100 % \u20AC 5",
        "a\u00A0b\u2028c|a b \u2028 c"})
    void wordsAndMarksAreTakenApart(String text, String expected) {
        assertEquals(expected, TextNormalizer.normalize(text));
    }

    @Test
    void nothingStaysNothing() {
        assertEquals("", TextNormalizer.normalize(""));
        assertEquals("", TextNormalizer.normalize("\u00A0"));
    }
}
