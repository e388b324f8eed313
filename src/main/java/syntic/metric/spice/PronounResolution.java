package syntic.metric.spice;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import syntic.metric.spice.Sentence.Dependency;

/**
 * What pronouns stand for, within one sentence: the noun phrase that a breadth-first walk through the constituency
 * tree, left of the pronoun, meets first. This is the last part of Hobbs' algorithm (1978, <i>Resolving pronoun
 * references</i>); in captions the subject of the main clause is nearly always meant, so its walk through the clauses
 * closer to the pronoun is left out. Number and gender are not compared.
 */
final class PronounResolution {

    private final Sentence sentence;
    private final List<ConstituencyTree> leaves;

    private PronounResolution(Sentence sentence) {
        this.sentence = sentence;
        this.leaves = ConstituencyTree.read(sentence.tree()).leaves();
    }

    /** Maps the index of each pronoun that stands for a noun of its sentence to that noun's index. */
    static Map<Integer, Integer> of(Sentence sentence) {
        Map<Integer, Integer> antecedents = new LinkedHashMap<>();
        if (sentence.tokens().stream().noneMatch(Sentence.Token::isPronoun)) {
            return antecedents;
        }
        PronounResolution resolution = new PronounResolution(sentence);
        for (int i = 1; i <= sentence.tokens().size(); i++) {
            if (sentence.token(i).isPronoun()) {
                int pronoun = i;
                resolution.antecedent(i).ifPresent(noun -> antecedents.put(pronoun, noun));
            }
        }
        return antecedents;
    }

    /** The head of the first noun phrase left of the path from the root to the pronoun, breadth first. */
    private OptionalInt antecedent(int pronoun) {
        Set<ConstituencyTree> path = new HashSet<>();
        ConstituencyTree root = null;
        for (ConstituencyTree up = leaves.get(pronoun - 1); up != null; up = up.parent) {
            path.add(up);
            root = up;
        }
        Deque<ConstituencyTree> queue = new ArrayDeque<>(List.of(root));
        while (!queue.isEmpty()) {
            ConstituencyTree next = queue.remove();
            if (!path.contains(next) && next.is("NP")) {
                OptionalInt head = head(next);
                if (head.isPresent()) {
                    return head;
                }
            }
            for (ConstituencyTree child : next.children) {
                queue.add(child);
                if (path.contains(child)) {
                    break;
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The noun of a phrase that no other token of the phrase governs. */
    private OptionalInt head(ConstituencyTree phrase) {
        List<ConstituencyTree> inside = phrase.leaves();
        int first = 1 + leaves.indexOf(inside.get(0));
        int last = first + inside.size() - 1;
        Set<Integer> governed = new HashSet<>();
        for (Dependency dependency : sentence.dependencies()) {
            if (dependency.governor() >= first && dependency.governor() <= last) {
                governed.add(dependency.dependent());
            }
        }
        for (int i = first; i <= last; i++) {
            if (sentence.token(i).isNoun() && !governed.contains(i)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
