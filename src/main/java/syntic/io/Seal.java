package syntic.io;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sum that a text states of itself at its end, by which damage shows when it is read again: the last entry of a JSON
 * object, or a last line after a {@code #}. A mark at the beginning says that there is one, so that damage to both the
 * text and its sum shows too. A text without either, of a former version or from elsewhere, is read as it is.
 */
public final class Seal {
    private static final Pattern OF_JSON = Pattern.compile(",?\\s*\"digest\":\"([0-9a-f]{64})\"}\\s*\\z");
    private static final Pattern OF_LINES = Pattern.compile("# digest ([0-9a-f]{64})\\n\\z");
    private static final String JSON_MARK = " ";
    private static final String LINES_MARK = "# with a digest\n";
    private static final int LONGEST = 100;

    private Seal() {}

    /** @param object a JSON object */
    public static String json(String object) {
        String body = object.substring(0, object.lastIndexOf('}')).stripTrailing();
        String gap = body.indexOf('\n') >= 0 ? "\n" : "";
        return JSON_MARK + body + (body.endsWith("{") ? "" : ",") + gap + "\"digest\":\"" + Sha256.of(body) + "\"}"
                + gap;
    }

    /** @param lines each with a line break at its end */
    public static String lines(String lines) {
        return LINES_MARK + lines + "# digest " + Sha256.of(lines) + "\n";
    }

    /**
     * What {@link #json} or {@link #lines} was given.
     *
     * @throws IOException if the text is not what its sum is of
     */
    public static String open(String text) throws IOException {
        Matcher json = at(OF_JSON, text);
        if (json.find()) {
            return checked(text, JSON_MARK, json) + "}";
        }
        Matcher lines = at(OF_LINES, text);
        if (lines.find()) {
            return checked(text, LINES_MARK, lines);
        }
        if (text.startsWith(JSON_MARK) || text.startsWith(LINES_MARK)) {
            throw new IOException("its digest is damaged, or its end is missing");
        }
        return text;
    }

    private static Matcher at(Pattern pattern, String text) {
        return pattern.matcher(text).region(Math.max(0, text.length() - LONGEST), text.length());
    }

    private static String checked(String text, String mark, Matcher tail) throws IOException {
        String body = text.substring(text.startsWith(mark) ? mark.length() : 0, tail.start());
        if (!Sha256.of(body).equals(tail.group(1))) {
            throw new IOException("its content does not fit its digest");
        }
        return body;
    }
}
