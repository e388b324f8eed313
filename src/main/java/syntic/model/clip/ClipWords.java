package syntic.model.clip;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cleans a text and cuts it into the pieces that byte-pair encoding works on, as the transformers library's
 * CLIPTokenizer does where ftfy is not installed: control characters are removed, CJK characters stand alone, the text
 * is composed (NFC) and lower-cased. HTML entities stay as they are.
 */
final class ClipWords {
    private static final Pattern PIECE = Pattern.compile("<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d"
            + "|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    private ClipWords() {}

    static List<String> of(String text) {
        String clean = Normalizer.normalize(spaced(text), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        List<String> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(clean);
        while (matcher.find()) {
            pieces.add(matcher.group());
        }
        return pieces;
    }

    private static String spaced(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\t' || c == '\n' || c == '\r' || Character.getType(c) == Character.SPACE_SEPARATOR) {
                out.append(' ');
            } else if (isCjk(c)) {
                out.append(' ').appendCodePoint(c).append(' ');
            } else if (c != 0xFFFD && !isOther(c)) {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Unicode's major category C: control, format, surrogate, private use, unassigned. */
    private static boolean isOther(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static boolean isCjk(int c) {
        return c >= 0x4E00 && c <= 0x9FFF || c >= 0x3400 && c <= 0x4DBF || c >= 0x20000 && c <= 0x2A6DF
                || c >= 0x2A700 && c <= 0x2CEAF || c >= 0xF900 && c <= 0xFAFF || c >= 0x2F800 && c <= 0x2FA1F;
    }
}
