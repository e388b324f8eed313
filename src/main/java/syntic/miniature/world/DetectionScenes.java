package syntic.miniature.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Scenes of one to four objects of any kind, anywhere and of any size, to train and test a detector with. */
public final class DetectionScenes {
    private DetectionScenes() { }

    /**
     * A scene without relation; none of its objects is an excluded combination. Some pairs overlap, the smaller object
     * in front.
     */
    public static Scene sample(long seed, Set<Combination> excluded) {
        SeededRandom random = new SeededRandom(SeededRandom.mix(seed, 5));
        int count = 1 + random.nextInt(4);
        List<Placed> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Combination look = look(random, excluded);
            double side = random.between(15, count == 1 ? 39 : count == 2 ? 28 : 21);
            objects.add(Layout.object(look.kind(), look.colour(), Size.MEDIUM, side, random));
        }
        if (count == 2 && random.chance(0.3)) {
            objects.sort(Comparator.comparingDouble(object -> object.width() * object.height()));
            return new Scene(setting(random), Layout.overlapping(objects.get(0), objects.get(1), random), null);
        }
        return new Scene(setting(random), Layout.scattered(objects, random), null);
    }

    /** A scene of the split, without relation. */
    public static Scene sample(long seed, Splits splits, Split split) {
        Set<Combination> excluded = split == Split.HELD_OUT ? Set.of() : splits.heldOut();
        for (long attempt = 0;; attempt++) {
            Scene scene = sample(SeededRandom.mix(seed, attempt), excluded);
            if (splits.of(scene) == split) {
                return scene;
            }
        }
    }

    private static Setting setting(SeededRandom random) {
        return random.one(Setting.values());
    }

    private static Combination look(SeededRandom random, Set<Combination> excluded) {
        while (true) {
            Combination look = new Combination(random.one(Colour.values()), random.one(Kind.values()));
            if (!excluded.contains(look)) {
                return look;
            }
        }
    }
}
