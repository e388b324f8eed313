package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A reader is told whether an answer is given, right or wrong, and never stopped. */
class ExerciseTest {
    @Test
    void whatWasNotWrittenYetIsTheReadersTurn() {
        for (Object nothing : new Object[] {null, Double.NaN, new double[0], new double[] {Double.NaN}}) {
            assertTrue(Exercise.verdict("2.1", nothing, 1.0).startsWith("✎ 2.1 is your turn"));
        }
    }

    @Test
    void numbersAreRightToATenThousandth() {
        assertEquals("✔ 2.1 is right", Exercise.verdict("2.1", 0.50004f, 0.5));
        assertEquals("✔ 2.1 is right", Exercise.verdict("2.1", new double[] {1, 2.0001}, new double[] {1, 2}));
        assertEquals("✘ 2.1 is not right yet: yours is 0.51000, which is too large",
                Exercise.verdict("2.1", 0.51, 0.5));
        assertEquals("✘ 2.1 is not right yet: yours is 3, which is too small", Exercise.verdict("2.1", 3L, 4));
    }

    @Test
    void nothingPassesByBeingInfinite() {
        for (double endless : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertEquals("✘ 2.1 is not right yet: yours is " + (endless > 0 ? "" : "-") + "Infinity, "
                    + "it should be a finite number", Exercise.verdict("2.1", endless, 0.5));
            assertTrue(Exercise.verdict("2.1", new double[] {1, endless}, new double[] {1, 2}).startsWith("✘ 2.1"));
        }
        assertTrue(Exercise.verdict("2.1", new double[] {1, Double.NaN}, new double[] {1, 2}).startsWith("✘ 2.1"));
    }

    @Test
    void anythingElseIsComparedAsItStands() {
        assertEquals("✔ 2.1 is right", Exercise.verdict("2.1", new int[] {1, 2}, new int[] {1, 2}));
        assertEquals("✔ 2.1 is right", Exercise.verdict("2.1", Map.of("a", List.of("b")), Map.of("a", List.of("b"))));
        assertEquals("✘ 2.1 is not right yet: yours is a dog, which is another one",
                Exercise.verdict("2.1", "a dog", "a cat"));
        assertEquals("✘ 2.1 is not right yet: yours is a dog, it should be of type Integer",
                Exercise.verdict("2.1", "a dog", 1));
    }

    @Test
    void aHintSaysWhereToLook() {
        assertEquals("✘ 2.1 is not right yet: yours is [1, 7, 3], look at element 1, counted from 0",
                Exercise.verdict("2.1", new int[] {1, 7, 3}, new int[] {1, 2, 3}));
        assertEquals("✘ 2.1 is not right yet: yours is [1.0000, 5.0000], look at element 1, counted from 0",
                Exercise.verdict("2.1", new double[] {1, 5}, new double[] {1, 2}));
        assertEquals("✘ 2.1 is not right yet: yours is [1.0000], it should have 2 elements, not 1",
                Exercise.verdict("2.1", new double[] {1}, new double[] {1, 2}));
        assertEquals("✘ 2.1 is not right yet: yours is {a=1}, look at what it has for b",
                Exercise.verdict("2.1", Map.of("a", 1), Map.of("a", 1, "b", 2)));
    }

    @Test
    void longAnswersAreCutAndRightOnesAreNotGivenAway() {
        String said = Exercise.verdict("3.2", Collections.nCopies(9000, "some-id"),
                Collections.nCopies(10_000, "a-right-id"));
        assertTrue(said.length() < 200, said);
        assertTrue(!said.contains("a-right-id"), said);
        assertTrue(Exercise.verdict("3.2", "x".repeat(500), "y").length() < 200);
    }
}
