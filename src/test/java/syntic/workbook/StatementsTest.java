package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.benchmark.BenchmarkTable;
import syntic.benchmark.BenchmarkTable.Row;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;

/** What may be said of differences. */
class StatementsTest {
    private static Comparison difference(double value, double reach, double p) {
        return new Comparison(new Interval(value, value - reach, value + reach), p);
    }

    @Test
    void aSentenceSaysWhatItsIntervalShows() {
        Statements found = Statements.of("CIDEr-D × 100")
                .compare("SynTIC", "DeCap", difference(0.575, 0.1, 0.002), 5)
                .compare("C3", "SynTIC", difference(-0.6, 0.1, 0.002), 5)
                .compare("CapDec", "C3", difference(0.02, 0.05, 0.4), 1)
                .compare("what tags bring", null, difference(-0.3, 0.1, 0.004), 3)
                .compare("without results", "SynTIC", null, 0);
        assertEquals(List.of(
                "SynTIC is higher than DeCap by 57.5 (95 % 47.5 to 67.5, 5 seeds, p = 0.008)",
                "C3 is lower than SynTIC by 60.0 (95 % 50.0 to 70.0, 5 seeds, p = 0.008)",
                "between CapDec and C3 no difference is shown: 2.0 (95 % −3.0 to 7.0, 1 seed, p = 0.400)",
                "what tags bring: −30.0 (95 % −40.0 to −20.0, 3 seeds, p = 0.008), below 0"), found.sentences());
        assertEquals(List.of(1, -1, 0, -1), found.signs());
        String shown = NotebookTest.printed(found::show);
        assertTrue(shown.contains("corrected for these 4 (Holm)") && shown.contains("\n- SynTIC is higher"), shown);
    }

    @Test
    void whoLooksAtManyDifferencesNeedsMoreForEach() {
        Comparison one = difference(0.1, 0.09, 0.03);
        assertEquals(List.of(1), Statements.of("CIDEr-D").compare("a", "b", one, 5).signs());
        Statements more = Statements.of("CIDEr-D").compare("a", "b", one, 5)
                .compare("a", "c", difference(0.1, 0.2, 0.3), 5);
        assertEquals(List.of(0, 0), more.signs());
        assertTrue(more.sentences().get(0).contains("no difference is shown"), more.sentences().get(0));
    }

    @Test
    void nothingToCompareIsSaid() {
        String shown = NotebookTest.printed(() -> Statements.of("CIDEr-D").show());
        assertTrue(shown.contains("CIDEr-D: these results have nothing to compare"), shown);
    }

    @Test
    void twoRowsAreComparedByEveryMetricOfTheirTable() {
        BenchmarkTable table = SystemTablesTest.table();
        Row syntic = table.rows("SynTIC").get(0);
        Row other = table.rows("SynTIC").get(1);
        List<String> sentences = Statements.of("scores").compareEach(table, syntic, other).sentences();
        assertEquals(table.metrics().size(), sentences.size());
        assertTrue(sentences.get(0).contains("CIDEr-D of SynTIC (" + syntic.condition().name() + ")")
                && sentences.get(0).contains("of SynTIC (" + other.condition().name() + ")")
                && sentences.get(0).contains("1 seed"), sentences.get(0));
        assertTrue(sentences.get(1).contains("BLEU-4 of SynTIC"), sentences.get(1));
    }
}
