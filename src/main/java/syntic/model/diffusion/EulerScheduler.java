package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.IntFunction;
import syntic.model.ConfigFile;
import syntic.nn.Operators;

/**
 * Euler steps along the probability-flow equation (Karras et al. 2022, algorithm 2 without added noise).
 *
 * @param endsAtZero whether no noise is left at the end, or that of training step 0
 */
record EulerScheduler(NoiseSchedule noise, TimestepSpacing spacing, int offset, boolean endsAtZero)
        implements Scheduler {

    static EulerScheduler from(ConfigFile file) {
        return new EulerScheduler(NoiseSchedule.from(file), TimestepSpacing.from(file, "linspace"),
                file.integer("steps_offset", 0), NoiseSchedule.endsAtZero(file));
    }

    @Override
    public EulerRun start(int steps, IntFunction<NDArray> draws) {
        float[] timesteps = spacing.fractional(noise.steps(), steps, offset);
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = noise.sigmaAt(timesteps[i]);
        }
        sigmas[steps] = endsAtZero ? 0 : noise.sigma(0);
        return new EulerRun(timesteps, sigmas);
    }

    /** One sampling; {@code sigmas} has one more value than there are time steps. */
    final class EulerRun implements Run {
        private final float[] timesteps;
        private final double[] sigmas;

        private EulerRun(float[] timesteps, double[] sigmas) {
            this.timesteps = timesteps;
            this.sigmas = sigmas;
        }

        @Override
        public float[] timesteps() {
            return timesteps.clone();
        }

        public double[] sigmas() {
            return sigmas.clone();
        }

        @Override
        public double initialDeviation() {
            return spacing == TimestepSpacing.LEADING ? Math.hypot(sigmas[0], 1) : sigmas[0];
        }

        @Override
        public NDArray scaleInput(NDArray sample, int index) {
            return Operators.scale(sample, 1 / Math.hypot(sigmas[index], 1));
        }

        @Override
        public NDArray step(NDArray output, int index, NDArray sample) {
            double sigma = sigmas[index];
            double length = sigmas[index + 1] - sigma;
            // The slope (sample - image) / σ; with a velocity, image = sample / (σ²+1) - σ output / sqrt(σ²+1).
            double power = sigma * sigma + 1;
            return switch (noise.prediction()) {
                case EPSILON -> Mix.of(1, sample, length, output);
                case VELOCITY -> Mix.of(1 + length * sigma / power, sample, length / Math.sqrt(power), output);
                case SAMPLE -> Mix.of(1 + length / sigma, sample, -length / sigma, output);
            };
        }
    }
}
