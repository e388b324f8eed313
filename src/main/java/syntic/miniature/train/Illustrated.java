package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import syntic.miniature.world.Described;
import syntic.miniature.world.Grammar;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.model.diffusion.Pixels;
import syntic.nn.Operators;

/**
 * A scene with a sentence about it: what the miniature text-to-image model learns from.
 *
 * @param seed of the drawing
 */
record Illustrated(Scene scene, Described described, long seed) {
    private static final double PLAIN = 0.6;
    private static final double VERBOSE = 0.25;

    /** Number {@code index} of the training scenes, which are all different drawings; a pure function. */
    static Illustrated draw(Splits splits, long seed, long index) {
        long own = SeededRandom.mix(seed, index);
        Scene scene = splits.sample(own, SceneMix.uniform(), Split.TRAIN);
        double share = new SeededRandom(own).nextDouble();
        Style style = share < PLAIN ? Style.PLAIN : share < PLAIN + VERBOSE ? Style.VERBOSE : Style.WEB;
        return new Illustrated(scene, Grammar.describe(scene, own, style), own);
    }

    String sentence() {
        return described.sentence();
    }

    byte[] picture() {
        return Renderer.illustration(scene, seed);
    }

    /** Pictures as pixel values [batch, 3, 64, 64] in -1 … 1. */
    static NDArray pixels(NDManager manager, List<byte[]> pictures) {
        List<RgbImage> images = pictures.stream()
                .map(picture -> new RgbImage(Scene.SIZE, Scene.SIZE, picture)).toList();
        return Operators.plus(Operators.scale(Pixels.toArray(manager, images), 2), -1);
    }
}
