package syntic.miniature.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What there is to see, apart from how it is drawn.
 *
 * @param setting where it is
 * @param objects the objects, the foremost first (they are drawn from the last to the first)
 * @param relation how the first of {@link #things()} stands to the second: {@code LEFT_OF}, {@code ABOVE},
 *     {@code IN_FRONT_OF}, or null where there is nothing to relate
 */
public record Scene(Setting setting, List<Placed> objects, Relation relation) {
    /** Width and height of the frame in pixels. */
    public static final int SIZE = 64;

    public Scene {
        objects = List.copyOf(objects);
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("a scene needs at least one object");
        }
    }

    /** The objects, those of the same kind and colour taken together, in the order of their first object. */
    public List<Thing> things() {
        List<Thing> things = new ArrayList<>();
        for (Placed object : objects) {
            int at = 0;
            while (at < things.size() && !(things.get(at).kind() == object.kind()
                    && things.get(at).colour() == object.colour())) {
                at++;
            }
            if (at == things.size()) {
                things.add(new Thing(object.kind(), object.colour(), 1, object.size()));
            } else {
                Thing thing = things.get(at);
                things.set(at, new Thing(thing.kind(), thing.colour(), thing.count() + 1, thing.size()));
            }
        }
        return things;
    }

    /**
     * Identifies the scene graph: equal for scenes of the same kinds, colours, counts, relation and setting, whatever
     * their sizes and places.
     */
    public String key() {
        List<String> parts = things().stream().map(Thing::key).collect(Collectors.toList());
        if (relation == null) {
            parts.sort(null);
        }
        String joint = relation == null ? " and " : " " + relation.name().toLowerCase(Locale.ROOT) + " ";
        return setting.label() + ": " + String.join(joint, parts);
    }
}
