package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import syntic.model.ModelFolder;
import syntic.nn.Activation;
import syntic.nn.Compute;
import syntic.nn.Convolution;
import syntic.nn.Normalization;
import syntic.nn.Precision;
import syntic.nn.Scope;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/**
 * The denoiser of latent diffusion (Rombach et al. 2022): from noisy latents, their time step and the sentence's token
 * states it predicts the noise, or the velocity, as the scheduler's {@code prediction_type} says.
 */
public record UNet2DConditionModel(UNet2DConditionConfig config, Weights weights) implements AutoCloseable {

    /** Opens the folder {@code unet} of a Stable Diffusion model. */
    public static UNet2DConditionModel from(Compute compute, Path path) {
        ModelFolder folder = new ModelFolder(path);
        UNet2DConditionConfig config = UNet2DConditionConfig.from(folder.config());
        return new UNet2DConditionModel(config, folder.weights(compute, parameters(config), Set.of()));
    }

    /** Name and shape of every tensor. */
    public static Map<String, Shape> parameters(UNet2DConditionConfig config) {
        ShapeList list = new ShapeList();
        int first = config.blockOutChannels().get(0);
        list.convolution("conv_in", config.inChannels(), first, 3);
        TimeEmbedding.declare(list.at("time_embedding"), first, config.timeWidth());
        for (int level = 0; level < config.levels(); level++) {
            DownBlock.declare(list.at("down_blocks." + level), config, level);
        }
        MidBlock.declare(list.at("mid_block"), config);
        for (int level = 0; level < config.levels(); level++) {
            UpBlock.declare(list.at("up_blocks." + level), config, level);
        }
        list.norm("conv_norm_out", first);
        list.convolution("conv_out", first, config.outChannels(), 3);
        return list.shapes();
    }

    /** As {@link #apply(NDArray, float[], NDArray)}, at the whole time steps of a training. */
    public NDArray apply(NDArray latents, int[] timesteps, NDArray text) {
        return apply(latents, TimestepSpacing.floats(timesteps), text);
    }

    /**
     * @param latents [batch, in channels, height, width]; height and width are multiples of 2^(levels - 1)
     * @param timesteps one for every row of the batch
     * @param text token states [batch, tokens, text width]
     * @return [batch, out channels, height, width]
     */
    public NDArray apply(NDArray latents, float[] timesteps, NDArray text) {
        requireShapes(latents.getShape(), timesteps.length, text.getShape());
        NDArray time = Activation.SILU.apply(TimeEmbedding.apply(weights.at("time_embedding"), latents.getManager(),
                timesteps, config));
        NDArray states = weights.cast(Scope.view(text, latents));
        NDArray x = Convolution.apply(weights.at("conv_in"), weights.cast(latents), 1, 1);
        Deque<NDArray> kept = new ArrayDeque<>();
        kept.push(x);
        for (int level = 0; level < config.levels(); level++) {
            x = DownBlock.apply(weights.at("down_blocks." + level), config, level, x, time, states, kept);
        }
        x = MidBlock.apply(weights.at("mid_block"), config, x, time, states);
        for (int level = 0; level < config.levels(); level++) {
            x = UpBlock.apply(weights.at("up_blocks." + level), config, level, x, time, states, kept);
        }
        x = Normalization.groupSilu(weights.at("conv_norm_out"), x, config.normGroups(), config.normEps());
        return Precision.FP32.cast(Convolution.apply(weights.at("conv_out"), x, 1, 1));
    }

    private void requireShapes(Shape latents, int timesteps, Shape text) {
        int multiple = 1 << config.levels() - 1;
        if (latents.dimension() != 4 || latents.get(1) != config.inChannels() || latents.get(2) % multiple != 0
                || latents.get(3) % multiple != 0 || latents.get(0) != timesteps) {
            throw new IllegalArgumentException("latents " + latents + " with " + timesteps + " time steps; expected "
                    + "[batch, " + config.inChannels() + ", height, width] in multiples of " + multiple
                    + " and a time step for every row");
        }
        if (text.dimension() != 3 || text.get(0) != latents.get(0) || text.get(2) != config.textWidth()) {
            throw new IllegalArgumentException("text states " + text + "; expected [" + latents.get(0) + ", tokens, "
                    + config.textWidth() + "]");
        }
    }

    @Override
    public void close() {
        weights.close();
    }
}
