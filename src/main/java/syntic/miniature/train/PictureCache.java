package syntic.miniature.train;

import java.util.List;
import java.util.stream.IntStream;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Splits;

/** The first pictures of the training scenes, each drawn when it is first asked for. */
final class PictureCache {
    private final Splits splits;
    private final long seed;
    private final Drawn[] pictures;

    /** A scene and its picture. */
    record Drawn(Scene scene, byte[] picture) {}

    PictureCache(Splits splits, long seed, int count) {
        this.splits = splits;
        this.seed = seed;
        pictures = new Drawn[count];
    }

    private Drawn get(int index) {
        if (pictures[index] == null) {
            Illustrated pair = Illustrated.draw(splits, seed, index);
            pictures[index] = new Drawn(pair.scene(), pair.picture());
        }
        return pictures[index];
    }

    /** The first of them, at most {@code most}. */
    List<Drawn> first(int most) {
        return IntStream.range(0, Math.min(most, pictures.length)).mapToObj(this::get).toList();
    }

    List<Drawn> some(int count, SeededRandom random) {
        return IntStream.range(0, count).mapToObj(i -> get(random.nextInt(pictures.length))).toList();
    }
}
