package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;

/**
 * The noise levels between which a solver of the probability-flow equation steps.
 *
 * @param timesteps for each call of the denoiser
 * @param sigmas noise over signal at each of them, and at the end
 */
record SolverSteps(NoiseSchedule noise, int[] timesteps, double[] sigmas) {
    private static final double KARRAS_EXPONENT = 7;

    /**
     * @param karras noise levels spaced as Karras et al. (2022) do, instead of by time
     * @param endsAtZero whether no noise is left at the end, or that of training step 0
     */
    static SolverSteps of(NoiseSchedule noise, TimestepSpacing spacing, int offset, boolean karras,
            boolean endsAtZero, int steps) {
        int[] timesteps = spacing.beforeEnd(noise.steps(), steps, offset);
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = karras ? karrasSigma(noise, i, steps) : noise.sigma(timesteps[i]);
            timesteps[i] = karras ? timestepOf(noise, sigmas[i]) : timesteps[i];
        }
        sigmas[steps] = endsAtZero ? 0 : noise.sigma(0);
        return new SolverSteps(noise, timesteps, sigmas);
    }

    private static double karrasSigma(NoiseSchedule noise, int i, int steps) {
        double high = Math.pow(noise.sigma(noise.steps() - 1), 1 / KARRAS_EXPONENT);
        double low = Math.pow(noise.sigma(0), 1 / KARRAS_EXPONENT);
        return Math.pow(high + (double) i / Math.max(1, steps - 1) * (low - high), KARRAS_EXPONENT);
    }

    /** The time step whose noise level, interpolated in the logarithm, is {@code sigma}. */
    private static int timestepOf(NoiseSchedule noise, double sigma) {
        double wanted = Math.log(Math.max(sigma, 1e-10));
        int low = 0;
        while (low < noise.steps() - 2 && Math.log(noise.sigma(low + 1)) <= wanted) {
            low++;
        }
        double from = Math.log(noise.sigma(low));
        double to = Math.log(noise.sigma(low + 1));
        double share = Math.min(1, Math.max(0, (wanted - from) / (to - from)));
        return (int) Math.rint(low + share);
    }

    boolean isLast(int index) {
        return index == timesteps.length - 1;
    }

    double signal(int index) {
        return 1 / Math.hypot(sigmas[index], 1);
    }

    double deviation(int index) {
        return sigmas[index] * signal(index);
    }

    /** Half the logarithm of the signal-to-noise ratio; infinite where there is no noise. */
    double logSignal(int index) {
        return -Math.log(sigmas[index]);
    }

    /** The length of the step from {@code index} on, in {@link #logSignal}. */
    double length(int index) {
        return logSignal(index + 1) - logSignal(index);
    }

    /** The image without noise that the denoiser's output means. */
    NDArray image(NDArray output, int index, NDArray sample) {
        return noise.image(output, signal(index), deviation(index), sample);
    }
}
