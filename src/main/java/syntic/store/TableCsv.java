package syntic.store;

import java.nio.file.Path;
import syntic.io.AtomicFile;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Tables for a spreadsheet: a header, then rows with numbers in full precision. */
public final class TableCsv {
    private TableCsv() {}

    /** Writes the file, whole or not at all. */
    public static void write(Path file, Table table) {
        AtomicFile.write(file, bytes -> table.write().usingOptions(CsvWriteOptions.builder(bytes).build()));
    }
}
