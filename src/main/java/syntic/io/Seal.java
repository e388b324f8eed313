package syntic.io;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sum that a text states of itself at its end, by which damage shows when it is read again: the last entry of a JSON
 * object, or a last line after a {@code #}. A text without one, of a former version or from elsewhere, is read as it is.
 */
public final class Seal {
    private static final Pattern OF_JSON = Pattern.compile(",?\\s*\"digest\":\"([0-9a-f]{64})\"}\\s*\\z");
    private static final Pattern OF_LINES = Pattern.compile("# digest ([0-9a-f]{64})\\n\\z");
    private static final int LONGEST = 100;

    private Seal() {}

    /** @param object a JSON object */
    public static String json(String object) {
        String body = object.substring(0, object.lastIndexOf('}')).stripTrailing();
        boolean lines = body.indexOf('\n') >= 0;
        return body + (body.endsWith("{") ? "" : ",") + (lines ? "\n" : "") + "\"digest\":\"" + Sha256.of(body) + "\"}"
                + (lines ? "\n" : "");
    }

    /** @param lines each with a line break at its end */
    public static String lines(String lines) {
        return lines + "# digest " + Sha256.of(lines) + "\n";
    }

    /**
     * What {@link #json} or {@link #lines} was given.
     *
     * @throws IOException if the text is not what its sum is of
     */
    public static String open(String text) throws IOException {
        Matcher json = at(OF_JSON, text);
        if (json.find()) {
            return checked(text, json) + "}";
        }
        Matcher lines = at(OF_LINES, text);
        return lines.find() ? checked(text, lines) : text;
    }

    private static Matcher at(Pattern pattern, String text) {
        return pattern.matcher(text).region(Math.max(0, text.length() - LONGEST), text.length());
    }

    private static String checked(String text, Matcher tail) throws IOException {
        String body = text.substring(0, tail.start());
        if (!Sha256.of(body).equals(tail.group(1))) {
            throw new IOException("its content does not fit its digest");
        }
        return body;
    }
}
