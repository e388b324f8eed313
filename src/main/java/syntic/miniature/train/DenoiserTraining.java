package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.miniature.world.SeededRandom;
import syntic.model.clip.ClipText;
import syntic.model.clip.ClipTextConfig;
import syntic.model.clip.ClipTokenizer;
import syntic.model.diffusion.NoiseSchedule;
import syntic.model.diffusion.UNet2DConditionConfig;
import syntic.model.diffusion.UNet2DConditionModel;
import syntic.nn.Initializer;
import syntic.nn.Initializer.Spread;
import syntic.nn.Weights;

/**
 * Trains the denoiser together with the text encoder to predict the velocity (Salimans and Ho 2022); one sentence in
 * ten is empty, for classifier-free guidance.
 */
final class DenoiserTraining {
    static final String TEXT = "text_encoder";
    static final String UNET = "unet";
    private static final double EMPTY = 0.1;
    private static final double GAIN = 0.7;

    static final UNet2DConditionConfig CONFIG = new UNet2DConditionConfig(16, 4, 4, List.of(32, 64, 128),
            List.of(false, true, true), List.of(true, true, false), 1, 4, 128, 8, 1e-5, true, 0);

    private DenoiserTraining() {}

    /** @return the averaged weights, below {@link #TEXT} and {@link #UNET} */
    static Weights run(NDManager manager, TrainingLoop loop, Weights text, ClipTokenizer tokenizer, LatentSet set,
            NoiseSchedule noise, int batch, long every, TrainingLoop.Observer observer) {
        ClipTextConfig textConfig = TextPretraining.config(tokenizer);
        Weights weights = weights(manager, text, loop.seed());
        ClipText encoder = new ClipText(textConfig, weights.at(TEXT));
        UNet2DConditionModel unet = new UNet2DConditionModel(CONFIG, weights.at(UNET));
        long[] empty = LatentSet.padded(tokenizer, "");
        return loop.run(manager, weights, Map.of("batch", "" + batch, "pictures", "" + set.count()), (step, random) -> {
            int[] rows = new int[batch];
            long[] ids = new long[batch * empty.length];
            for (int i = 0; i < batch; i++) {
                rows[i] = random.nextInt(set.count());
                System.arraycopy(random.chance(EMPTY) ? empty : set.ids()[rows[i]], 0, ids, i * empty.length,
                        empty.length);
            }
            int[] timesteps = stratified(noise.steps(), batch, random);
            NDArray latents = set.rows(step, rows);
            NDArray gaussian = step.randomNormal(latents.getShape());
            NDArray states = encoder.lastHiddenState(step.create(ids, new Shape(batch, empty.length)), null);
            NDArray found = unet.apply(noise.addNoise(latents, gaussian, timesteps), floats(timesteps), states);
            return found.sub(noise.velocity(latents, gaussian, timesteps)).square().mean();
        }, every, observer);
    }

    private static Weights weights(NDManager manager, Weights text, long seed) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        try (Weights copied = text.copy(manager);
                Weights fresh = initializer().create(manager, UNet2DConditionModel.parameters(CONFIG), seed, UNET)) {
            copied.toMap().forEach((name, array) -> arrays.put(TEXT + "." + name, array));
            fresh.toMap().forEach((name, array) -> arrays.put(UNET + "." + name, array));
            return Weights.of(manager, arrays, "text to image");
        }
    }

    /** The last convolution starts small, so that the first predictions are near zero. */
    private static Initializer initializer() {
        Initializer others = Initializer.scaled(GAIN);
        return (name, shape) -> name.equals("conv_out.weight") ? new Spread(0.01, 0) : others.of(name, shape);
    }

    /** Time steps spread evenly over the range, with one random shift: less noise in the loss than independent ones. */
    private static int[] stratified(int steps, int batch, SeededRandom random) {
        double shift = random.nextDouble();
        int[] timesteps = new int[batch];
        for (int i = 0; i < batch; i++) {
            timesteps[i] = (int) (steps * (i + shift) / batch);
        }
        return timesteps;
    }

    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }
}
