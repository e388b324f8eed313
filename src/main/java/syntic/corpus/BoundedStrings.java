package syntic.corpus;

import com.google.gson.stream.MalformedJsonException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;

/** JSON text in which no string is so long that it would fill the memory before anybody could look at its length. */
final class BoundedStrings extends FilterReader {
    private static final int LONGEST = 10_000_000;

    private boolean inString;
    private boolean escaped;
    private int length;

    BoundedStrings(Reader json) {
        super(json);
    }

    @Override
    public int read(char[] characters, int from, int most) throws IOException {
        int count = super.read(characters, from, most);
        for (int i = from; i < from + count; i++) {
            see(characters[i]);
        }
        return count;
    }

    private void see(char c) throws IOException {
        if (!inString) {
            inString = c == '"';
            length = 0;
        } else if (escaped) {
            escaped = false;
        } else if (c == '"') {
            inString = false;
        } else {
            escaped = c == '\\';
        }
        if (inString && ++length > LONGEST) {
            throw new MalformedJsonException(String.format(Locale.ROOT, "a string has more than %,d characters",
                    LONGEST));
        }
    }
}
