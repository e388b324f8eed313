package syntic.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.google.gson.JsonIOException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import syntic.nn.JsonFault;

/**
 * Reads a JSON file as a stream, so that a file larger than the memory can be read, and knows at every moment which
 * element it is at, for error messages.
 */
final class JsonInput {

    /** A field reader that wants no field. */
    static final Field NONE = name -> false;

    /** Reads a value; the cursor stands before it. */
    @FunctionalInterface
    interface Value {
        void read(JsonInput in) throws IOException;
    }

    /** Reads the value of a field, or returns false to have it skipped. */
    @FunctionalInterface
    interface Field {
        boolean read(String name) throws IOException;
    }

    /** No caption is as long; the time of some metrics grows with the square of the length. */
    static final int LONGEST_TEXT = 100_000;
    private static final Pattern INTEGER = Pattern.compile("-?\\d+");
    private static final Pattern SURROGATE = Pattern.compile("\\p{Cs}");

    private final Path file;
    private final JsonReader reader;
    private final int longest;
    private String element = "";

    private JsonInput(Path file, JsonReader reader, int longest) {
        this.file = file;
        this.reader = reader;
        this.longest = longest;
    }

    /** Opens a file, reads its one value and checks that nothing follows. */
    static void read(Path file, Value document) throws IOException {
        read(file, LONGEST_TEXT, document);
    }

    /** @param longest characters of a text */
    static void read(Path file, int longest, Value document) throws IOException {
        FileNames.requireFile(file);
        try (Reader text = BoundedText.json(Files.newBufferedReader(file))) {
            read(file, "", text, longest, document);
        }
    }

    /** Reads the one value of a part of a file, such as a line. */
    static void read(Path file, String place, String text, int longest, Value value) throws IOException {
        read(file, place, new StringReader(text), longest, value);
    }

