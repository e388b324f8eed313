package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import syntic.miniature.world.DetectionScenes;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.model.RgbImage;

/** Pictures of the rendered world and what is on them. */
record DetectionBatch(List<RgbImage> images, List<List<Target>> targets) {
    private static final double ILLUSTRATIONS = 0.25;
    private static final double CAPTIONED = 0.25;

    /**
     * The training pictures of a step, a pure function of the seeds: three quarters photos, the rest illustrations, so
     * that generated images are in reach too; three quarters of objects strewn at random, the rest as in the corpora.
     */
    static DetectionBatch of(Splits splits, long seed, long step, int size) {
        List<RgbImage> images = new ArrayList<>();
        List<List<Target>> targets = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long own = SeededRandom.mix(seed, step, i);
            SeededRandom random = new SeededRandom(own);
            Scene scene = random.chance(CAPTIONED) ? splits.sample(own, SceneMix.uniform(), Split.TRAIN)
                    : DetectionScenes.sample(own, splits, Split.TRAIN);
            byte[] picture = random.chance(ILLUSTRATIONS) ? Renderer.illustration(scene, own)
                    : Renderer.photo(scene, own);
            images.add(new RgbImage(Scene.SIZE, Scene.SIZE, picture));
            targets.add(Target.of(scene));
        }
        return new DetectionBatch(images, targets);
    }

    /** Normalised pixel values [batch, 3, 64, 64]. */
    NDArray pixelValues(NDManager manager) {
        return DetrExport.PREPROCESSOR.pixelValues(manager, images);
    }
}
