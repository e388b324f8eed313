package syntic.metric.spice;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import syntic.metric.spice.Sentence.Dependency;

/**
 * Makes the people the subject of "a number of people sit", where grammar has the number sit. The quantity becomes an
 * attribute of what it counts, named by its first word as in the reference parser: {@code (people, a)}. Collections
 * that can be seen, such as a group or a pile, stay objects.
 */
final class Quantifiers {

    private static final Set<String> QUANTITIES = Set.of("number", "couple", "variety", "lot", "bunch", "majority",
            "plenty", "handful");
    private static final Set<String> QUANTIFYING_WORDS = Set.of("some", "all", "both", "many", "most", "few", "several",
            "each", "any");

    private Quantifiers() {
    }

    /** The sentence with counted nouns in the place of the words that count them. */
    static Sentence resolve(Sentence sentence) {
        List<Dependency> dependencies = sentence.dependencies();
        for (Dependency of : sentence.dependencies()) {
            if (of.relation().equals("nmod:of") && isQuantity(sentence.token(of.governor()))
                    && dependencies.contains(of)) {
                dependencies = moved(dependencies, of);
            }
        }
        return new Sentence(sentence.tokens(), sentence.tree(), dependencies);
    }

    private static boolean isQuantity(Sentence.Token token) {
        return token.isNoun() ? QUANTITIES.contains(token.lemma()) : QUANTIFYING_WORDS.contains(token.word());
    }

    private static List<Dependency> moved(List<Dependency> dependencies, Dependency of) {
        int quantity = of.governor();
        int counted = of.dependent();
        int firstWord = quantity;
        List<Dependency> moved = new ArrayList<>();
        for (Dependency dependency : dependencies) {
            if (dependency.dependent() == quantity && dependency.governor() != counted) {
                moved.add(new Dependency(dependency.relation(), dependency.governor(), counted));
            } else if (dependency.governor() == quantity && dependency.relation().equals("det")) {
                firstWord = dependency.dependent();
            } else if (dependency.governor() != quantity) {
                moved.add(dependency);
            }
        }
        moved.add(new Dependency("amod", counted, firstWord));
        return moved;
    }
}
