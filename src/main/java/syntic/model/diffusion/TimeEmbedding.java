package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Activation;
import syntic.nn.Linear;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** Turns a time step into a vector: waves of falling frequency (Ho et al. 2020), then a small perceptron. */
final class TimeEmbedding {
    private static final double SLOWEST = 10_000;

    private TimeEmbedding() {}

    static void declare(ShapeList list, int waves, int width) {
        list.linear("linear_1", waves, width);
        list.linear("linear_2", width, width);
    }

    /** @return [batch, width] */
    static NDArray apply(Weights weights, NDManager manager, float[] timesteps, UNet2DConditionConfig config) {
        NDArray waves = weights.cast(waves(manager, timesteps, config.blockOutChannels().get(0), config.flipSinToCos(),
                config.freqShift()));
        NDArray hidden = Activation.SILU.apply(Linear.apply(weights.at("linear_1"), waves));
        return Linear.apply(weights.at("linear_2"), hidden);
    }

    private static NDArray waves(NDManager manager, float[] timesteps, int width, boolean cosinesFirst, int shift) {
        int half = width / 2;
        float[] values = new float[timesteps.length * width];
        for (int row = 0; row < timesteps.length; row++) {
            for (int j = 0; j < half; j++) {
                float frequency = (float) Math.exp(-Math.log(SLOWEST) * j / (half - shift));
                float angle = timesteps[row] * frequency;
                int at = row * width + j;
                values[cosinesFirst ? at : at + half] = (float) Math.cos(angle);
                values[cosinesFirst ? at + half : at] = (float) Math.sin(angle);
            }
        }
        return manager.create(values, new Shape(timesteps.length, width));
    }
}
