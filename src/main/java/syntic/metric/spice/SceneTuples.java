package syntic.metric.spice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What several captions of one image say together, as the statements that SPICE counts: one for each object, each
 * attribute and each relation. Names that are synonyms of each other are one object; so are synonymous attributes of
 * one object and synonymous relations between the same two.
 *
 * @param tuples statements of one part (an object), two (object, attribute) or three (subject, relation, object); each
 *               part is the set of names that stand for it
 */
record SceneTuples(List<List<Set<String>>> tuples) {

    /** Two objects in whose names synonyms are joined. */
    private record Pair(Set<String> subject, Set<String> object) {
    }

    /** The statements of all graphs of an image. */
    static SceneTuples merge(Collection<SceneGraph> graphs, SynonymMatch synonyms) {
        SceneGraph all = SceneGraph.empty();
        graphs.forEach(all::addAll);
        Map<String, Set<String>> objects = synonyms.group(all.objects());
        List<List<Set<String>>> tuples = new ArrayList<>();
        new LinkedHashSet<>(objects.values()).forEach(object -> tuples.add(List.of(object)));

        Map<Set<String>, Set<String>> attributes = new LinkedHashMap<>();
        for (SceneGraph.Attribute attribute : all.attributes()) {
            attributes.computeIfAbsent(objects.get(attribute.object()), object -> new LinkedHashSet<>())
                    .add(attribute.value());
        }
        attributes.forEach((object, values) -> new LinkedHashSet<>(synonyms.group(values).values())
                .forEach(value -> tuples.add(List.of(object, value))));

        Map<Pair, Set<String>> relations = new LinkedHashMap<>();
        for (SceneGraph.Relation relation : all.relations()) {
            relations.computeIfAbsent(new Pair(objects.get(relation.subject()), objects.get(relation.object())),
                    pair -> new LinkedHashSet<>()).add(relation.predicate());
        }
        relations.forEach((pair, values) -> new LinkedHashSet<>(synonyms.group(values).values())
                .forEach(value -> tuples.add(List.of(pair.subject(), value, pair.object()))));
        return new SceneTuples(tuples);
    }

    /** How many statements there are. */
    int size() {
        return tuples.size();
    }

    /** How many statements have a counterpart among others. As in SPICE 1.0, two may have the same. */
    int matches(SceneTuples others, SynonymMatch synonyms) {
        return (int) tuples.stream()
                .filter(tuple -> others.tuples.stream().anyMatch(other -> synonyms.match(tuple, other))).count();
    }
}
