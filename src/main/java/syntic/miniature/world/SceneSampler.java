package syntic.miniature.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes scenes up: a pure function of the seed and the mix. */
public final class SceneSampler {
    private static final int PATIENCE = 100_000;

    private SceneSampler() { }

    /** A scene drawn from the mix. */
    public static Scene sample(long seed, SceneMix mix) {
        SeededRandom random = new SeededRandom(SeededRandom.mix(seed, 3));
        Setting setting = Setting.values()[random.weighted(mix.settings())];
        Kind kind = kind(mix, random);
        Colour colour = colour(mix, random);
        Kind other = kind(mix, random);
        while (other == kind) {
            other = kind(mix, random);
        }
        Colour otherColour = colour(mix, random);
        switch (random.weighted(mix.shapes())) {
            case 0:
                return arrange(setting, List.of(thing(kind, colour, 1, size(random))), null, random);
            case 1:
                Relation relation = Relation.values()[random.weighted(0.4, 0, 0.36, 0, 0, 0.24, 0)];
                return arrange(setting, List.of(thing(kind, colour, 1, size(random)),
                        thing(other, otherColour, 1, size(random))), relation, random);
            case 2:
                return arrange(setting, List.of(thing(kind, colour, 2 + random.nextInt(3), Size.MEDIUM)), null, random);
            default:
                Thing group = thing(kind, colour, 2 + random.nextInt(2), Size.MEDIUM);
                Thing single = thing(other, otherColour, 1, Size.MEDIUM);
                boolean first = random.chance(0.5);
                return arrange(setting, first ? List.of(group, single) : List.of(single, group),
                        random.one(Relation.LEFT_OF, Relation.ABOVE), random);
        }
    }

    /** The first scene, in an order fixed by the seed, that is admitted. */
    public static Scene sample(long seed, SceneMix mix, Predicate<Scene> admitted) {
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            Scene scene = sample(SeededRandom.mix(seed, attempt), mix);
            if (admitted.test(scene)) {
                return scene;
            }
        }
        throw new IllegalArgumentException("no scene of the mix was admitted in " + PATIENCE + " attempts");
    }

    /** The same scene graph with other places: equal {@link Scene#key()} and size classes. */
    public static Scene rearranged(Scene scene, long seed) {
        return arrange(scene.setting(), scene.things(), scene.relation(),
                new SeededRandom(SeededRandom.mix(seed, 4)));
    }

    private static Scene arrange(Setting setting, List<Thing> things, Relation relation, SeededRandom random) {
        List<Placed> first = objects(things, 0, relation, random);
        if (things.size() == 1) {
            return new Scene(setting, Layout.scattered(first, random), null);
        }
        if (relation == null) {
            List<Placed> all = new ArrayList<>();
            for (int i = 0; i < things.size(); i++) {
                all.addAll(objects(things, i, null, random));
            }
            return new Scene(setting, Layout.scattered(all, random), null);
        }
        List<Placed> second = objects(things, 1, relation, random);
        List<Placed> placed = switch (relation) {
            case LEFT_OF -> Layout.sideBySide(first, second, random);
            case ABOVE -> Layout.stacked(first, second, random);
            case IN_FRONT_OF -> Layout.overlapping(first.get(0), second.get(0), random);
            default -> throw new IllegalArgumentException("a scene is not stored with relation " + relation);
        };
        return new Scene(setting, placed, relation);
    }

    private static List<Placed> objects(List<Thing> things, int which, Relation relation, SeededRandom random) {
        Thing thing = things.get(which);
        // What stands in front is small and what it hides a corner of is large, or one would not be recognised.
        Size size = relation != Relation.IN_FRONT_OF ? thing.size() : which == 0 ? Size.SMALL : Size.LARGE;
        int objects = things.stream().mapToInt(Thing::count).sum();
        double side = side(size, thing.count(), objects, random);
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < thing.count(); i++) {
            placed.add(Layout.object(thing.kind(), thing.colour(), size, side * random.between(0.97, 1.03), random));
        }
        return placed;
    }

    /** The side of a square of an object's area, in pixels. */
    private static double side(Size size, int count, int objects, SeededRandom random) {
        if (objects == 1) {
            return switch (size) {
                case SMALL -> random.between(20, 24);
                case MEDIUM -> random.between(26, 31);
                case LARGE -> random.between(34, 39);
            };
        }
        if (objects == 2 && count == 1) {
            return switch (size) {
                case SMALL -> random.between(17, 18.5);
                case MEDIUM -> random.between(20, 22.5);
                case LARGE -> random.between(25, 28);
            };
        }
        return objects >= 4 ? random.between(15.5, 17.5) : random.between(17, 20);
    }

    private static Thing thing(Kind kind, Colour colour, int count, Size size) {
        return new Thing(kind, colour, count, size);
    }

    private static Size size(SeededRandom random) {
        return Size.values()[random.nextInt(3)];
    }

    private static Kind kind(SceneMix mix, SeededRandom random) {
        return Kind.values()[random.weighted(mix.kinds())];
    }

    private static Colour colour(SceneMix mix, SeededRandom random) {
        return Colour.values()[random.weighted(mix.colours())];
    }
}
