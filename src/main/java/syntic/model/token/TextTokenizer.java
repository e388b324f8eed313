package syntic.model.token;

import java.util.Arrays;

/** From a text to the token ids of a language model and back. */
public interface TextTokenizer {
    /** Number of token ids. */
    int size();

    /** The ids of a text, without start and end. */
    int[] tokens(String text);

    /**
     * The tokens of a text and the end token. A text that is cut keeps its end token: a model would never learn to
     * stop at this length.
     *
     * @param most tokens, the end token included
     */
    default int[] ended(String text, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a text needs room for its end token, not a length of " + most);
        }
        int[] words = tokens(text);
        int[] ended = Arrays.copyOf(words, Math.min(words.length, most - 1) + 1);
        ended[ended.length - 1] = endId();
        return ended;
    }

    /** Id of the token that ends a text. */
    int endId();

    /** A token that is in no text, neither inside nor at its end: fills short rows of a batch. */
    int fillId();

    /** The text of ids; start, end and the like are left out. */
    String decode(int... ids);
}
