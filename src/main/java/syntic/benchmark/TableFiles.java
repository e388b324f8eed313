package syntic.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import syntic.io.AtomicFile;
import syntic.metric.Bootstrap.Interval;
import syntic.stage.Evaluation;
import syntic.store.Columns;
import syntic.store.TableCsv;
import tech.tablesaw.api.Table;

/**
 * The table of a benchmark as files: Markdown and LaTeX for a page or a paper, with half the width of the 95 % interval
 * after ±; CSV with both ends of the interval, in full precision.
 */
final class TableFiles {
    private static final String NOTE = "Mean over seeds ± half the 95 % interval over seeds and photos. "
            + "Systems with a star learn from photos too.";
    private static final String CIDER = " CIDEr-D (× 100)";
    private static final String EMPTY = "–";
    private static final String LOW = ", low";
    private static final String HIGH = ", high";

    private final List<BenchmarkTable.Row> rows;
    private final List<String> metrics;
    private final List<String> header = new ArrayList<>();
    private final List<Function<BenchmarkTable.Row, String>> cells = new ArrayList<>();

    TableFiles(BenchmarkTable table) {
        rows = table.rows();
        metrics = table.metrics();
        column("condition", row -> row.condition().name());
        column("system", BenchmarkTable.Row::starred);
        column("seeds", row -> Integer.toString(row.seeds().size()));
        metrics.forEach(metric -> column(unit(metric), row -> within(row.score(metric), 1)));
        column("minus SynTIC," + CIDER, row -> row.fromSyntic() == null ? EMPTY
                : within(row.fromSyntic().difference(), 1));
        column("p", row -> row.fromSyntic() == null ? EMPTY : format("%.3f", row.fromSyntic().pValue()));
        column("of the upper bound (%)", row -> row.ofBound() == null ? EMPTY : within(row.ofBound(), 0));
        column("training (CPU s)", row -> row.trainingSeconds().isEmpty() ? EMPTY
                : format("%.0f", row.trainingSeconds().getAsDouble()));
        column("parameters", row -> format("%,d", row.parameters()));
    }

    private void column(String name, Function<BenchmarkTable.Row, String> cell) {
        header.add(name);
        cells.add(cell);
    }

    private static String unit(String metric) {
        return Evaluation.shown(metric) + " (× 100)";
    }

    private static String within(Interval interval, int decimals) {
        return format("%." + decimals + "f ± %." + decimals + "f", 100 * interval.value(),
                50 * (interval.high() - interval.low()));
    }

    private List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>(List.of(header));
        rows.forEach(row -> lines.add(cells.stream().map(cell -> cell.apply(row)).toList()));
        return lines;
    }

    void markdown(Path file) {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines()) {
            text.append("| ").append(String.join(" | ", line.stream().map(cell -> cell.replace("|", "\\|")).toList()))
                    .append(" |\n");
            if (line == header) {
                text.append("|").append("---|".repeat(2)).append("---:|".repeat(header.size() - 2)).append('\n');
            }
        }
        AtomicFile.write(file, text.append('\n').append(NOTE).append('\n'));
    }

    /** Needs the package booktabs. */
    void latex(Path file) {
        StringBuilder text = new StringBuilder("% \\usepackage{booktabs}\n\\begin{tabular}{ll")
                .append("r".repeat(header.size() - 2)).append("}\n\\toprule\n");
        for (List<String> line : lines()) {
            text.append(String.join(" & ", line.stream().map(TableFiles::latex).toList())).append(" \\\\\n")
                    .append(line == header ? "\\midrule\n" : "");
        }
        AtomicFile.write(file, text.append("\\bottomrule\n\\end{tabular}\n% ").append(NOTE).append('\n'));
    }

    private static String latex(String cell) {
        return cell.replace("\\", "\\textbackslash{}").replaceAll("([%&#_$])", "\\\\$1").replace("×", "$\\times$")
                .replace("±", "$\\pm$").replace("–", "--").replaceAll("(?<![\\w-])-(?=\\d)", "\\$-\\$");
    }

    void csv(Path file) {
        Table table = Table.create(Columns.text("condition", rows, row -> row.condition().name()),
                Columns.text("system", rows, BenchmarkTable.Row::system),
                Columns.text("learns from", rows, row -> row.textOnly() ? "sentences" : "photos too"),
                Columns.count("seeds", rows, row -> row.seeds().size()));
        for (String metric : metrics) {
            intervals(table, unit(metric), row -> row.score(metric));
        }
        intervals(table, "minus SynTIC," + CIDER, row -> row.fromSyntic() == null ? null
                : row.fromSyntic().difference());
        table.addColumns(Columns.number("p", rows, row -> row.fromSyntic() == null ? Double.NaN
                : row.fromSyntic().pValue()));
        intervals(table, "of the upper bound (%)", BenchmarkTable.Row::ofBound);
        table.addColumns(Columns.number("training (CPU s)", rows, row -> row.trainingSeconds().orElse(Double.NaN)),
                Columns.count("parameters", rows, BenchmarkTable.Row::parameters));
        TableCsv.write(file, table);
    }

    private void intervals(Table table, String name, Function<BenchmarkTable.Row, Interval> of) {
        table.addColumns(Columns.number(name, rows, row -> percent(of.apply(row), Interval::value)),
                Columns.number(name + LOW, rows, row -> percent(of.apply(row), Interval::low)),
                Columns.number(name + HIGH, rows, row -> percent(of.apply(row), Interval::high)));
    }

    private static double percent(Interval interval, ToDoubleFunction<Interval> end) {
        return interval == null ? Double.NaN : 100 * end.applyAsDouble(interval);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