    private static void read(Path file, String place, Reader text, int longest, Value document) throws IOException {
        JsonReader reader = new JsonReader(text);
        reader.setStrictness(Strictness.STRICT);
        JsonInput in = new JsonInput(file, reader, longest);
        in.element = place;
        try {
            document.read(in);
            in.element = place;
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw in.error("something follows the end of the data");
            }
        } catch (EOFException e) {
            throw in.error((place.isEmpty() ? "the file" : "it") + " ends too early; it may be truncated ("
                    + JsonFault.of(e) + ")", e);
        } catch (MalformedJsonException | JsonIOException e) {
            throw in.error("not valid JSON (" + JsonFault.of(e) + ")", e);
        } catch (CharacterCodingException e) {
            throw in.error("not valid UTF-8", e);
        }
    }

    /** Where it is, such as {@code images[3]}; empty for the file as a whole. */
    String element() {
        return element;
    }

    CorpusFormatException error(String reason) {
        return error(element, reason);
    }

    CorpusFormatException error(String where, String reason) {
        return new CorpusFormatException(file, where, reason);
    }

    private CorpusFormatException error(String reason, Exception cause) {
        CorpusFormatException error = error(reason);
        error.initCause(cause);
        return error;
    }

    /** Reads an array of objects. */
    void objects(String name, Value object) throws IOException {
        expect(JsonToken.BEGIN_ARRAY, name);
        String outer = element;
        reader.beginArray();
        for (int i = 0; reader.hasNext(); i++) {
            element = (outer.isEmpty() ? "" : outer + ".") + name + "[" + i + "]";
            object.read(this);
        }
        reader.endArray();
        element = outer;
    }

    /** Reads an object; fields that nobody wants are skipped. */
    void object(Field field) throws IOException {
        expect(JsonToken.BEGIN_OBJECT, element.isEmpty() ? "the file" : "the element");
        reader.beginObject();
        Set<String> names = new HashSet<>();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (!names.add(name)) {
                throw error("the field \"" + name + "\" occurs twice");
            }
            if (!field.read(name)) {
                skip();
            }
        }
        reader.endObject();
    }

    /** What nobody reads may hold what strict JSON forbids, such as the NaN that Python writes. */
    private void skip() throws IOException {
        reader.setStrictness(Strictness.LENIENT);
        reader.skipValue();
        reader.setStrictness(Strictness.STRICT);
    }

    boolean isString() throws IOException {
        return reader.peek() == JsonToken.STRING;
    }

    /** Reads an identifier: an integer or a string, the same whichever way it is written. */
    String id(String field) throws IOException {
        if (reader.peek() == JsonToken.NUMBER) {
            String number = reader.nextString();
            if (!INTEGER.matcher(number).matches()) {
                throw error("\"" + field + "\" is " + number + ", expected an integer or a string");
            }
            return number;
        }
        if (reader.peek() == JsonToken.STRING) {
            String id = reader.nextString();
            String problem = halfCharacter(field, id);
            if (problem != null) {
                throw error(problem);
            }
            return id;
        }
        throw error("\"" + field + "\" is " + describe(reader.peek()) + ", expected an integer or a string");
    }

    /** Reads {@code true} or {@code false}. */
    boolean flag(String field) throws IOException {
        if (reader.peek() != JsonToken.BOOLEAN) {
            throw error("\"" + field + "\" is " + describe(reader.peek()) + ", expected a boolean");
        }
        return reader.nextBoolean();
    }

    /**
     * Reads an object into a map of those of its fields that hold an identifier or a text.
     *
     * @param ids    names of fields that are identifiers
     * @param texts  names of fields that are strings
     * @param others reads further fields
     */
    Map<String, String> fields(Set<String> ids, Set<String> texts, Field others) throws IOException {
        Map<String, String> fields = new HashMap<>();
        List<String> problems = new ArrayList<>();
        object(name -> {
            if (ids.contains(name)) {
                fields.put(name, id(name));
            } else if (texts.contains(name)) {
                readText(name, fields, problems);
            } else {
                return others.read(name);
            }
            return true;
        });
        // Only now, because the identifiers may come after the text.
        if (!problems.isEmpty()) {
            String known = new TreeMap<>(fields).entrySet().stream().filter(field -> ids.contains(field.getKey()))
                    .map(field -> field.getKey() + " " + field.getValue()).collect(Collectors.joining(", "));
            throw error(problems.get(0) + (known.isEmpty() ? "" : " (" + known + ")"));
        }
        return fields;
    }

    private void readText(String name, Map<String, String> fields, List<String> problems) throws IOException {
        JsonToken token = reader.peek();
        if (token != JsonToken.STRING) {
            problems.add("\"" + name + "\" is " + describe(token) + ", expected a string");
            skip();
            return;
        }
        String text = reader.nextString();
        if (text.length() > longest) {
            problems.add(String.format(Locale.ROOT, "\"%s\" has %,d characters; at most %,d are read", name,
                    text.length(), longest));
        }
        String half = halfCharacter(name, text);
        if (half != null) {
            problems.add(half);
        }
        fields.put(name, text);
    }

    /** What is wrong with a text that holds half of a surrogate pair, which no file in UTF-8 can; null for others. */
    private static String halfCharacter(String name, String text) {
        Matcher half = SURROGATE.matcher(text);
        return !half.find() ? null : String.format(Locale.ROOT, "\"%s\" holds half a character (\\u%04x, at place %,d): "
                + "it was cut within an emoji or its like; write it without", name, (int) half.group().charAt(0),
                half.start() + 1);
    }

    /** Returns the value of a field that must be there. */
    String required(Map<String, String> fields, String field) throws CorpusFormatException {
        String value = fields.get(field);
        if (value == null) {
            throw error("the field \"" + field + "\" is missing");
        }
        return value;
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (reader.peek() != token) {
            throw error(what + " is " + describe(reader.peek()) + ", expected " + describe(token));
        }
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case BEGIN_ARRAY -> "an array";
            case BEGIN_OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            default -> "the end of the data";
        };
    }
}
