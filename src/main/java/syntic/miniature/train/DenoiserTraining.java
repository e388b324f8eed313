package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
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
import syntic.nn.Precision;
import syntic.nn.Weights;

/**
 * Trains the denoiser together with the text encoder to predict the velocity (Salimans and Ho 2022); one sentence in
 * ten is empty, for classifier-free guidance.
 */
final class DenoiserTraining {
    static final String TEXT = "text_encoder";
    static final String UNET = "unet";
    private static final double EMPTY = 0.1;
    /** 0 for evenly spread time steps; near 1 only the middle ones are left. */
    private static final double FOCUS = 0.6;
    /** Above 1 for more of the noisy time steps: many latents show an object, and tell more of it than one does. */
    private static final double SHIFT = 1.4;
    /**
     * The share of the steps in which errors of objects count fully at every time step. It teaches soonest what stands
     * where, and biases how many of it; the other steps take the bias away.
     */
    private static final double OBJECTS_FIRST = 0.5;
    private static final double GAIN = 0.7;

    /** The finest resolution draws; what stands where is decided at the coarser ones, which see the sentence. */
    static final UNet2DConditionConfig CONFIG = new UNet2DConditionConfig(16, 6, 6, List.of(64, 128, 192),
            List.of(false, true, true), List.of(true, true, false), 1, List.of(4, 4, 4), 128, 8, 1e-5, true,
            0, false);

    private DenoiserTraining() {}

    /** @return the averaged weights, below {@link #TEXT} and {@link #UNET} */
    static Weights run(NDManager manager, TrainingLoop loop, Weights text, ClipTokenizer tokenizer, LatentSet set,
            NoiseSchedule noise, int batch, Precision precision, long every, TrainingLoop.Observer observer) {
        ClipTextConfig textConfig = TextPretraining.config(tokenizer);
        Weights weights = weights(manager, text, loop.seed());
        ClipText encoder = new ClipText(textConfig, weights.at(TEXT));
        long[] empty = LatentSet.padded(tokenizer, "");
        Map<String, String> settings = Map.of("batch", "" + batch, "pictures", "" + set.count(), "precision",
                precision.optionName());
        long objectsFirst = Math.round(OBJECTS_FIRST * loop.steps());
        return loop.run(manager, weights, settings, (step, number, random) -> {
            UNet2DConditionModel unet = new UNet2DConditionModel(CONFIG, weights.at(UNET).in(step, precision));
            int[] rows = new int[batch];
            long[] ids = new long[batch * empty.length];
            for (int i = 0; i < batch; i++) {
                rows[i] = random.nextInt(set.count());
                System.arraycopy(random.chance(EMPTY) ? empty : set.ids()[rows[i]], 0, ids, i * empty.length,
                        empty.length);
            }
            int[] times = stratified(noise.steps(), batch, random);
            NDArray latents = set.rows(step, rows);
            NDArray added = step.randomNormal(latents.getShape());
            NDArray states = encoder.lastHiddenState(step.create(ids, new Shape(batch, empty.length)), null);
            NDArray found = unet.apply(noise.addNoise(latents, added, times), times, states);
            return found.sub(noise.velocity(latents, added, times)).square()
                    .mul(set.weights(step, rows, settled(noise, times, number < objectsFirst))).mean();
        }, every, observer);
    }

    /** How far it is settled what stands where: little before half of the signal is there. @param all say it is */
    private static double[] settled(NoiseSchedule noise, int[] times, boolean all) {
        return Arrays.stream(times).mapToDouble(noise::kept).map(kept -> all ? 1 : kept * kept).toArray();
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

    /**
     * Time steps spread over the range, with one random shift: less noise in the loss than independent ones. The middle
     * ones, in which it is decided what stands where, come more often, and all are shifted towards noise (as in Esser
     * et al. 2024, sections 3.1 and 5.3.2).
     */
    private static int[] stratified(int steps, int batch, SeededRandom random) {
        double shift = random.nextDouble();
        int[] timesteps = new int[batch];
        for (int i = 0; i < batch; i++) {
            double even = (i + shift) / batch;
            double focused = even + FOCUS / (2 * Math.PI) * Math.sin(2 * Math.PI * even);
            timesteps[i] = (int) (steps * SHIFT * focused / (1 + (SHIFT - 1) * focused));
        }
        return timesteps;
    }
}
