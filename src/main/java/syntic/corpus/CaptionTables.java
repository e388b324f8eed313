package syntic.corpus;

import com.google.gson.stream.MalformedJsonException;
import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Captions in columns: Flickr30k's token file and CSV, CSV with a header, TSV.
 *
 * <p>Headers name the columns {@code caption} (or {@code comment}, {@code sentence}, {@code text}, {@code raw}),
 * {@code image} (or {@code image_name}, {@code image_id}, {@code filename}, {@code file_name}), {@code comment_number}
 * (or {@code caption_number}) and {@code id} (or {@code caption_id}); others are not read.
 */
final class CaptionTables {
    /** Names of the column with sentences; the same for fields in JSON. */
    static final List<String> TEXTS = List.of("caption", "comment", "sentence", "text", "raw");
    static final List<String> IMAGES = List.of("image", "image_id", "image_name", "file_name", "filename");
    static final List<String> IDS = List.of("id", "caption_id", "sentid");
    private static final List<String> NUMBERS = List.of("comment_number", "caption_number");
    private static final Pattern TOKEN = Pattern.compile("(\\S+)#(\\d+)\t(.*)");
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
    private static final Pattern NAME = Pattern.compile("[\\w ]{1,40}");

    /** Where the columns are; -1 for one that is not there. */
    private record Columns(int count, int text, int image, int number, int id) {
        static Columns of(String[] header) {
            List<String> names = Arrays.stream(header).map(CaptionTables::name).toList();
            return new Columns(header.length, first(names, TEXTS), first(names, IMAGES), first(names, NUMBERS),
                    first(names, IDS));
        }

        private static int first(List<String> names, List<String> wanted) {
            return wanted.stream().mapToInt(names::indexOf).filter(column -> column >= 0).findFirst().orElse(-1);
        }

        int most() {
            return Math.max(Math.max(text, image), Math.max(number, id));
        }
    }

    private CaptionTables() {}

    private static String name(String cell) {
        return cell == null ? "" : cell.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether a line names two columns or more, one of them with sentences. */
    static boolean isHeader(String line, char separator) {
        String[] cells = names(line, separator);
        return cells.length > 1 && Arrays.stream(cells).allMatch(cell -> NAME.matcher(cell).matches())
                && Columns.of(cells).text >= 0;
    }

    /** The cells of a first line; a name may stand in quotation marks. */
    private static String[] names(String line, char separator) {
        return line.replace("\"", "").split(Pattern.quote(Character.toString(separator)), -1);
    }

    /** Whether a line is the name of the column with sentences. */
    static boolean isColumn(String line) {
        return TEXTS.contains(name(line.replace("\"", "")));
    }

    /** {@code 1000092795.jpg#0<TAB>Two men.} */
    static void readTokens(Path file, CaptionList into) throws IOException {
        lines(file, (place, line) -> {
            Matcher parts = TOKEN.matcher(line);
            if (!parts.matches()) {
                throw into.error(place, "expected IMAGE#NUMBER<tab>SENTENCE, not '" + shown(line) + "'");
            }
            into.add(place, null, parts.group(1), parts.group(2), parts.group(3));
        });
    }

    /** Columns between tabs, or between bars where quotation marks are parts of sentences. */
    static void readSeparated(Path file, char separator, CaptionList into) throws IOException {
        String between = Pattern.quote(Character.toString(separator));
        Columns[] columns = new Columns[1];
        lines(file, (place, line) -> {
            String[] cells = line.split(between, columns[0] == null ? -1 : columns[0].count);
            if (columns[0] == null) {
                boolean header = isHeader(line, separator);
                columns[0] = header ? Columns.of(names(line, separator)) : guessed(cells, into, place);
                if (header) {
                    return;
                }
            }
            add(place, cells, columns[0], into);
        });
    }

    /** Without a header: a picture's name and a sentence, or a sentence and an address (Conceptual Captions). */
    private static Columns guessed(String[] cells, CaptionList into, String place) throws CorpusFormatException {
        if (cells.length == 2 && ADDRESS.matcher(cells[1].strip()).matches()) {
            return new Columns(2, 0, -1, -1, -1);
        }
        if (cells.length == 2 && PictureFiles.isPicture(cells[0].strip())) {
            return new Columns(2, 1, 0, -1, -1);
        }
        throw into.error(place, "cannot tell which column holds the sentences; let the first line name the columns, "
                + "such as image<tab>caption");
    }

    /** With a header; cells may stand in quotation marks. */
    static void readCsv(Path file, CaptionList into) throws IOException {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setMaxCharsPerColumn(into.longest() + 1);
        settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setReadInputOnSeparateThread(false);
        CsvParser parser = new CsvParser(settings);
        try (BufferedReader text = Files.newBufferedReader(file)) {
            parser.beginParsing(text);
            String[] header = parser.parseNext();
            Columns columns = Columns.of(header == null ? new String[0] : header);
            if (columns.text < 0) {
                throw into.error("line 1", "names no column with sentences; call it caption");
            }
            for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
                String place = "line " + parser.getContext().currentLine();
                requireClosed(parser.getContext().currentParsedContent(), place, into);
                add(place, cells, columns, into);
            }
        } catch (TextParsingException e) {
            if (Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                    .anyMatch(CharacterCodingException.class::isInstance)) {
                throw into.error("after caption " + into.size(), "not valid UTF-8");
            }
            throw into.error("line " + (e.getLineIndex() + 1), "is no row of a CSV file; is a quotation mark missing?");
        }
    }

    /** A cell whose quotation mark is not closed takes the lines after it for parts of itself. */
    private static void requireClosed(String row, String place, CaptionList into) throws CorpusFormatException {
        if (row != null && row.strip().contains("\n") && row.chars().filter(one -> one == '"').count() % 2 == 1) {
            throw into.error(place, "a quotation mark is not closed in the lines up to this one: '" + shown(row.strip())
                    + "'; close or remove it");
        }
    }

    private static void add(String place, String[] cells, Columns columns, CaptionList into)
            throws CorpusFormatException {
        if (cells.length <= columns.most()) {
            throw into.error(place, "has " + cells.length + " columns, expected " + (columns.most() + 1) + ": '"
                    + shown(String.join(" ", Arrays.stream(cells).map(CaptionTables::text).toList()))
                    + "'; mend or remove it");
        }
        into.add(place, cell(cells, columns.id), cell(cells, columns.image), cell(cells, columns.number),
                text(cells[columns.text]));
    }

    private static String cell(String[] cells, int column) {
        return column < 0 ? null : text(cells[column]).strip();
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    private static String shown(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }

    /** A line of a file. */
    @FunctionalInterface
    interface Line {
        void read(String place, String line) throws IOException;
    }

    /** All lines of a text in UTF-8; blank ones at its end do not count. */
    static void lines(Path file, Line each) throws IOException {
        int number = 0;
        try (BufferedReader reader = new BufferedReader(BoundedText.lines(Files.newBufferedReader(file)))) {
            int blank = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String bare = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (bare.isBlank()) {
                    blank = blank == 0 ? number : blank;
                } else if (blank > 0) {
                    throw new CorpusFormatException(file, "line " + blank, "the line is blank; remove it");
                } else {
                    each.read("line " + number, bare);
                }
            }
        } catch (MalformedJsonException e) {
            throw new CorpusFormatException(file, "after line " + number, e.getMessage());
        } catch (CharacterCodingException e) {
            throw new CorpusFormatException(file, "after line " + number, "not valid UTF-8");
        }
    }
}
