package syntic.store;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;

/** Columns of a table that has a row for each of some things. */
public final class Columns {
    private Columns() {}

    public static <T> StringColumn text(String name, List<T> rows, Function<T, String> cell) {
        return StringColumn.create(name, rows.stream().map(cell).toList());
    }

    public static <T> DoubleColumn number(String name, List<T> rows, ToDoubleFunction<T> cell) {
        return DoubleColumn.create(name, rows.stream().mapToDouble(cell).toArray());
    }

    public static <T> LongColumn count(String name, List<T> rows, ToLongFunction<T> cell) {
        return LongColumn.create(name, rows.stream().mapToLong(cell).toArray());
    }
}
