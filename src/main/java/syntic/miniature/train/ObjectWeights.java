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
 *
 * <p>They are for errors of what is known. Where it is still open what stands where, the best guess under such weights
 * is not the mean of what may be there: it shows objects oftener than they are, and a denoiser draws one too many.
 */
final class ObjectWeights {
    private static final double EXTRA = 4;

    private ObjectWeights() {}

    /** The same for all: [scenes, 1, side, side]. */
    static NDArray of(NDManager manager, List<Scene> scenes, int side) {
        double[] known = new double[scenes.size()];
        Arrays.fill(known, 1);
        return of(manager, scenes, known, side);
    }

    /**
     * @param known how much of the extra weight each scene has, 0 … 1
     * @return [scenes, 1, side, side]
     */
    static NDArray of(NDManager manager, List<Scene> scenes, double[] known, int side) {
        float[] weights = new float[scenes.size() * side * side];
        Arrays.fill(weights, 1);
        for (int row = 0; row < scenes.size(); row++) {
            for (Placed object : scenes.get(row).objects()) {
                double[] box = object.box();
                for (int y = (int) (box[1] * side); y < Math.min(side, Math.ceil(box[3] * side)); y++) {
                    for (int x = (int) (box[0] * side); x < Math.min(side, Math.ceil(box[2] * side)); x++) {
                        weights[(row * side + y) * side + x] = (float) (1 + EXTRA * known[row]);
                    }
                }
            }
        }
        return manager.create(weights, new Shape(scenes.size(), 1, side, side));
    }
}
