package syntic.model.clip;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import syntic.model.token.TokenizerFile;

/**
 * Cleans a text and cuts it into the pieces that byte-pair encoding works on, in one of the two ways of the
 * transformers library, which differ outside of ordinary text. HTML entities stay as they are in both.
 */
final class ClipWords {
    private static final String SPECIAL = "<\\|startoftext\\|>|<\\|endoftext\\|>";
    private static final String LETTERS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|";
    private static final String PIECES = LETTERS + "[^\\s\\p{L}\\p{N}]+";
    /** Special tokens are found wherever they stand. */
    private static final String ALL = SPECIAL + "|" + LETTERS + "(?:(?!" + SPECIAL + ")[^\\s\\p{L}\\p{N}])+";
    private static final JsonElement NORMALIZER = JsonParser.parseString("""
            {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\\\s+"},
             "content": " "}, {"type": "Lowercase"}]}""");

    private static final int FIRST_EMOJI = 0x1F000;
    private static final int LAST_EMOJI = 0x1FAFF;
    private static final String OTHERS = "; without this file vocab.json and merges.txt would be read";

    /**
     * As CLIPTokenizer does where ftfy is not installed: control characters and joiners are removed, CJK characters
     * stand alone, and a sigma that ends a word becomes a final one.
     */
    static final ClipWords SLOW = new ClipWords(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE,
            text -> Normalizer.normalize(spaced(text), Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
    /** As CLIPTokenizerFast does from {@code tokenizer.json}: nothing is removed, every character is lowered alone. */
    static final ClipWords FAST = new ClipWords(0, text -> lowered(Normalizer.normalize(text, Normalizer.Form.NFC)));

    private final Pattern piece;
    private final UnaryOperator<String> cleaning;

    private ClipWords(int flags, UnaryOperator<String> cleaning) {
        piece = Pattern.compile(ALL, flags | Pattern.UNICODE_CHARACTER_CLASS);
        this.cleaning = cleaning;
    }

    /**
     * {@link #FAST}, if that is what the file says.
     *
     * @throws syntic.model.ModelException if it cleans or splits otherwise
     */
    static ClipWords from(Path file) {
        return TokenizerFile.reading(file, () -> {
            JsonObject root = TokenizerFile.json(file);
            if (!TokenizerFile.required(root, "normalizer").equals(NORMALIZER)) {
                throw new JsonParseException("'normalizer' is not CLIP's (NFC, white space, lower case)" + OTHERS);
            }
            JsonObject split = TokenizerFile.required(TokenizerFile.required(root, "pre_tokenizer").getAsJsonObject(),
                    "pretokenizers").getAsJsonArray().get(0).getAsJsonObject();
            String regex = TokenizerFile.required(TokenizerFile.required(split, "pattern").getAsJsonObject(), "Regex")
                    .getAsString();
            if (!regex.equals(PIECES) && !regex.equals(SPECIAL + "|" + PIECES)) {
                throw new JsonParseException("'pre_tokenizer' splits by " + regex + ", as CLIP's does not" + OTHERS);
            }
            return FAST;
        });
    }

    List<String> of(String text) {
        return piece.matcher(cleaning.apply(text)).results().map(MatchResult::group).toList();
    }

    private static String lowered(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return out.toString();
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

    /**
     * Unicode's major category C: control, format, surrogate, private use, unassigned. Where emoji come from, this
     * Java's Unicode may be older than the tokenizer's, so that what is unassigned there counts as one.
     */
    private static boolean isOther(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> true;
            case Character.UNASSIGNED -> c < FIRST_EMOJI || c > LAST_EMOJI;
            default -> false;
        };
    }

    private static boolean isCjk(int c) {
        return c >= 0x4E00 && c <= 0x9FFF || c >= 0x3400 && c <= 0x4DBF || c >= 0x20000 && c <= 0x2A6DF
                || c >= 0x2A700 && c <= 0x2CEAF || c >= 0xF900 && c <= 0xFAFF || c >= 0x2F800 && c <= 0x2FA1F;
    }
}
