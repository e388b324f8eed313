package syntic.metric.meteor;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/**
 * Splits text into the words that METEOR aligns: punctuation apart, quotes and dashes of all kinds made alike,
 * compounds with a dash split in two, contractions split before the apostrophe ({@code dog 's} becomes
 * {@code dog ' s}), lower case. METEOR does this to every input, to captions that are tokenized already too.
 *
 * <p>The rules are those of METEOR 1.5, which follow the tokenizer of Moses. A rule takes the characters around what it
 * looks for with it, so the second of two marks one letter apart may be left alone ({@code a-b-c} becomes
 * {@code a b-c}); scores depend on this.
 */
final class TextNormalizer {

    /** Latin and Cyrillic letters, to stand in a character class. */
    private static final String LETTERS = "A-Za-z\u0160\u017D\u0161\u017E\u0178\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u017E"
            + "\u0400-\u0527\uA640-\uA66E\uA67E-\uA697\u1D00-\u1D7F";
    private static final String LETTERS_DIGITS = "0-9" + LETTERS;

    private static final List<Rule> RULES = List.of(
            new Rule("([^" + LETTERS_DIGITS + "\\s.'`,\\-\u2018\u2019])", " $1 "),
            new Rule("(\\.{2,})", " $1 "),
            new Rule("(\\D),(\\D)", "$1 , $2"),
            new Rule("(\\d),(\\D)", "$1 , $2"),
            new Rule("(\\D),(\\d)", "$1 , $2"),
            new Rule("[`\u2018\u2019]", "'"),
            new Rule("[\u201C\u201D]|''", " \" "),
            new Rule("\u2013", "-"),
            new Rule("--", "-"),
            new Rule("([" + LETTERS_DIGITS + ".])-([" + LETTERS_DIGITS + "])", "$1 $2"),
            new Rule("([^" + LETTERS + "])'([^" + LETTERS + "])", "$1 ' $2"),
            new Rule("([^" + LETTERS_DIGITS + "])'([" + LETTERS + "])", "$1 ' $2"),
            new Rule("([" + LETTERS + "])'([^" + LETTERS + "])", "$1 ' $2"),
            new Rule("([" + LETTERS + "])'([" + LETTERS + "])", "$1 '$2"),
            new Rule("(\\d)'(s)", "$1 '$2"));

    private static final Pattern PLAIN = Pattern.compile("[a-z0-9 ]*");
    private static final Pattern LETTER = Pattern.compile("[" + LETTERS + "]");
    private static final Pattern SPACES = Pattern.compile("[ \u2000-\u200A\u202F\u205F\u3000\u00A0]+");

    /** Abbreviations whose dot stays with them. */
    private static final Set<String> ABBREVIATIONS = Set.of("A", "Adj", "Adm", "Adv", "Asst", "B", "Bart", "Bldg",
            "Brig", "Bros", "C", "Capt", "Cmdr", "Col", "Comdr", "Con", "Corp", "Cpl", "D", "DR", "Dr", "Drs", "E",
            "Ens", "F", "G", "Gen", "Gov", "H", "Hon", "Hosp", "Hr", "I", "Insp", "J", "K", "L", "Lt", "M", "MM", "MR",
            "MRS", "MS", "Maj", "Messrs", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Msgr", "N", "Nos", "Nr", "O", "Op", "Ord",
            "P", "Pfc", "Ph", "Prof", "Pvt", "Q", "R", "Rep", "Reps", "Res", "Rev", "Rt", "S", "Sen", "Sens", "Sfc",
            "Sgt", "Sr", "St", "Supt", "Surg", "T", "U", "V", "W", "X", "Y", "Z", "e.g", "i.e", "rev", "v", "vs");
    /** Abbreviations whose dot stays with them before a number. */
    private static final Set<String> ABBREVIATIONS_OF_NUMBERS = Set.of("Art", "No", "pp");

    private record Rule(Pattern pattern, String replacement) {

        Rule(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }

    private TextNormalizer() {
    }

    /** Returns the words of a text, lower-cased and separated by one space. */
    static String normalize(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        String line = " " + text + " ";
        for (Rule rule : RULES) {
            line = rule.pattern.matcher(line).replaceAll(rule.replacement);
        }
        return SPACES.matcher(splitDots(line)).replaceAll(" ").trim().toLowerCase(Locale.ROOT);
    }

    /** Separates the dots that end a sentence from the word before them. */
    private static String splitDots(String line) {
        StringTokenizer tokens = new StringTokenizer(line);
        StringBuilder split = new StringBuilder();
        String word = tokens.hasMoreTokens() ? tokens.nextToken() : null;
        while (word != null) {
            String next = tokens.hasMoreTokens() ? tokens.nextToken() : null;
            split.append(splitDot(word, next == null ? ' ' : next.charAt(0))).append(' ');
            word = next;
        }
        return split.toString();
    }

    private static String splitDot(String word, char next) {
        if (!word.endsWith(".") || word.startsWith("..") || word.length() == 1) {
            return word;
        }
        String stem = word.substring(0, word.length() - 1);
        if (stem.contains(".") && LETTER.matcher(stem).find()) {
            return word.replace(".", "");
        }
        boolean stays = ABBREVIATIONS.contains(stem) || next >= 'a' && next <= 'z'
                || ABBREVIATIONS_OF_NUMBERS.contains(stem) && next >= '0' && next <= '9';
        return stays ? word : stem + " .";
    }
}
