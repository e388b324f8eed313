package syntic.workbook;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as text, ready to be laid out.
 *
 * @param numeric which columns hold numbers
 * @param cells rows of texts
 * @param hidden how many rows are left out
 */
record TextTable(String name, List<String> header, List<Boolean> numeric, List<List<String>> cells, int hidden) {
    private static final int MOST_ROWS = 60;

    static TextTable of(Table table) {
        return of(table, MOST_ROWS);
    }

    static TextTable of(Table table, int mostRows) {
        List<Column<?>> columns = List.copyOf(table.columns());
        int rows = Math.min(table.rowCount(), mostRows);
        List<List<String>> byColumn = columns.stream().map(column -> texts(column, rows)).toList();
        List<List<String>> cells = IntStream.range(0, rows)
                .mapToObj(row -> byColumn.stream().map(column -> column.get(row)).toList()).toList();
        return new TextTable(table.name() == null ? "" : table.name(), columns.stream().map(Column::name).toList(),
                columns.stream().map(column -> column instanceof NumericColumn<?>).toList(), cells,
                table.rowCount() - rows);
    }

    /** Its first rows, rounded as in the whole, without a note on those left out. */
    TextTable first(int rows) {
        return new TextTable(name, header, numeric, cells.subList(0, rows), 0);
    }

    /** Attributes, not a style sheet: code hosts strip styles. On a narrow page it scrolls. */
    String html() {
        StringBuilder html = new StringBuilder("<div style=\"overflow-x:auto\"><table>");
        if (!name.isBlank()) {
            html.append("<caption>").append(Html.escape(name)).append("</caption>");
        }
        html.append("<thead><tr>");
        for (int i = 0; i < header.size(); i++) {
            html.append(cell("th", i, header.get(i)));
        }
        html.append("</tr></thead><tbody>");
        for (List<String> row : cells) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(cell("td", i, row.get(i)));
            }
            html.append("</tr>");
        }
        html.append("</tbody></table></div>");
        return hidden > 0 ? html.append("<p>").append(hiddenNote()).append("</p>").toString() : html.toString();
    }

    String plain() {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(header.get(i).length(),
                    cells.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
        }
        StringBuilder text = new StringBuilder(name.isBlank() ? "" : name + "\n");
        append(text, header, widths);
        for (int i = 0; i < widths.length; i++) {
            text.append("─".repeat(widths[i])).append(i < widths.length - 1 ? "  " : "\n");
        }
        cells.forEach(row -> append(text, row, widths));
        return (hidden > 0 ? text + hiddenNote() : text.toString()).stripTrailing();
    }

    private String hiddenNote() {
        return String.format(Locale.ROOT, "… and %,d more rows", hidden);
    }

    private String cell(String tag, int column, String text) {
        String side = numeric.get(column) ? "right" : "left";
        return "<%s align=\"%s\" style=\"text-align:%s\">%s</%s>".formatted(tag, side, side, Html.escape(text), tag);
    }

    private void append(StringBuilder text, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(numeric.get(i) ? padding + row.get(i) : row.get(i) + padding).append("  ");
        }
        text.append(line.toString().stripTrailing()).append("\n");
    }

    private static List<String> texts(Column<?> column, int rows) {
        if (!(column instanceof NumericColumn<?> numbers)) {
            return IntStream.range(0, rows).mapToObj(i -> column.isMissing(i) ? "–" : column.getString(i)).toList();
        }
        double largest = 0;
        boolean whole = true;
        for (int i = 0; i < rows; i++) {
            double value = numbers.getDouble(i);
            if (!column.isMissing(i) && Double.isFinite(value)) {
                largest = Math.max(largest, Math.abs(value));
                whole &= value == Math.rint(value);
            }
        }
        // About four significant digits of the largest number, the same decimals in the whole column.
        int decimals = whole || largest == 0 ? 0
                : Math.min(Math.max(3 - (int) Math.floor(Math.log10(largest)), 1), 4);
        String format = largest < 1e-3 && !whole ? "%.3g" : "%." + decimals + "f";
        return IntStream.range(0, rows).mapToObj(i -> column.isMissing(i) ? "–"
                : String.format(Locale.ROOT, format, numbers.getDouble(i)).replace("-", "−")).toList();
    }
}
