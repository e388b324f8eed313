package syntic.metric;

import java.util.List;

/**
 * Splits captions into the tokens that metrics count. Everything else in this package depends on this interface only,
 * so that another tokenizer can stand in for the one that papers use.
 */
@FunctionalInterface
public interface Tokenizer {

    /**
     * Tokenizes a list of captions.
     *
     * @param captions the captions, none of them null, in the order of the corpus
     * @return for each caption its tokens, lower-cased and joined by one space; empty for a caption without tokens
     */
    List<String> tokenize(List<String> captions);

    /** The tokenizer of published scores: Penn Treebank tokens, lower-cased, without punctuation tokens. */
    static Tokenizer ptb() {
        return new PtbTokenizer(false);
    }

    /** The tokenizer of {@link #ptb()} that keeps punctuation tokens, as some published scores do. */
    static Tokenizer ptbKeepingPunctuation() {
        return new PtbTokenizer(true);
    }
}
