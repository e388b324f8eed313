package syntic.io;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;

/** A line of a table for a spreadsheet (RFC 4180). */
public final class CsvLine {
    private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

    private CsvLine() {}

    public static void write(Writer out, List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            out.write(i == 0 ? "" : ",");
            String cell = cells.get(i);
            out.write(SPECIAL.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        out.write("\r\n");
    }
}
