package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertEquals("✘ 2.1 is not right yet: yours is 0.51000, it should be 0.50000",
                Exercise.verdict("2.1", 0.51, 0.5));
        assertEquals("✘ 2.1 is not right yet: yours is [1.0000], it should be [1.0000, 2.0000]",
                Exercise.verdict("2.1", new double[] {1}, new double[] {1, 2}));
    }

    @Test
    void anythingElseIsComparedAsItStands() {
        assertEquals("✔ 2.1 is right", Exercise.verdict("2.1", new int[] {1, 2}, new int[] {1, 2}));
        assertTrue(Exercise.verdict("2.1", "a dog", "a cat").startsWith("✘ 2.1"));
    }
}
