package syntic.miniature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Described;
import syntic.miniature.world.Grammar;
import syntic.miniature.world.Placed;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneSampler;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Setting;
import syntic.miniature.world.Style;
import syntic.miniature.world.Thing;

/** Ways to make a sentence wrong by changing one thing: what an image encoder sees, and what it overlooks. */
public enum Foil {
    /** Another colour of one thing. */
    COLOUR,
    /** Another setting. */
    SETTING,
    /** The colours of two things, exchanged. */
    COLOURS_SWAPPED,
    /** The same words, with the two things exchanged: "a dog left of a cat", "a cat left of a dog". */
    RELATION,
    /** Another number of the same things. */
    COUNT;

    /**
     * A sentence of a scene and the same sentence with one change that makes it wrong.
     *
     * @param right holds in the scene
     * @param wrong does not
     */
    public record Pair(String right, String wrong) {}

    /** A right and a wrong sentence about the scene, or nothing where the scene or the sentence has no such detail. */
    public Optional<Pair> of(Scene scene, long seed) {
        Described right = Grammar.describe(scene, seed, Style.PLAIN);
        return changed(scene, new SeededRandom(SeededRandom.mix(seed, ordinal())))
                .map(other -> Grammar.describe(other, seed, Style.PLAIN))
                .filter(wrong -> !wrong.facts().fits(scene) && minimal(right.sentence(), wrong.sentence()))
                .map(wrong -> new Pair(right.sentence(), wrong.sentence()));
    }

    /**
     * Another scene that differs by the same change, its objects placed anew, or nothing where the scene has no such
     * detail.
     */
    public Optional<Scene> scene(Scene scene, long seed) {
        return changed(scene, new SeededRandom(SeededRandom.mix(seed, ordinal())))
                .map(other -> SceneSampler.rearranged(other, seed));
    }

    /** The seed makes the grammar say both in the same way; where it does not, the pair is not used. */
    private boolean minimal(String right, String wrong) {
        List<String> a = new ArrayList<>(List.of(right.split(" ")));
        List<String> b = new ArrayList<>(List.of(wrong.split(" ")));
        if (this == SETTING) {
            return true;
        }
        if (a.size() != b.size()) {
            return false;
        }
        if (this == COLOURS_SWAPPED || this == RELATION) {
            a.replaceAll(Foil::article);
            b.replaceAll(Foil::article);
            Collections.sort(a);
            Collections.sort(b);
            return a.equals(b);
        }
        int different = 0;
        for (int i = 0; i < a.size(); i++) {
            different += article(a.get(i)).equals(article(b.get(i))) ? 0 : 1;
        }
        return different == 1;
    }

    private static String article(String word) {
        return word.equals("an") ? "a" : word;
    }

    private Optional<Scene> changed(Scene scene, SeededRandom random) {
        List<Thing> things = scene.things();
        Thing first = things.get(0);
        return switch (this) {
            case COLOUR -> {
                Colour colour = other(Colour.values(), first.colour(), random);
                yield recoloured(scene, object -> belongs(object, first) ? with(object, colour) : object);
            }
            case SETTING -> Optional.of(new Scene(other(Setting.values(), scene.setting(), random), scene.objects(),
                    scene.relation()));
            case COLOURS_SWAPPED -> things.size() != 2 ? Optional.empty() : recoloured(scene, object ->
                    with(object, belongs(object, first) ? things.get(1).colour() : first.colour()));
            case RELATION -> {
                if (scene.relation() == null) {
                    yield Optional.empty();
                }
                List<Placed> exchanged = new ArrayList<>();
                scene.objects().stream().filter(object -> !belongs(object, first)).forEach(exchanged::add);
                scene.objects().stream().filter(object -> belongs(object, first)).forEach(exchanged::add);
                yield Optional.of(new Scene(scene.setting(), exchanged, scene.relation()));
            }
            case COUNT -> counted(scene, random);
        };
    }

    private static Optional<Scene> counted(Scene scene, SeededRandom random) {
        for (Thing thing : scene.things()) {
            if (thing.count() > 1) {
                List<Placed> objects = new ArrayList<>(scene.objects());
                Placed one = objects.stream().filter(object -> belongs(object, thing)).findFirst().orElseThrow();
                if (thing.count() == 2 || thing.count() == 3 && random.chance(0.5)) {
                    objects.add(objects.indexOf(one), one);
                } else {
                    objects.remove(one);
                }
                return Optional.of(new Scene(scene.setting(), objects, scene.relation()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Scene> recoloured(Scene scene, UnaryOperator<Placed> change) {
        Scene result = new Scene(scene.setting(), scene.objects().stream().map(change).toList(), scene.relation());
        return Optional.of(result).filter(other -> other.things().size() == scene.things().size());
    }

    private static boolean belongs(Placed object, Thing thing) {
        return object.kind() == thing.kind() && object.colour() == thing.colour();
    }

    private static Placed with(Placed object, Colour colour) {
        return new Placed(object.kind(), colour, object.size(), object.x(), object.y(), object.width(),
                object.height(), object.flip());
    }

    private static <T> T other(T[] values, T not, SeededRandom random) {
        T value = not;
        while (value == not) {
            value = random.one(values);
        }
        return value;
    }
}
