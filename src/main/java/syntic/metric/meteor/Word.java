package syntic.metric.meteor;

/**
 * A word with all that matching asks of it; words come from a {@link Lexicon}.
 *
 * @param text     the word, in lower case
 * @param stem     its stem
 * @param senses   the numbers of the synonym sets that it or a base form of it belongs to, ascending
 * @param function whether it is a function word
 */
public record Word(String text, String stem, int[] senses, boolean function) {

    boolean is(Word other) {
        return text.equals(other.text);
    }

    boolean hasStemOf(Word other) {
        return stem.equals(other.stem);
    }

    boolean sharesSenseWith(Word other) {
        int i = 0;
        int j = 0;
        while (i < senses.length && j < other.senses.length) {
            if (senses[i] == other.senses[j]) {
                return true;
            }
            if (senses[i] < other.senses[j]) {
                i++;
            } else {
                j++;
            }
        }
        return false;
    }
}
