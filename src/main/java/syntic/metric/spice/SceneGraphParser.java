package syntic.metric.spice;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import syntic.metric.spice.Sentence.Dependency;
import syntic.metric.spice.Sentence.Token;

/** Reads a scene graph from the grammatical relations of a sentence. */
final class SceneGraphParser {

    private static final String CASE_OF_NOMINAL = "nmod:";
    private static final Set<String> NOT_PLACES = Set.of("nmod:poss", "nmod:agent", "nmod:npmod");

    private final Sentence sentence;
    private final Map<Integer, Integer> antecedents;
    private final SceneGraph graph = SceneGraph.empty();

    private SceneGraphParser(Sentence sentence) {
        this.sentence = sentence;
        this.antecedents = PronounResolution.of(sentence);
    }

    /** The scene graph of a caption; the sentences of a caption speak of one scene. */
    static SceneGraph parse(List<Sentence> caption) {
        SceneGraph graph = SceneGraph.empty();
        caption.forEach(sentence -> graph.addAll(new SceneGraphParser(Quantifiers.resolve(sentence)).graph()));
        return graph;
    }

    private SceneGraph graph() {
        for (Dependency dependency : sentence.dependencies()) {
            switch (dependency.relation()) {
                case "nsubj" -> clause(dependency.governor(), dependency.dependent(), true);
                case "nsubjpass" -> passive(dependency.governor(), dependency.dependent());
                case "acl" -> clause(dependency.dependent(), dependency.governor(), false);
                case "nummod" -> number(dependency);
                case "amod", "compound" -> attribute(dependency.governor(), dependency.dependent());
                case "nmod:poss" -> relation(dependency.dependent(), "have", dependency.governor());
                default -> nominal(dependency);
            }
        }
        objects();
        return graph;
    }

    /** Subject and verb, with each object that the verb has or, without one, as what the subject does. */
    private void clause(int verb, int subject, boolean alone) {
        boolean found = false;
        if (alone && has(verb, "cop")) {
            copular(verb, subject);
            return;
        }
        if (alone && (!isThing(subject) || sentence.token(verb).lemma().equals("be"))) {
            return;
        }
        if (sentence.token(verb).isVerb()) {
            for (Dependency dependency : sentence.dependencies()) {
                if (dependency.governor() == verb && isObject(dependency)) {
                    relation(subject, predicate(dependency), dependency.dependent());
                    found = true;
                }
            }
        }
        if (alone && !found) {
            attribute(subject, verb);
        }
    }

    /** "The hat is orange", and with a preposition "the man is at the market". */
    private void copular(int predicate, int subject) {
        String preposition = null;
        for (Dependency dependency : sentence.dependencies()) {
            if (dependency.governor() == predicate && dependency.relation().equals("case")) {
                preposition = withParts(dependency.dependent());
            }
        }
        if (preposition == null && !sentence.token(predicate).isPronoun()) {
            attribute(subject, predicate);
        } else if (preposition != null && isThing(subject) && isThing(predicate)) {
            relation(subject, preposition, predicate);
        }
    }

    /** "In front of" is a marker, "in", with two parts. */
    private String withParts(int marker) {
        IntStream parts = sentence.dependencies().stream()
                .filter(dependency -> dependency.governor() == marker && dependency.relation().equals("mwe"))
                .mapToInt(Dependency::dependent).sorted();
        return IntStream.concat(IntStream.of(marker), parts).mapToObj(i -> sentence.token(i).word())
                .collect(Collectors.joining(" "));
    }

    private boolean has(int governor, String relation) {
        return sentence.dependencies().stream()
                .anyMatch(dependency -> dependency.governor() == governor && dependency.relation().equals(relation));
    }

    private boolean isObject(Dependency dependency) {
        String relation = dependency.relation();
        return (relation.equals("dobj") || relation.equals("iobj")
                || relation.startsWith(CASE_OF_NOMINAL) && !NOT_PLACES.contains(relation))
                && isThing(dependency.dependent());
    }

    private void passive(int verb, int patient) {
        for (Dependency dependency : sentence.dependencies()) {
            if (dependency.governor() == verb && dependency.relation().equals("nmod:agent")) {
                relation(dependency.dependent(), predicate(new Dependency("dobj", verb, patient)), patient);
            }
        }
    }

    /** "A woman in white": after a preposition any word can stand for a thing. */
    private void nominal(Dependency dependency) {
        String relation = dependency.relation();
        if (relation.startsWith(CASE_OF_NOMINAL) && !NOT_PLACES.contains(relation)
                && sentence.token(dependency.governor()).isNoun()) {
            relation(dependency.governor(), preposition(relation), dependency.dependent());
        }
    }

    private String predicate(Dependency object) {
        StringBuilder predicate = new StringBuilder(sentence.token(object.governor()).lemma());
        for (Dependency dependency : sentence.dependencies()) {
            if (dependency.governor() == object.governor() && dependency.relation().equals("compound:prt")) {
                predicate.append(' ').append(sentence.token(dependency.dependent()).lemma());
            }
        }
        if (object.relation().startsWith(CASE_OF_NOMINAL)) {
            predicate.append(' ').append(preposition(object.relation()));
        }
        return predicate.toString();
    }

    private static String preposition(String relation) {
        return relation.substring(CASE_OF_NOMINAL.length()).replace('_', ' ');
    }

    private boolean isThing(int index) {
        return resolved(index).isNoun();
    }

    private Token resolved(int index) {
        return sentence.token(antecedents.getOrDefault(index, index));
    }

    private void relation(int subject, String predicate, int object) {
        Token from = resolved(subject);
        Token to = resolved(object);
        if (from.isNamed() && to.isNamed()) {
            graph.addRelation(from.lemma(), predicate, to.lemma());
        }
    }

    /** "Two buses", not "buses with the numbers 5 and 7". */
    private void number(Dependency dependency) {
        if (dependency.dependent() < dependency.governor()
                && resolved(dependency.governor()).tag().endsWith("S")) {
            attribute(dependency.governor(), dependency.dependent());
        }
    }

    private void attribute(int object, int value) {
        Token of = resolved(object);
        if (of.isNamed()) {
            graph.addAttribute(of.lemma(), sentence.token(value).lemma());
        }
    }

    /** Nouns of which nothing is said. The parts of a compound noun are not things of their own. */
    private void objects() {
        Set<Integer> parts = new HashSet<>();
        for (Dependency dependency : sentence.dependencies()) {
            if (dependency.relation().equals("compound")) {
                parts.add(dependency.dependent());
                parts.add(dependency.governor());
            }
        }
        for (int i = 1; i <= sentence.tokens().size(); i++) {
            if (sentence.token(i).isNoun() && !parts.contains(i)) {
                graph.objects().add(sentence.token(i).lemma());
            }
        }
    }
}
