package syntic.metric.spice;

import java.util.List;

/**
 * A parsed sentence. Tokens are counted from 1; 0 stands for the root above the sentence.
 *
 * @param tokens       the words with lemma and part of speech
 * @param tree         the constituency tree in Penn Treebank brackets, its leaves being the tokens
 * @param dependencies the grammatical relations, collapsed and spread over conjunctions: a preposition is part of the
 *                     relation's name ({@code nmod:on}) and "men and women sit" gives both a subject
 */
public record Sentence(List<Token> tokens, String tree, List<Dependency> dependencies) {

    /**
     * A word of a sentence.
     *
     * @param word  as in the caption
     * @param lemma the dictionary form
     * @param tag   the part of speech in the Penn Treebank's tag set
     */
    public record Token(String word, String lemma, String tag) {

        boolean isNoun() {
            return tag.startsWith("N");
        }

        boolean isVerb() {
            return tag.startsWith("V");
        }

        boolean isPronoun() {
            return tag.startsWith("PRP");
        }

        /** Whether the word says itself what it means, unlike "it", "whose" and "that". */
        boolean isNamed() {
            return !isPronoun() && !tag.startsWith("W");
        }
    }

    /**
     * A grammatical relation between two tokens.
     *
     * @param relation  the name in Universal Dependencies 1, such as {@code nsubj}
     * @param governor  index of the token that governs; 0 in relation {@code root}
     * @param dependent index of the other token
     */
    public record Dependency(String relation, int governor, int dependent) {
    }

    public Sentence {
        tokens = List.copyOf(tokens);
        dependencies = List.copyOf(dependencies);
    }

    /** The token at an index, counted from 1. */
    Token token(int index) {
        return tokens.get(index - 1);
    }
}
