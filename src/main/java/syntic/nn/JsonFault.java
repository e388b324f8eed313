package syntic.nn;

import java.util.Map;
import java.util.regex.Pattern;

/** What is wrong with a JSON text, for whoever has the file: Gson's own messages advise programmers. */
public final class JsonFault {
    private static final int LONGEST = 200;
    private static final Pattern ADVICE = Pattern.compile("Use JsonReader\\.set\\S+ to accept malformed JSON");
    private static final Pattern TOKEN = Pattern.compile(
            "BEGIN_ARRAY|END_ARRAY|BEGIN_OBJECT|END_OBJECT|STRING|NUMBER|BOOLEAN|NULL|NAME|END_DOCUMENT");
    private static final Map<String, String> WORDS = Map.of("BEGIN_ARRAY", "a list", "END_ARRAY", "the end of a list",
            "BEGIN_OBJECT", "an object", "END_OBJECT", "the end of an object", "STRING", "a text", "NUMBER",
            "a number", "BOOLEAN", "true or false", "NULL", "null", "NAME", "a name", "END_DOCUMENT", "the end");

    private JsonFault() {}

    /** The reason that lies deepest in what Gson threw, in one line. */
    public static String of(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String said = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
        String line = ADVICE.matcher(said.lines().findFirst().orElse("")).replaceFirst("unexpected character");
        line = TOKEN.matcher(line).replaceAll(token -> WORDS.get(token.group()));
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
