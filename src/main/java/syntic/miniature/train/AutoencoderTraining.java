package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.miniature.train.PictureCache.Drawn;
import syntic.miniature.world.Scene;
import syntic.model.diffusion.AutoencoderKL;
import syntic.model.diffusion.AutoencoderKlConfig;
import syntic.nn.Initializer;
import syntic.nn.Operators;
import syntic.nn.Precision;
import syntic.nn.Weights;

/**
 * Trains the autoencoder: pictures must come back, edges above all, from latents that stay near a standard normal
 * distribution (Kingma and Welling 2014) so that noise and diffusion have an easy time with them.
 */
final class AutoencoderTraining {
    private static final double EDGES = 1;
    private static final double DISTANCE = 0.5;
    private static final double DIVERGENCE = 1e-3;
    private static final double LATENT_ERROR = 0.1;
    private static final List<String> DECODER = List.of("decoder.", "post_quant_conv.");

    /**
     * Latents of a quarter of the picture's width, not of an eighth as in Stable Diffusion, because objects are small,
     * and of six channels: with four, colours came back late. Their scale is measured after training. Norms are over
     * all channels together: over a few alone they take away what one colour differs in from another.
     */
    static final AutoencoderKlConfig CONFIG =
            new AutoencoderKlConfig(Scene.SIZE, 3, 3, 6, List.of(16, 32, 64), 1, 1, 1);

    private AutoencoderTraining() {}

    /** @return the averaged weights */
    static Weights run(NDManager manager, TrainingLoop loop, PictureCache pictures, int batch, Precision precision) {
        Weights weights = Initializer.scaled(0.8).create(manager, AutoencoderKL.parameters(CONFIG), loop.seed(), "vae");
        return loop.run(manager, weights, settings(batch, precision), (step, number, random) ->
                loss(new AutoencoderKL(CONFIG, weights.in(step, precision)), step, pictures.some(batch, random)),
                loop.steps(), (done, average) -> { });
    }

    /**
     * Trains the decoder further while the encoder stays as it is: the latents do not change, so the denoiser can be
     * trained on them meanwhile.
     *
     * @return all weights: the encoder's as given, the decoder's averaged
     */
    static Weights refine(NDManager manager, TrainingLoop loop, Weights whole, PictureCache pictures, int batch,
            Precision precision) {
        Map<String, NDArray> decoder = new LinkedHashMap<>();
        try (Weights copy = whole.copy(manager)) {
            copy.toMap().forEach((name, array) -> {
                if (DECODER.stream().anyMatch(name::startsWith)) {
                    decoder.put(name, array);
                }
            });
            AutoencoderKL given = new AutoencoderKL(CONFIG, whole);
            Weights weights = Weights.of(manager, decoder, "vae decoder");
            Weights average = loop.run(manager, weights, settings(batch, precision), (step, number, random) -> {
                AutoencoderKL refined = new AutoencoderKL(CONFIG, weights.in(step, precision));
                List<Drawn> drawn = pictures.some(batch, random);
                NDArray pixels = pixels(step, drawn);
                NDArray latents = given.encode(pixels).mean();
                // What the denoiser makes is a little off: the decoder must not depend on the last digit.
                NDArray noise = Operators.scale(step.randomNormal(latents.getShape()), LATENT_ERROR);
                return distance(refined.decode(latents.add(noise)).sub(pixels), weights(step, drawn));
            }, loop.steps(), (done, ignored) -> { });
            Map<String, NDArray> all = whole.toMap();
            all.putAll(average.toMap());
            return Weights.of(manager, all, "vae");
        }
    }

    private static Map<String, String> settings(int batch, Precision precision) {
        return Map.of("batch", "" + batch, "precision", precision.optionName());
    }

    private static NDArray loss(AutoencoderKL vae, NDManager step, List<Drawn> drawn) {
        NDArray pixels = pixels(step, drawn);
        AutoencoderKL.Moments moments = vae.encode(pixels);
        NDArray noise = step.randomNormal(moments.mean().getShape());
        NDArray error = vae.decode(moments.sample(noise)).sub(pixels);
        return distance(error, weights(step, drawn)).add(Operators.scale(divergence(moments), DIVERGENCE));
    }

    private static NDArray pixels(NDManager manager, List<Drawn> drawn) {
        return Illustrated.pixels(manager, drawn.stream().map(Drawn::picture).toList());
    }

    private static NDArray weights(NDManager manager, List<Drawn> drawn) {
        return ObjectWeights.of(manager, drawn.stream().map(Drawn::scene).toList(), Scene.SIZE);
    }

    /** @param error [batch, 3, 64, 64]; @param weights [batch, 1, 64, 64] */
    private static NDArray distance(NDArray error, NDArray weights) {
        NDArray weighted = error.mul(weights);
        NDArray edges = across(weighted, 2).abs().mean().add(across(weighted, 3).abs().mean());
        return error.mul(weighted).mean().add(Operators.scale(weighted.abs().mean(), DISTANCE))
                .add(Operators.scale(edges, EDGES));
    }

    /** Differences of neighbours along an axis: an error in them is an edge that is missing or too much. */
    private static NDArray across(NDArray x, int axis) {
        long size = x.getShape().get(axis);
        NDIndex later = axis == 2 ? new NDIndex(":, :, 1:") : new NDIndex(":, :, :, 1:");
        NDIndex earlier = axis == 2 ? new NDIndex(":, :, :{}", size - 1) : new NDIndex(":, :, :, :{}", size - 1);
        return x.get(later).sub(x.get(earlier));
    }

    /** Mean over the latents of the divergence from the standard normal distribution. */
    private static NDArray divergence(AutoencoderKL.Moments moments) {
        NDArray variance = moments.logVariance().exp();
        NDArray sum = moments.mean().square().add(variance).sub(moments.logVariance());
        return Operators.scale(Operators.plus(sum, -1).mean(), 0.5);
    }

    /** One over the deviation of the latents of {@code drawn}: the {@code scaling_factor}. */
    static double scalingFactor(NDManager manager, Weights weights, List<Drawn> drawn) {
        try (NDManager own = manager.newSubManager()) {
            NDArray latents = new AutoencoderKL(CONFIG, weights).encode(pixels(own, drawn)).mean();
            Shape all = new Shape(latents.size());
            NDArray flat = latents.reshape(all);
            return 1 / Math.sqrt(flat.sub(flat.mean()).square().mean().getFloat());
        }
    }
}
