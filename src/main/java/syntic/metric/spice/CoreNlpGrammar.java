package syntic.metric.spice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

import edu.stanford.nlp.parser.lexparser.BinaryRule;
import edu.stanford.nlp.parser.lexparser.LexicalizedParser;
import edu.stanford.nlp.parser.lexparser.UnaryRule;

/**
 * The rules of CoreNLP's English grammar in the order in which {@link CoreNlpChart} needs them. Scores are logarithms
 * of probabilities; negative infinity is that of a state which a span of words cannot be.
 *
 * <p>Binarization leaves each rule with one child that is an intermediate state, which few rules share. Rules are
 * found by that child, so that nearly every rule that is looked at has a chance to apply.
 */
final class CoreNlpGrammar {

    /** Rules whose intermediate child is on the left, the other one on the right. */
    final Rules left;
    /** The remaining rules, found by their right child. */
    final Rules right;

    private final int[] unaryChildren;
    private final UnaryRule[][] unaryRules;

    CoreNlpGrammar(LexicalizedParser parser) {
        int states = parser.stateIndex.size();
        List<BinaryRule> byLeft = new ArrayList<>();
        List<BinaryRule> byRight = new ArrayList<>();
        for (BinaryRule rule : parser.bg.rules()) {
            (parser.bg.isSynthetic(rule.rightChild) ? byRight : byLeft).add(rule);
        }
        left = new Rules(byLeft, true, states);
        right = new Rules(byRight, false, states);

        List<UnaryRule[]> unary = new ArrayList<>();
        for (int state = 0; state < states; state++) {
            UnaryRule[] rules = Arrays.stream(parser.ug.closedRulesByChild(state))
                    .filter(rule -> rule.parent != rule.child).toArray(UnaryRule[]::new);
            if (rules.length > 0) {
                unary.add(rules);
            }
        }
        unaryRules = unary.toArray(UnaryRule[][]::new);
        unaryChildren = unary.stream().mapToInt(rules -> rules[0].child).toArray();
    }

    /** Rules found by one of their children, the key. */
    static final class Rules {

        private static final int FIELDS = 3;

        private final boolean keyIsLeft;
        private final int[] keys;
        private final int[] first;
        /** For each rule the other child, the parent and the bits of the score: together, for the processor's cache. */
        private final int[] rules;

        Rules(List<BinaryRule> rules, boolean keyIsLeft, int states) {
            this.keyIsLeft = keyIsLeft;
            ToIntFunction<BinaryRule> key = keyIsLeft ? rule -> rule.leftChild : rule -> rule.rightChild;
            ToIntFunction<BinaryRule> other = keyIsLeft ? rule -> rule.rightChild : rule -> rule.leftChild;
            first = new int[states + 1];
            rules.forEach(rule -> first[key.applyAsInt(rule) + 1] += FIELDS);
            Arrays.parallelPrefix(first, Integer::sum);
            int[] next = first.clone();
            this.rules = new int[rules.size() * FIELDS];
            for (BinaryRule rule : rules) {
                int at = next[key.applyAsInt(rule)];
                this.rules[at] = other.applyAsInt(rule);
                this.rules[at + 1] = rule.parent;
                this.rules[at + 2] = Float.floatToRawIntBits(rule.score);
                next[key.applyAsInt(rule)] += FIELDS;
            }
            keys = rules.stream().mapToInt(key).sorted().distinct().toArray();
        }

        /** The keys that a span can be. */
        int[] possible(float[] scores) {
            int[] possible = new int[keys.length + 1];
            int count = 0;
            for (int state : keys) {
                possible[count] = state;
                count += scores[state] > Float.NEGATIVE_INFINITY ? 1 : 0;
            }
            return Arrays.copyOf(possible, count);
        }

        /** Raises the scores of what two neighbouring spans can be together. */
        void apply(int[] possible, float[] keyScores, float[] otherScores, float[] together) {
            for (int state : possible) {
                float keyScore = keyScores[state];
                int end = first[state + 1];
                for (int rule = first[state]; rule < end; rule += FIELDS) {
                    float otherScore = otherScores[rules[rule]];
                    if (otherScore > Float.NEGATIVE_INFINITY) {
                        int parent = rules[rule + 1];
                        float score = Float.intBitsToFloat(rules[rule + 2]);
                        // In CoreNLP's order, so that scores are rounded alike: equally good trees must stay equal.
                        score = keyIsLeft ? score + keyScore + otherScore : score + otherScore + keyScore;
                        if (score > together[parent]) {
                            together[parent] = score;
                        }
                    }
                }
            }
        }
    }

    /** Raises the scores of what a span can be by chains of rules with one child. */
    void applyUnary(float[] scores) {
        for (int i = 0; i < unaryChildren.length; i++) {
            float childScore = scores[unaryChildren[i]];
            if (childScore > Float.NEGATIVE_INFINITY) {
                for (UnaryRule rule : unaryRules[i]) {
                    float score = childScore + rule.score;
                    if (score > scores[rule.parent]) {
                        scores[rule.parent] = score;
                    }
                }
            }
        }
    }
}
