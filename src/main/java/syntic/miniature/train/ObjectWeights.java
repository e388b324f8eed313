package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import syntic.miniature.world.Placed;
import syntic.miniature.world.Scene;

/**
 * Weights for losses over a frame: an error where an object stands counts several times. Objects cover a tenth of a
 * picture, and sentences are about them.
 */
final class ObjectWeights {
    private static final float EXTRA = 4;

    private ObjectWeights() {}

    /** @return [scenes, 1, side, side] */
    static NDArray of(NDManager manager, List<Scene> scenes, int side) {
        float[] weights = new float[scenes.size() * side * side];
        Arrays.fill(weights, 1);
        for (int row = 0; row < scenes.size(); row++) {
            for (Placed object : scenes.get(row).objects()) {
                double[] box = object.box();
                for (int y = (int) (box[1] * side); y < Math.min(side, Math.ceil(box[3] * side)); y++) {
                    for (int x = (int) (box[0] * side); x < Math.min(side, Math.ceil(box[2] * side)); x++) {
                        weights[(row * side + y) * side + x] = 1 + EXTRA;
                    }
                }
            }
        }
        return manager.create(weights, new Shape(scenes.size(), 1, side, side));
    }
}
