package syntic.workbook;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table that grows row by row; a column holds what its first row has, numbers or text. A number may be missing
 * ({@code null}).
 *
 * <pre>{@code
 * Rows rows = Rows.of("Scores", "system", "CIDEr-D × 100");
 * rows.add("SynTIC", 194.7);
 * rows.show();
 * }</pre>
 */
public final class Rows {
    private final String title;
    private final List<String> columns;
    private final List<Object[]> rows = new ArrayList<>();

    private Rows(String title, List<String> columns) {
        this.title = title;
        this.columns = columns;
    }

    /** A table without rows. */
    public static Rows of(String title, String... columns) {
        return new Rows(title, List.of(columns));
    }

    /**
     * One row more.
     *
     * @throws IllegalArgumentException if there are more or fewer cells than columns, or text where numbers stand above
     */
    public Rows add(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("table '%s' has %d columns, row %d has %d cells"
                    .formatted(title, columns.size(), rows.size() + 1, cells.length));
        }
        for (int i = 0; i < cells.length; i++) {
            if (isNumber(i) && cells[i] != null && !(cells[i] instanceof Number)) {
                throw new IllegalArgumentException("table '%s': column '%s' holds numbers, not '%s'"
                        .formatted(title, columns.get(i), cells[i]));
            }
        }
        rows.add(cells.clone());
        return this;
    }

    /** The table so far. */
    public Table table() {
        Table table = Table.create(title);
        for (int i = 0; i < columns.size(); i++) {
            table.addColumns(column(i));
        }
        return table;
    }

    /** Shows the table in the notebook. */
    public void show() {
        Notebook.table(table());
    }

    private boolean isNumber(int column) {
        return !rows.isEmpty() && rows.get(0)[column] instanceof Number;
    }

    private Column<?> column(int index) {
        if (!isNumber(index)) {
            return StringColumn.create(columns.get(index),
                    rows.stream().map(row -> String.valueOf(row[index])).toList());
        }
        return DoubleColumn.create(columns.get(index), rows.stream()
                .mapToDouble(row -> row[index] == null ? Double.NaN : ((Number) row[index]).doubleValue()).toArray());
    }
}
