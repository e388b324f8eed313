package syntic.miniature.world;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Says which split a scene belongs to: by its key alone, so that scenes of the same graph are always in the same split,
 * whichever corpus or trainer draws them.
 */
public final class Splits {
    private static final double TRAIN_SHARE = 0.70;
    private static final double VALIDATION_SHARE = 0.10;

    private final long seed;
    private final Set<Combination> heldOut;

    /** The splits of a seed, with eight of the 96 combinations held out: each colour once, no kind twice. */
    public Splits(long seed) {
        this.seed = SeededRandom.mix(seed, 7);
        SeededRandom random = new SeededRandom(this.seed);
        Kind[] kinds = Kind.values();
        Set<Combination> chosen = new LinkedHashSet<>();
        for (Colour colour : Colour.values()) {
            int at = colour.ordinal() + random.nextInt(kinds.length - colour.ordinal());
            Kind kind = kinds[at];
            kinds[at] = kinds[colour.ordinal()];
            kinds[colour.ordinal()] = kind;
            chosen.add(new Combination(colour, kind));
        }
        heldOut = Collections.unmodifiableSet(chosen);
    }

    /** The combinations of colour and kind that only {@link Split#HELD_OUT} scenes show. */
    public Set<Combination> heldOut() {
        return heldOut;
    }

    /** The split of a scene. */
    public Split of(Scene scene) {
        for (Thing thing : scene.things()) {
            if (heldOut.contains(new Combination(thing.colour(), thing.kind()))) {
                return Split.HELD_OUT;
            }
        }
        double share = new SeededRandom(SeededRandom.mix(seed, scene.key())).nextDouble();
        return share < TRAIN_SHARE ? Split.TRAIN : share < TRAIN_SHARE + VALIDATION_SHARE ? Split.VALIDATION
                : Split.TEST;
    }

    /** A scene of the mix that belongs to the split; trainers draw as many as they like with ever new seeds. */
    public Scene sample(long sceneSeed, SceneMix mix, Split split) {
        return SceneSampler.sample(sceneSeed, mix, scene -> of(scene) == split);
    }
}
