package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A table that is filled row by row. */
class RowsTest {
    @Test
    void columnsHoldWhatTheirFirstRowHas() {
        Rows rows = Rows.of("Scores", "system", "CIDEr").add("SynTIC", 1.25).add("DeCap", null);
        assertEquals("""
                Scores
                system  CIDEr
                ──────  ─────
                SynTIC  1.250
                DeCap       –""", NotebookTest.printed(rows::show));
    }

    @Test
    void rowsThatDoNotFitAreRefusedByName() {
        Rows rows = Rows.of("Scores", "system", "CIDEr").add("SynTIC", 1.25);
        String short1 = assertThrows(IllegalArgumentException.class, () -> rows.add("DeCap")).getMessage();
        assertTrue(short1.contains("'Scores' has 2 columns, row 2 has 1 cells"), short1);
        String text = assertThrows(IllegalArgumentException.class, () -> rows.add("DeCap", "high")).getMessage();
        assertTrue(text.contains("column 'CIDEr' holds numbers, not 'high'"), text);
    }
}
