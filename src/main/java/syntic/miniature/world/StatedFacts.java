package syntic.miniature.world;

import java.util.List;

/**
 * What a sentence states of a scene; what it leaves open is null.
 *
 * @param setting where the scene is, or null
 * @param mentions one or two things
 * @param relation how the first mention stands to the second, or null
 */
public record StatedFacts(Setting setting, List<Mention> mentions, Relation relation) {

    public StatedFacts {
        mentions = List.copyOf(mentions);
        if (mentions.isEmpty() || mentions.size() > 2) {
            throw new IllegalArgumentException("a sentence mentions one or two things, not " + mentions.size());
        }
        if (relation != null && mentions.size() != 2) {
            throw new IllegalArgumentException("the relation " + relation + " needs two mentions");
        }
    }

    /** Whether all that is stated holds in the scene. A scene may hold more than is stated. */
    public boolean fits(Scene scene) {
        if (setting != null && setting != scene.setting()) {
            return false;
        }
        List<Thing> things = scene.things();
        for (int first = 0; first < things.size(); first++) {
            if (!mentions.get(0).fits(things.get(first), scene)) {
                continue;
            }
            if (mentions.size() == 1) {
                return true;
            }
            for (int second = 0; second < things.size(); second++) {
                if (second != first && mentions.get(1).fits(things.get(second), scene)
                        && related(scene, first, second)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean related(Scene scene, int first, int second) {
        if (relation == null) {
            return true;
        }
        if (scene.relation() == null) {
            return false;
        }
        return relation.holds(first < second ? scene.relation() : scene.relation().inverse());
    }
}
