package syntic.pack;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import syntic.io.Sha256;
import syntic.io.UserException;

/**
 * One of several shares of captions or photos. An id alone decides whose it is, so that a caption more or less moves
 * no other to another share.
 *
 * @param number from 1
 * @param of how many shares
 */
public record Share(int number, int of) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    public Share {
        if (number < 1 || number > of) {
            throw new UserException("there is no share " + number + "/" + of + "; of 8 they are 1/8 to 8/8");
        }
    }

    /** @param text such as {@code 3/8} */
    public static Share of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new UserException("'" + text + "' is no share; write 3/8 for the third of eight");
        }
        return new Share(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    public boolean has(String id) {
        BigInteger sum = new BigInteger(1, Sha256.begin().digest(id.getBytes(StandardCharsets.UTF_8)));
        return sum.mod(BigInteger.valueOf(of)).intValue() == number - 1;
    }

    /** As a part of a file's name. */
    @Override
    public String toString() {
        return number + "-of-" + of;
    }
}
