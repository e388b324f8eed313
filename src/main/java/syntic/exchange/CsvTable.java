package syntic.exchange;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import syntic.io.UserException;

/** Numbers in columns, with or without a header; a column with a header of {@link #IDS} names the rows. */
final class CsvTable implements FeatureTable {
    static final List<String> IDS = List.of("id", "key", "image_id", "caption_id", "image_path", "image", "filename",
            "file_name");
    private static final int MOST_COLUMNS = 20_000;

    private final Path file;
    private final boolean header;
    private final int idColumn;
    private final int width;
    private final List<String> ids = new ArrayList<>();
    private int rows;

    /** What is done with the cells of a line. */
    interface Line {
        void read(long number, String[] cells);
    }

    private CsvTable(Path file, String[] first, String wanted) {
        this.file = file;
        header = Arrays.stream(first).anyMatch(cell -> !isNumber(cell));
        idColumn = header ? idColumn(file, first, wanted) : -1;
        width = first.length - (idColumn < 0 ? 0 : 1);
        forEachLine(file, (number, cells) -> {
            if (number > 1 || !header) {
                rows++;
                if (idColumn >= 0 && idColumn < cells.length) {
                    ids.add(cells[idColumn]);
                }
            }
        });
    }

    static FeatureTable open(Path file, String idColumn) {
        String[][] first = new String[1][];
        forEachLine(file, (number, cells) -> first[0] = number == 1 ? cells : first[0]);
        if (first[0] == null) {
            throw FeatureFiles.refused(file, "is empty; give the file that the features were written to");
        }
        return new CsvTable(file, first[0], idColumn);
    }

    static int idColumn(Path file, String[] header, String wanted) {
        List<String> names = Arrays.stream(header).map(cell -> cell == null ? "" : cell.strip().toLowerCase(Locale.ROOT))
                .toList();
        int found = wanted != null ? names.indexOf(wanted.toLowerCase(Locale.ROOT))
                : IDS.stream().mapToInt(names::indexOf).filter(column -> column >= 0).findFirst().orElse(-1);
        if (wanted != null && found < 0) {
            throw FeatureFiles.refused(file, "has no column '" + wanted + "', it has " + names);
        }
        return found;
    }

    static void forEachLine(Path file, Line each) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setReadInputOnSeparateThread(false);
        settings.setMaxColumns(MOST_COLUMNS);
        settings.setMaxCharsPerColumn(-1);
        CsvParser parser = new CsvParser(settings);
        try (Reader text = Files.newBufferedReader(file)) {
            parser.beginParsing(text);
            long number = 0;
            for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
                each.read(++number, cells);
            }
        } catch (IOException e) {
            throw UserException.ofReading(file, e);
        } catch (TextParsingException e) {
            throw FeatureFiles.refused(file, "line " + (e.getLineIndex() + 1) + " is no row of a CSV file in UTF-8");
        }
    }

    private static boolean isNumber(String cell) {
        try {
            return cell != null && !Double.isNaN(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            return "nan".equalsIgnoreCase(cell.strip());
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public List<String> ids() {
        return ids;
    }

    @Override
    public void forEach(int from, int count, Row each) {
        float[] values = new float[width];
        int[] row = {-1};
        forEachLine(file, (number, cells) -> {
            if (number > 1 || !header) {
                row[0]++;
            }
            if (row[0] >= from && row[0] < from + count) {
                if (cells.length != width + (idColumn < 0 ? 0 : 1)) {
                    throw FeatureFiles.refused(file, "row " + number + " has " + cells.length + " columns, the first one "
                            + (width + (idColumn < 0 ? 0 : 1)));
                }
                int at = 0;
                for (int column = 0; column < cells.length; column++) {
                    if (column != idColumn) {
                        if (!isNumber(cells[column])) {
                            throw FeatureFiles.refused(file, "row " + number + " has '" + cells[column]
                                    + "' where a number is expected; a column of ids is called id");
                        }
                        values[at++] = Float.parseFloat(cells[column]);
                    }
                }
                each.take(row[0], values);
            }
        });
    }
}
