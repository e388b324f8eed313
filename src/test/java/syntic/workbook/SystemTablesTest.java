package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import syntic.Workbook;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkTable;
import syntic.benchmark.BenchmarkTable.Row;
import syntic.benchmark.Condition;
import syntic.benchmark.SeedBootstrap;
import tech.tablesaw.api.Table;

/** What is read off a table is what stands in it. */
class SystemTablesTest {
    /** Two systems in several conditions. */
    static BenchmarkTable table() {
        return BenchmarkTable.of(BenchmarkResults.shipped(Workbook.ROOT.resolve("notebooks/results"), "temperature")
                .orElseThrow().where(unit -> unit.seed() == 1 && List.of("SynTIC", "DeCap").contains(unit.system())),
                new SeedBootstrap(20, 1));
    }

    @Test
    void aSpanIsFromTheLowestToTheHighestCondition() {
        BenchmarkTable table = table();
        Table spans = SystemTables.spans("spans", table);
        assertEquals(table.systems(), spans.stringColumn("system").asList());
        for (int i = 0; i < spans.rowCount(); i++) {
            List<Row> rows = table.rows(spans.stringColumn("system").get(i));
            int place = i;
            Function<String, Double> scoreAt = column -> rows.stream().filter(row -> row.condition().name()
                    .equals(spans.stringColumn(column).get(place))).findFirst().orElseThrow().score("CIDEr").value();
            double low = scoreAt.apply("lowest");
            double high = scoreAt.apply("highest");
            assertTrue(rows.stream().mapToDouble(row -> row.score("CIDEr").value())
                    .allMatch(score -> low <= score && score <= high), spans.toString());
            assertTrue(spans.stringColumn("difference").get(i).startsWith(
                    String.format(Locale.ROOT, "%.1f [", 100 * (high - low))), spans.toString());
        }
    }

    @Test
    void systemsStandFromTheHighestToTheLowest() {
        BenchmarkTable table = table();
        Condition condition = table.conditions().stream().filter(one -> table.rows(one).size() == 2).findFirst()
                .orElseThrow();
        boolean first = table.row(condition, "SynTIC").score("CIDEr").value()
                > table.row(condition, "DeCap").score("CIDEr").value();
        assertEquals(first ? "SynTIC > DeCap" : "DeCap > SynTIC", SystemTables.order(table.rows(condition)));
    }
}
