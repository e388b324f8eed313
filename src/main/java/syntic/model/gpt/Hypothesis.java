package syntic.model.gpt;

import java.util.ArrayList;
import java.util.List;

/**
 * A caption in the making, or a whole one.
 *
 * @param tokens without the prefix; the end token is kept
 * @param logProbability natural logarithm of the probability of all tokens
 * @param ended whether the last token is the end token
 */
public record Hypothesis(List<Integer> tokens, double logProbability, boolean ended) {
    static final Hypothesis EMPTY = new Hypothesis(List.of(), 0, false);

    public Hypothesis {
        tokens = List.copyOf(tokens);
    }

    Hypothesis followedBy(int token, double logProbabilityOfToken, int end) {
        List<Integer> longer = new ArrayList<>(tokens);
        longer.add(token);
        return new Hypothesis(longer, logProbability + logProbabilityOfToken, token == end);
    }

    /** The tokens before the end token. */
    public int[] words() {
        return tokens.stream().limit(ended ? tokens.size() - 1 : tokens.size()).mapToInt(Integer::intValue).toArray();
    }
}
