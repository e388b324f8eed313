package syntic.workbook;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import syntic.benchmark.BenchmarkTable;
import syntic.benchmark.BenchmarkTable.Row;
import syntic.metric.Bootstrap.Comparison;
import tech.tablesaw.api.Table;

/** What is read off the table of a benchmark, by CIDEr-D. */
public final class SystemTables {
    private SystemTables() {
    }

    /** In which condition each system is lowest, in which highest, and the paired difference, times 100. */
    public static Table spans(String title, BenchmarkTable table) {
        Rows spans = Rows.of(title, "system", "lowest", "highest", "difference");
        for (String system : table.systems()) {
            List<Row> falling = falling(table.rows(system));
            Row highest = falling.get(0);
            Row lowest = falling.get(falling.size() - 1);
            Comparison compared = table.compare(lowest, highest);
            spans.add(system, lowest.condition().name(), highest.condition().name(),
                    compared == null ? "" : compared.difference().percent());
        }
        return spans.table();
    }

    /** The systems, the highest first, such as {@code SynTIC > DeCap}. */
    public static String order(List<Row> rows) {
        return falling(rows).stream().map(Row::starred).collect(Collectors.joining(" > "));
    }

    private static List<Row> falling(List<Row> rows) {
        return rows.stream().sorted(Comparator.comparingDouble(row -> -row.score("CIDEr").value())).toList();
    }
}
