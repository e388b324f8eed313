package syntic.model.detr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import syntic.nn.Convolution;
import syntic.nn.Precision;

/**
 * Where the tokens of a feature map are, and which of them belong to the image rather than to its padding.
 *
 * @param embedding [batch, tokens, width], or [1, tokens, width] without padding: sines and cosines of the row, then of
 *     the column, each counted within the image and scaled to 2π (Carion et al. 2020, appendix A.4)
 * @param mask [batch, 1, 1, tokens]: 0 for the image, the lowest float for padding; null without padding
 */
public record DetrPositions(NDArray embedding, NDArray mask) {
    private static final double TEMPERATURE = 10_000;
    private static final double EPS = 1e-6;

    /** Positions of a map that is image everywhere. */
    static DetrPositions full(NDManager manager, int height, int width, int channels) {
        float[] inside = new float[height * width];
        Arrays.fill(inside, 1);
        float[] values = new float[inside.length * channels];
        fill(values, 0, inside, 0, height, width, channels);
        return new DetrPositions(manager.create(values, new Shape(1, inside.length, channels)), null);
    }

    /** @param pixelMask [batch, H, W], 1 for the image and 0 for padding, brought to the map by nearest neighbour */
    static DetrPositions masked(NDArray pixelMask, int height, int width, int channels) {
        NDManager manager = pixelMask.getManager();
        int batch = Math.toIntExact(pixelMask.getShape().get(0));
        NDArray pixels = pixelMask.toType(DataType.FLOAT32, false).expandDims(0);
        float[] inside = Convolution.nearest(pixels, height, width).toFloatArray();
        int tokens = height * width;
        float[] values = new float[inside.length * channels];
        for (int image = 0; image < batch; image++) {
            fill(values, image * tokens * channels, inside, image * tokens, height, width, channels);
        }
        float[] hidden = new float[inside.length];
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = inside[i] != 0 ? 0 : -Float.MAX_VALUE;
        }
        return new DetrPositions(manager.create(values, new Shape(batch, tokens, channels)),
                manager.create(hidden, new Shape(batch, 1, 1, tokens)));
    }

    /** The same in another precision. */
    DetrPositions in(Precision precision) {
        if (precision == Precision.FP32) {
            return this;
        }
        return new DetrPositions(precision.cast(embedding),
                mask == null ? null : precision.cast(mask.clip(precision.lowest(), 0)));
    }

    private static void fill(float[] values, int to, float[] inside, int from, int height, int width, int channels) {
        double[][] rows = counts(inside, from, height, width, true);
        double[][] columns = counts(inside, from, height, width, false);
        int half = channels / 2;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int token = to + (y * width + x) * channels;
                for (int i = 0; i < half; i++) {
                    double frequency = Math.pow(TEMPERATURE, -2.0 * (i / 2) / half);
                    values[token + i] = wave(rows[y][x] * frequency, i);
                    values[token + half + i] = wave(columns[y][x] * frequency, i);
                }
            }
        }
    }

    private static float wave(double angle, int channel) {
        return (float) (channel % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
    }

    /** Image tokens up to and including each one along an axis, as an angle: 2π at the last. */
    private static double[][] counts(float[] inside, int from, int height, int width, boolean down) {
        double[][] angles = new double[height][width];
        int lines = down ? width : height;
        int steps = down ? height : width;
        for (int line = 0; line < lines; line++) {
            double total = 0;
            for (int step = 0; step < steps; step++) {
                total += inside[from + (down ? step * width + line : line * width + step)] != 0 ? 1 : 0;
            }
            double seen = 0;
            for (int step = 0; step < steps; step++) {
                int y = down ? step : line;
                int x = down ? line : step;
                seen += inside[from + y * width + x] != 0 ? 1 : 0;
                angles[y][x] = seen / (total + EPS) * 2 * Math.PI;
            }
        }
        return angles;
    }
}
