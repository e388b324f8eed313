package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import syntic.model.ModelFolder;
import syntic.nn.Compute;
import syntic.nn.Convolution;
import syntic.nn.Operators;
import syntic.nn.Ownership;
import syntic.nn.Precision;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/**
 * The autoencoder of latent diffusion (Rombach et al. 2022): diffusion works on its small latents instead of pixels.
 * Pixel values are in -1 … 1.
 */
public record AutoencoderKL(AutoencoderKlConfig config, Weights weights) implements AutoCloseable {
    static final double NORM_EPS = 1e-6;
    /** Feature maps that a block holds at once, those inside of kernels included. */
    private static final int ARRAYS = 6;
    /** Attention tensors as files of 2022 name them, and as they are named since. */
    private static final Map<String, String> RENAMED = Map.of("query", "to_q", "key", "to_k", "value", "to_v",
            "proj_attn", "to_out.0");

    /** Opens the folder {@code vae} of a Stable Diffusion model, with current or old tensor names. */
    public static AutoencoderKL from(Compute compute, Path path) {
        ModelFolder folder = new ModelFolder(path);
        AutoencoderKlConfig config = AutoencoderKlConfig.from(folder.config());
        Map<String, Shape> expected = parameters(config);
        return Ownership.handOver(folder.rawWeights(compute), found ->
                new AutoencoderKL(config, renamed(found, expected).require(expected, Set.of())));
    }

    private static Weights renamed(Weights found, Map<String, Shape> expected) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        found.toMap().forEach((name, array) -> {
            String current = name;
            for (Map.Entry<String, String> entry : RENAMED.entrySet()) {
                current = current.replace(".attentions.0." + entry.getKey() + ".",
                        ".attentions.0." + entry.getValue() + ".");
            }
            Shape shape = expected.get(current);
            // Files converted from the original code hold the projections as 1×1 convolutions.
            boolean pointwise = shape != null && shape.dimension() == 2 && array.getShape().dimension() == 4
                    && array.getShape().size() == shape.size();
            arrays.put(current, pointwise ? array.reshape(shape) : array);
        });
        return found.as(arrays);
    }

    /** Name and shape of every tensor. */
    public static Map<String, Shape> parameters(AutoencoderKlConfig config) {
        ShapeList list = new ShapeList();
        VaeEncoder.declare(list.at("encoder"), config);
        VaeDecoder.declare(list.at("decoder"), config);
        list.convolution("quant_conv", 2 * config.latentChannels(), 2 * config.latentChannels(), 1);
        list.convolution("post_quant_conv", config.latentChannels(), config.latentChannels(), 1);
        return list.shapes();
    }

    /**
     * The distribution of the latents, not yet scaled.
     *
     * @param mean [batch, latent channels, h, w]
     * @param logVariance of the same shape
     */
    public record Moments(NDArray mean, NDArray logVariance) {
        private static final float LOWEST = -30;
        private static final float HIGHEST = 20;

        /** {@code mean + deviation · noise}, with standard normal noise of the mean's shape. */
        public NDArray sample(NDArray noise) {
            return mean.add(Operators.scale(logVariance, 0.5).exp().mul(noise));
        }
    }

    /** @param pixels [batch, channels, H, W] in -1 … 1; H and W are multiples of {@code pixelsPerLatent} */
    public Moments encode(NDArray pixels) {
        Shape shape = pixels.getShape();
        int multiple = config.pixelsPerLatent();
        if (shape.dimension() != 4 || shape.get(2) % multiple != 0 || shape.get(3) % multiple != 0) {
            throw new IllegalArgumentException("pixels " + shape + "; expected [batch, " + config.inChannels()
                    + ", height, width] in multiples of " + multiple);
        }
        NDArray encoded = Precision.FP32.cast(Convolution.apply(weights.at("quant_conv"),
                VaeEncoder.apply(weights.at("encoder"), config, weights.cast(pixels)), 1, 0));
        NDList halves = encoded.split(2, 1);
        return new Moments(halves.get(0), halves.get(1).clip(Moments.LOWEST, Moments.HIGHEST));
    }

    /** @param latents [batch, latent channels, h, w], not scaled; returns [batch, channels, H, W] about -1 … 1 */
    public NDArray decode(NDArray latents) {
        return Precision.FP32.cast(VaeDecoder.apply(weights.at("decoder"), config,
                Convolution.apply(weights.at("post_quant_conv"), weights.cast(latents), 1, 0)));
    }

    /** From scaled latents, as the denoiser makes them, to images in 0 … 1. */
    public NDArray toImages(NDArray scaledLatents) {
        NDArray pixels = decode(Operators.scale(scaledLatents, 1 / config.scalingFactor()));
        return Operators.plus(Operators.scale(pixels, 0.5), 0.5).clip(0, 1);
    }

    /**
     * Memory that a pixel of a decoded image takes: nearly all of it where the last level begins. With the autoencoder
     * of Stable Diffusion in fp32 0.51 GB of the estimated 0.60 were measured for 256 × 256 pixels.
     */
    long bytesPerPixel() {
        int last = config.blockOutChannels().get(0);
        int before = config.blockOutChannels().get(Math.min(1, config.levels() - 1));
        return (long) weights.precision().bytes() * ARRAYS * (last + before);
    }

    @Override
    public void close() {
        weights.close();
    }
}
