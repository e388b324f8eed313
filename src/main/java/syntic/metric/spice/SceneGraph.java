package syntic.metric.spice;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a caption says: objects, their attributes and the relations between them. Objects of the same name are one.
 *
 * @param objects    names of objects
 * @param attributes what objects are like
 * @param relations  how objects stand to each other
 */
record SceneGraph(Set<String> objects, Set<Attribute> attributes, Set<Relation> relations) {

    /** An object and what it is like, such as {@code (hat, orange)}, {@code (man, two)} or {@code (dog, run)}. */
    record Attribute(String object, String value) {
    }

    /** Two objects and how the first stands to the second, such as {@code (man, wear, hat)}. */
    record Relation(String subject, String predicate, String object) {
    }

    /** A graph to be filled. */
    static SceneGraph empty() {
        return new SceneGraph(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    void addAttribute(String object, String value) {
        objects.add(object);
        attributes.add(new Attribute(object, value));
    }

    void addRelation(String subject, String predicate, String object) {
        objects.add(subject);
        objects.add(object);
        relations.add(new Relation(subject, predicate, object));
    }

    /** Adds all that another graph says. */
    void addAll(SceneGraph other) {
        objects.addAll(other.objects);
        attributes.addAll(other.attributes);
        relations.addAll(other.relations);
    }
}
