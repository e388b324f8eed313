package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class PtbTokenizerTest {

    private static List<String> tokens(String... captions) {
        return Tokenizer.ptb().tokenize(List.of(captions));
    }

    @Test
    void splitsCliticsAndRemovesPunctuation() {
        assertEquals(List.of("the dog 's toy is n't here"), tokens("The dog's toy isn't here!"));
        assertEquals(List.of("the dog 's toy is n't here !"),
                Tokenizer.ptbKeepingPunctuation().tokenize(List.of("The dog's toy isn't here!")));
    }

    @Test
    void bracketsAndRunsOfPunctuationStayAsInPublishedScores() {
        assertEquals(List.of("-lrb- wow -rrb- !!! ??? ?!"), tokens("(wow) !!! ??? ?!"));
    }

    @Test
    void everyCaptionKeepsItsPlaceWhateverItHolds() {
        assertEquals(List.of("", "", "a dog", "", "", "last", ""),
                tokens("", "...", "a dog", " \t ", "\n", "last", ""));
        assertEquals(List.of(), tokens());
    }

    @Test
    void noLineBreakShiftsOtherCaptions() {
        for (String lineBreak : List.of("\n", "\r", "\r\n", "\u000B", "\f", "\u0085", "\u2028", "\u2029")) {
            assertEquals(List.of("a man in a hat", "a dog"), tokens("A man" + lineBreak + "in a hat.", "A dog."));
            assertEquals(List.of("a man", "a dog"), tokens(lineBreak + "A man" + lineBreak, "A dog."));
        }
    }

    @Test
    void theStopAfterALastAbbreviationDependsOnTheNextCaption() {
        List<String> before = Tokenizer.ptbKeepingPunctuation()
                .tokenize(List.of("a Wii U.", "The man", "a Wii U.", "x"));
        assertEquals(List.of("a wii u .", "the man", "a wii u.", "x"), before);
    }

    @Test
    void aLongListIsTokenizedAsItsNeighboursSay() {
        List<String> cycle = List.of("a Wii U.", "The man", "a Wii U.", "", "The dog", "at 5 p.m.", " ", "x \"y");
        List<String> captions = IntStream.range(0, 4_007).mapToObj(i -> cycle.get(i % cycle.size())).toList();
        List<String> tokens = Tokenizer.ptbKeepingPunctuation().tokenize(captions);
        List<String> expected = Tokenizer.ptbKeepingPunctuation().tokenize(captions.subList(0, 2 * cycle.size()));
        assertEquals(captions.size(), tokens.size());
        for (int i = 0; i < captions.size() - cycle.size(); i++) {
            assertEquals(expected.get(i % cycle.size()), tokens.get(i), "caption " + i);
        }
    }

    @Test
    void numbersAreJoinedWithNoBreakSpaces() {
        assertEquals(List.of("call 555\u00a0123\u00a04567 now"), tokens("Call 555 123 4567 now"));
    }

    @Test
    void charactersOutsideAllTokensAreDroppedInSilence() {
        PrintStream stderr = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true));
        try {
            assertEquals(List.of("a dog", "b"), tokens("a \uD83D\uDE00 dog\uD83D\uDC36", "\uD83Db\u0000"));
        } finally {
            System.setErr(stderr);
        }
        assertEquals("", captured.toString());
    }
}
