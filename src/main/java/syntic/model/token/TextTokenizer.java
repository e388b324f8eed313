package syntic.model.token;

/** From a text to the token ids of a language model and back. */
public interface TextTokenizer {
    /** Number of token ids. */
    int size();

    /** The ids of a text, without start and end. */
    int[] tokens(String text);

    /** Id of the token that ends a text. */
    int endId();

    /** A token that is in no text, neither inside nor at its end: fills short rows of a batch. */
    int fillId();

    /** The text of ids; start, end and the like are left out. */
    String decode(int... ids);
}
