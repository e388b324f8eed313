package syntic.corpus;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import syntic.nn.FileKind;

/** The formats of caption files, told apart by their beginning; the name must agree with it. */
enum CaptionFormat {
    /** A data-set file with splits, {@link KarpathySplits}. */
    DATA_SET("a data-set file of Karpathy's", "json"),
    /** {@link VideoCaptions}. */
    VIDEOS("MSRVTT's videos with their sentences", "json"),
    /** {@link CocoCaptions}. */
    COCO("COCO's caption format", "json"),
    /** A list of sentences or of objects, {@link JsonRecords}. */
    JSON_LIST("a JSON list", "json"),
    /** The same without brackets and commas, one a line. */
    JSON_LINES("JSON lines", "jsonl", "ndjson"),
    /** {@code 1000092795.jpg#0<TAB>Two men.}, {@link CaptionTables}. */
    TOKEN("Flickr30k's token file", "token"),
    /** {@code image|comment_number|comment}. */
    PIPES("Flickr30k's CSV (image|comment_number|comment)", "csv"),
    /** With a header such as {@code image,caption}. */
    CSV("CSV with a header such as image,caption", "csv"),
    /** Columns between tabs, with a header or with image or address in the one and a sentence in the other. */
    TSV("TSV, columns between tabs", "tsv"),
    /** Sentences without images. */
    TEXT("plain text, a sentence a line", "txt");

    private static final int SEEN = 1 << 16;
    private static final Pattern TOKEN_LINE = Pattern.compile("\\S+#\\d+\t.*");
    private static final Pattern JSON_START = Pattern.compile("\\[\\s*[\\[{\"\\]].*", Pattern.DOTALL);

    private final String description;
    private final List<String> extensions;

    CaptionFormat(String description, String... extensions) {
        this.description = description;
        this.extensions = List.of(extensions);
    }

    /**
     * The format of a file.
     *
     * @throws CorpusFormatException if it is another than its name says, or none of these
     */
    static CaptionFormat of(Path file) throws IOException {
        FileNames.requireFile(file);
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Set<CaptionFormat> named = Arrays.stream(values())
                .filter(format -> format.extensions.contains(name.substring(name.lastIndexOf('.') + 1)))
                .collect(Collectors.toSet());
        CaptionFormat found = looksLike(file, named);
        if (!named.isEmpty() && !named.contains(found)) {
            throw new CorpusFormatException(file, "", "looks like " + found.description + ", not like "
                    + named.stream().sorted().map(format -> format.description).collect(Collectors.joining(" or "))
                    + " as its name says; if that is what it is, let its name end in ." + found.extensions.get(0));
        }
        return found;
    }

    private static CaptionFormat looksLike(Path file, Set<CaptionFormat> named) throws IOException {
        String start = start(file).stripLeading();
        if (start.startsWith("{")) {
            return ofObject(file, named);
        }
        String kind = FileKind.of(file).orElse(null);
        if (kind != null) {
            throw new CorpusFormatException(file, "", "is " + kind + ", not captions");
        }
        if (start.isEmpty() && !named.isEmpty()) {
            return named.stream().sorted().findFirst().get();
        }
        if (JSON_START.matcher(start).matches()) {
            return JSON_LIST;
        }
        String line = start.lines().findFirst().orElse("");
        return TOKEN_LINE.matcher(line).matches() ? TOKEN
                : CaptionTables.isHeader(line, '|') ? PIPES
                : CaptionTables.isHeader(line, ',') || named.contains(CSV) && CaptionTables.isColumn(line) ? CSV
                : line.contains("\t") ? TSV : TEXT;
    }

    private static String start(Path file) throws IOException {
        char[] start = new char[SEEN];
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int count = text.read(start);
            // The three bytes of UTF-8's mark.
            return new String(start, 0, Math.max(0, count)).replaceFirst("^\u00EF\u00BB\u00BF", "");
        }
    }

    /** Looks no further than the first image, or the object after the first. */
    private static CaptionFormat ofObject(Path file, Set<CaptionFormat> named) throws IOException {
        try (JsonReader json = new JsonReader(BoundedText.json(Files.newBufferedReader(file)))) {
            json.setStrictness(Strictness.LENIENT);
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                if (name.equals("annotations")) {
                    return COCO;
                }
                if (json.peek() == JsonToken.BEGIN_ARRAY && (name.equals("videos") || name.equals("sentences"))) {
                    return VIDEOS;
                }
                if (name.equals("images") && json.peek() == JsonToken.BEGIN_ARRAY) {
                    json.beginArray();
                    return json.peek() == JsonToken.BEGIN_OBJECT && hasSentences(json) ? DATA_SET : COCO;
                }
                json.skipValue();
            }
            json.endObject();
            return json.peek() == JsonToken.BEGIN_OBJECT || named.contains(JSON_LINES) ? JSON_LINES : COCO;
        } catch (MalformedJsonException | EOFException | CharacterCodingException e) {
            // The reader of the format says what is wrong, and where.
            return named.contains(JSON_LINES) ? JSON_LINES : COCO;
        }
    }

    private static boolean hasSentences(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals("sentences")) {
                return true;
            }
            json.skipValue();
        }
        return false;
    }
}
