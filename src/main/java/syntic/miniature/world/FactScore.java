package syntic.miniature.world;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How true, and how complete, what a caption states is of a scene: the judge that never errs.
 *
 * <p>A caption states of each thing its kind, how many, and perhaps colour, size and place; further the setting and how
 * the first two things stand. What it says of a thing that is not there is false, but as an error it counts once, as a
 * wrong noun: a black cup for a black bird is no wrong colour. A scene shows the setting, each thing's kind, colour and
 * number, and how they stand.
 *
 * @param stated facts that the caption states
 * @param right  those of them that hold
 * @param shown  facts that the scene shows
 * @param said   those of them that the caption states
 * @param errors kinds of what does not hold; count, colour, size, position and relation of things that are there
 */
public record FactScore(int stated, int right, int shown, int said, Set<Error> errors) {
    /** What can be wrong with a caption. */
    public enum Error { NOUN, COUNT, COLOUR, SIZE, POSITION, SETTING, RELATION }

    /** Compares a caption with a scene; things are matched so that most holds. */
    public static FactScore of(CaptionFacts facts, Scene scene) {
        return best(facts, scene, new ArrayList<>());
    }

    /** The share of what is stated that holds; 0 for a caption that states nothing. */
    public double precision() {
        return stated == 0 ? 0 : (double) right / stated;
    }

    /** The share of what the scene shows that is stated. */
    public double recall() {
        return (double) said / shown;
    }

    /** The harmonic mean of the two: the rating that stands in people's place. */
    public double f1() {
        return said == 0 ? 0 : 2 * precision() * recall() / (precision() + recall());
    }

    /** @param matched for each mention so far the index of its thing in the scene, or -1 */
    private static FactScore best(CaptionFacts facts, Scene scene, List<Integer> matched) {
        if (matched.size() == facts.mentions().size()) {
            return of(facts, scene, matched);
        }
        Kind kind = facts.mentions().get(matched.size()).kind();
        FactScore best = null;
        for (int thing = -1; thing < scene.things().size(); thing++) {
            if (thing < 0 || scene.things().get(thing).kind() == kind && !matched.contains(thing)) {
                matched.add(thing);
                FactScore score = best(facts, scene, matched);
                matched.remove(matched.size() - 1);
                best = best == null || score.right > best.right ? score : best;
            }
        }
        return best;
    }

    private static FactScore of(CaptionFacts facts, Scene scene, List<Integer> matched) {
        Count count = new Count();
        if (facts.setting() != null) {
            count.shown(Error.SETTING, facts.setting() == scene.setting());
        }
        for (int i = 0; i < matched.size(); i++) {
            Mention mention = facts.mentions().get(i);
            Thing thing = matched.get(i) < 0 ? null : scene.things().get(matched.get(i));
            count.shown(Error.NOUN, thing != null);
            if (counted(mention)) {
                count.shown(thing == null ? Error.NOUN : Error.COUNT, thing != null
                        && mention.fewest() <= thing.count() && thing.count() <= mention.most());
            }
            if (mention.colour() != null) {
                count.shown(thing == null ? Error.NOUN : Error.COLOUR, thing != null
                        && mention.colour() == thing.colour());
            }
            if (mention.size() != null) {
                count.aside(thing == null ? Error.NOUN : Error.SIZE, thing != null && mention.size() == thing.size());
            }
            if (mention.position() != null) {
                count.aside(thing == null ? Error.NOUN : Error.POSITION, thing != null
                        && scene.objects().stream().anyMatch(object -> object.kind() == thing.kind()
                                && object.colour() == thing.colour() && mention.position().holds(object)));
            }
        }
        if (facts.relation() != null) {
            boolean there = matched.get(0) >= 0 && matched.get(1) >= 0;
            count.shown(there ? Error.RELATION : Error.NOUN, there
                    && related(facts.relation(), scene, matched.get(0), matched.get(1)));
        }
        int shown = 1 + 3 * scene.things().size() + (scene.relation() == null ? 0 : 1);
        return new FactScore(count.stated, count.right, shown, count.said, Set.copyOf(count.errors));
    }

    private static boolean related(Relation relation, Scene scene, int first, int second) {
        return scene.relation() != null
                && relation.holds(first < second ? scene.relation() : scene.relation().inverse());
    }

    private static boolean counted(Mention mention) {
        return mention.fewest() > 1 || mention.most() < Integer.MAX_VALUE;
    }

    private static final class Count {
        private final Set<Error> errors = EnumSet.noneOf(Error.class);
        private int stated;
        private int right;
        private int said;

        /** A fact that scenes show. */
        void shown(Error kind, boolean holds) {
            aside(kind, holds);
            said += holds ? 1 : 0;
        }

        /** A fact beside those that a caption is expected to state. */
        void aside(Error kind, boolean holds) {
            stated++;
            right += holds ? 1 : 0;
            if (!holds) {
                errors.add(kind);
            }
        }
    }
}
