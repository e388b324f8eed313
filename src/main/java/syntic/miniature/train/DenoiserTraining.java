package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
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
import syntic.nn.Operators;
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
    private static final double GAIN = 0.7;
    /** Of a batch, on the first of two threads: the second core has other things to do as well. */
    private static final double FIRST_PART = 0.6;

    static final UNet2DConditionConfig CONFIG = new UNet2DConditionConfig(8, 8, 8, List.of(96, 128),
            List.of(true, true), List.of(true, true), 1, 4, 128, 8, 1e-5, true, 0);

    private DenoiserTraining() {}

    /** @return the averaged weights, below {@link #TEXT} and {@link #UNET} */
    static Weights run(NDManager manager, TrainingLoop loop, Weights text, ClipTokenizer tokenizer, LatentSet set,
            NoiseSchedule noise, int batch, long every, TrainingLoop.Observer observer) {
        ClipTextConfig textConfig = TextPretraining.config(tokenizer);
        Weights weights = weights(manager, text, loop.seed());
        ClipText encoder = new ClipText(textConfig, weights.at(TEXT));
        UNet2DConditionModel unet = new UNet2DConditionModel(CONFIG, weights.at(UNET));
        long[] empty = LatentSet.padded(tokenizer, "");
        int first = (int) (FIRST_PART * batch);
        return loop.runParts(manager, weights, Map.of("batch", "" + batch, "pictures", "" + set.count()),
                (step, random) -> {
                    Batch drawn = Batch.draw(step, set, noise, empty, batch, random);
                    return List.of(own -> drawn.loss(own, 0, first, set, noise, encoder, unet),
                            own -> drawn.loss(own, first, batch, set, noise, encoder, unet));
                }, every, observer);
    }

    /**
     * All that is random in a step.
     *
     * @param gaussian the noise [batch, channels, h, w]
     */
    private record Batch(int[] rows, long[][] ids, int[] timesteps, NDArray gaussian) {
        static Batch draw(NDManager step, LatentSet set, NoiseSchedule noise, long[] empty, int size,
                SeededRandom random) {
            int[] rows = new int[size];
            long[][] ids = new long[size][];
            for (int i = 0; i < size; i++) {
                rows[i] = random.nextInt(set.count());
                ids[i] = random.chance(EMPTY) ? empty : set.ids()[rows[i]];
            }
            return new Batch(rows, ids, stratified(noise.steps(), size, random),
                    step.randomNormal(new Shape(size).addAll(set.shape())));
        }

        /** The share of the batch's loss that its rows {@code from} … {@code to} have. */
        NDArray loss(NDManager own, int from, int to, LatentSet set, NoiseSchedule noise, ClipText encoder,
                UNet2DConditionModel unet) {
            int[] some = Arrays.copyOfRange(rows, from, to);
            int[] times = Arrays.copyOfRange(timesteps, from, to);
            NDArray latents = set.rows(own, some);
            NDArray added = gaussian.get(new NDIndex("{}:{}", from, to));
            long[] tokens = Arrays.stream(ids, from, to).flatMapToLong(Arrays::stream).toArray();
            NDArray states = encoder.lastHiddenState(own.create(tokens, new Shape(to - from, ids[0].length)), null);
            NDArray found = unet.apply(noise.addNoise(latents, added, times), times, states);
            NDArray error = found.sub(noise.velocity(latents, added, times)).square().mul(set.weights(own, some));
            return Operators.scale(error.mean(), (double) (to - from) / rows.length);
        }
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
     * ones, in which it is decided what stands where, come more often (as in Esser et al. 2024, section 3.1).
     */
    private static int[] stratified(int steps, int batch, SeededRandom random) {
        double shift = random.nextDouble();
        int[] timesteps = new int[batch];
        for (int i = 0; i < batch; i++) {
            double even = (i + shift) / batch;
            timesteps[i] = (int) (steps * (even + FOCUS / (2 * Math.PI) * Math.sin(2 * Math.PI * even)));
        }
        return timesteps;
    }
}
