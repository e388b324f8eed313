package syntic.corpus;

import com.google.gson.stream.MalformedJsonException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;

/** Text in which nothing is so long that it would fill the memory before anybody could look at its length. */
final class BoundedText extends FilterReader {
    static final int LONGEST = 1 << 25;

    private final boolean json;
    private boolean inString;
    private boolean escaped;
    private int length;

    private BoundedText(Reader text, boolean json) {
        super(text);
        this.json = json;
    }

    /** JSON whose strings are bounded. */
    static Reader json(Reader text) {
        return new BoundedText(text, true);
    }

    /** Text whose lines are bounded. */
    static Reader lines(Reader text) {
        return new BoundedText(text, false);
    }

    /** @throws MalformedJsonException with the reason, whatever the text is */
    @Override
    public int read(char[] characters, int from, int most) throws IOException {
        int count = super.read(characters, from, most);
        for (int i = from; i < from + count; i++) {
            boolean within = json ? isInString(characters[i]) : characters[i] != '\n';
            length = within ? length + 1 : 0;
            if (length > LONGEST) {
                throw new MalformedJsonException(String.format(Locale.ROOT, "a %s has more than %,d characters",
                        json ? "string" : "line", LONGEST));
            }
        }
        return count;
    }

    private boolean isInString(char c) {
        if (!inString) {
            inString = c == '"';
        } else if (escaped) {
            escaped = false;
        } else if (c == '"') {
            inString = false;
        } else {
            escaped = c == '\\';
        }
        return inString;
    }
}
