package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import syntic.model.ConfigFile;

/**
 * How much of an image is left at every training time step: {@code x_t = sqrt(ā_t) x_0 + sqrt(1 - ā_t) noise}, where
 * {@code ā_t} is the product of {@code 1 - β} up to t (Ho et al. 2020).
 */
public final class NoiseSchedule {
    /** What the denoiser predicts. */
    public enum Prediction { EPSILON, VELOCITY, SAMPLE }

    private static final int MOST_STEPS = 100_000;

    private final float[] kept;
    private final Prediction prediction;

    private NoiseSchedule(float[] kept, Prediction prediction) {
        this.kept = kept;
        this.prediction = prediction;
    }

    /** Reads the keys that all schedulers share, with the defaults of diffusion. */
    public static NoiseSchedule from(ConfigFile file) {
        return from(file, "linear", 0.0001, 0.02);
    }

    /** Reads the same keys with other defaults of the noise: {@code beta_schedule}, {@code beta_start}, {@code beta_end}. */
    static NoiseSchedule from(ConfigFile file, String kind, double start, double end) {
        int steps = file.count("num_train_timesteps", 1000, MOST_STEPS);
        String type = file.text("prediction_type", "epsilon");
        Prediction prediction = switch (type) {
            case "epsilon" -> Prediction.EPSILON;
            case "v_prediction" -> Prediction.VELOCITY;
            case "sample" -> Prediction.SAMPLE;
            default -> throw file.refuse("prediction_type", "is '" + type + "'; known: epsilon, v_prediction, sample");
        };
        return new NoiseSchedule(products(betas(file, steps, file.text("beta_schedule", kind),
                file.number("beta_start", start), file.number("beta_end", end))), prediction);
    }

    private static float[] betas(ConfigFile file, int steps, String kind, double start, double end) {
        if (!(start > 0 && start < 1 && end > 0 && end < 1)) {
            throw file.refuse("beta_start", "and beta_end must be between 0 and 1, not " + start + " and " + end);
        }
        return switch (kind) {
            case "linear" -> line(start, end, steps);
            case "scaled_linear" -> {
                float[] roots = line(Math.sqrt(start), Math.sqrt(end), steps);
                for (int t = 0; t < steps; t++) {
                    roots[t] *= roots[t];
                }
                yield roots;
            }
            default -> throw file.refuse("beta_schedule", "is '" + kind + "'; known: linear, scaled_linear");
        };
    }

    private static float[] line(double start, double end, int steps) {
        float[] values = new float[steps];
        float from = (float) start;
        float to = (float) end;
        float stride = (to - from) / Math.max(1, steps - 1);
        for (int t = 0; t < steps; t++) {
            values[t] = t < steps / 2 ? from + stride * t : to - stride * (steps - 1 - t);
        }
        return values;
    }

    private static float[] products(float[] betas) {
        float[] kept = new float[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            product *= 1 - betas[t];
            kept[t] = (float) product;
        }
        return kept;
    }

    /** Number of training time steps. */
    public int steps() {
        return kept.length;
    }

    public Prediction prediction() {
        return prediction;
    }

    /** The share ā of the signal's power left at time step {@code t}. */
    public double kept(int t) {
        return kept[t];
    }

    /** Noise over signal at time step {@code t}: {@code sqrt((1 - ā) / ā)}. */
    double sigma(int t) {
        return Math.sqrt((1 - (double) kept[t]) / kept[t]);
    }

    /** All sigmas, interpolated linearly at a fractional time step. */
    double sigmaAt(double t) {
        int low = (int) Math.min(steps() - 1, Math.max(0, Math.floor(t)));
        int high = Math.min(steps() - 1, low + 1);
        double share = Math.min(1, Math.max(0, t - low));
        return sigma(low) + share * (sigma(high) - sigma(low));
    }

    /** Whether a sampling ends without noise, as it does unless the file says otherwise, or at training step 0. */
    static boolean endsAtZero(ConfigFile file) {
        String type = file.text("final_sigmas_type", "zero");
        return switch (type) {
            case "zero" -> true;
            case "sigma_min" -> false;
            default -> throw file.refuse("final_sigmas_type", "is '" + type + "'; known: zero, sigma_min");
        };
    }

    /** The image without noise that a denoiser's output at time step {@code t} means. */
    NDArray image(NDArray output, int t, NDArray sample) {
        double signal = Math.sqrt(kept(t));
        double deviation = Math.sqrt(1 - kept(t));
        return image(output, signal, deviation, sample);
    }

    /** The same where the sample is {@code signal} times the image and {@code deviation} times noise. */
    NDArray image(NDArray output, double signal, double deviation, NDArray sample) {
        return switch (prediction) {
            case EPSILON -> Mix.of(1 / signal, sample, -deviation / signal, output);
            case VELOCITY -> Mix.of(signal, sample, -deviation, output);
            case SAMPLE -> output;
        };
    }

    /** The noise that a denoiser's output at time step {@code t} means. */
    NDArray epsilon(NDArray output, int t, NDArray sample) {
        double signal = Math.sqrt(kept(t));
        double deviation = Math.sqrt(1 - kept(t));
        return switch (prediction) {
            case EPSILON -> output;
            case VELOCITY -> Mix.of(signal, output, deviation, sample);
            case SAMPLE -> Mix.of(1 / deviation, sample, -signal / deviation, output);
        };
    }

    /** Noisy images: row b is {@code sqrt(ā) images_b + sqrt(1 - ā) noise_b} at {@code timesteps[b]}. */
    public NDArray addNoise(NDArray images, NDArray noise, int[] timesteps) {
        return images.mul(perRow(images, timesteps, true)).add(noise.mul(perRow(images, timesteps, false)));
    }

    /** What a denoiser that predicts the velocity should answer: {@code sqrt(ā) noise - sqrt(1 - ā) images}. */
    public NDArray velocity(NDArray images, NDArray noise, int[] timesteps) {
        return noise.mul(perRow(images, timesteps, true)).sub(images.mul(perRow(images, timesteps, false)));
    }

    private NDArray perRow(NDArray like, int[] timesteps, boolean signal) {
        float[] factors = new float[timesteps.length];
        for (int row = 0; row < factors.length; row++) {
            double share = kept(timesteps[row]);
            factors[row] = (float) Math.sqrt(signal ? share : 1 - share);
        }
        return like.getManager().create(factors, new Shape(factors.length, 1, 1, 1));
    }
}
