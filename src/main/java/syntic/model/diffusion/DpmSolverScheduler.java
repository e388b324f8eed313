package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.model.ConfigFile;
import syntic.nn.Operators;

/**
 * DPM-Solver++ of second order, multi-step, midpoint (Lu et al. 2022, algorithm 2).
 *
 * @param order 1 or 2
 * @param karras noise levels spaced as Karras et al. (2022) do, instead of by time
 * @param lowerOrderFinal a first-order last step in runs of fewer than 15 steps
 */
public record DpmSolverScheduler(NoiseSchedule noise, TimestepSpacing spacing, int offset, int order, boolean karras,
        boolean lowerOrderFinal) implements Scheduler {
    private static final double KARRAS_EXPONENT = 7;
    private static final int FEW_STEPS = 15;

    static DpmSolverScheduler from(ConfigFile file) {
        requireText(file, "algorithm_type", "dpmsolver++");
        requireText(file, "solver_type", "midpoint");
        int order = file.count("solver_order", 2);
        if (order > 2) {
            throw file.refuse("solver_order", "must be 1 or 2");
        }
        if (file.flag("use_lu_lambdas", false) || file.flag("euler_at_final", false)) {
            throw file.refuse("use_lu_lambdas", "and euler_at_final are not supported");
        }
        return new DpmSolverScheduler(NoiseSchedule.from(file), TimestepSpacing.from(file, "linspace"),
                file.integer("steps_offset", 0), order, file.flag("use_karras_sigmas", false),
                file.flag("lower_order_final", true));
    }

    private static void requireText(ConfigFile file, String key, String known) {
        if (!file.text(key, known).equals(known)) {
            throw file.refuse(key, "must be " + known);
        }
    }

    @Override
    public DpmRun start(int steps) {
        TimestepSpacing.requireSteps(steps, noise.steps());
        int[] timesteps = new int[steps];
        double[] sigmas = new double[steps + 1];
        // One more step than asked for: the last of them is left out, because the run ends at training step 0.
        int[] longer = spacing == TimestepSpacing.TRAILING ? spacing.whole(noise.steps(), steps, 0)
                : spacing.whole(noise.steps(), steps + 1, offset);
        for (int i = 0; i < steps; i++) {
            sigmas[i] = karras ? karrasSigma(i, steps) : noise.sigma(longer[i]);
            timesteps[i] = karras ? timestepOf(sigmas[i]) : longer[i];
        }
        sigmas[steps] = karras ? sigmas[steps - 1] : noise.sigma(0);
        return new DpmRun(timesteps, sigmas);
    }

    private double karrasSigma(int i, int steps) {
        double high = Math.pow(noise.sigma(noise.steps() - 1), 1 / KARRAS_EXPONENT);
        double low = Math.pow(noise.sigma(0), 1 / KARRAS_EXPONENT);
        return Math.pow(high + (double) i / Math.max(1, steps - 1) * (low - high), KARRAS_EXPONENT);
    }

    /** The time step whose noise level, interpolated in the logarithm, is {@code sigma}. */
    private int timestepOf(double sigma) {
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

    /** One sampling; {@code sigmas} has one more value than there are time steps. */
    public final class DpmRun implements Run {
        private final int[] timesteps;
        private final double[] sigmas;
        private NDArray image;

        private DpmRun(int[] timesteps, double[] sigmas) {
            this.timesteps = timesteps;
            this.sigmas = sigmas;
        }

        @Override
        public float[] timesteps() {
            return TimestepSpacing.floats(timesteps);
        }

        public double[] sigmas() {
            return sigmas.clone();
        }

        @Override
        public NDArray step(NDArray output, int index, NDArray sample) {
            NDArray earlier = image;
            image = predictedImage(output, index, sample);
            double length = logSignal(index + 1) - logSignal(index);
            double weight = -signal(index + 1) * Math.expm1(-length);
            double kept = deviation(index + 1) / deviation(index);
            boolean last = index == timesteps.length - 1;
            if (order == 1 || index == 0 || last && lowerOrderFinal && timesteps.length < FEW_STEPS) {
                return Mix.of(kept, sample, weight, image);
            }
            double ratio = (logSignal(index) - logSignal(index - 1)) / length;
            double slope = 0.5 / ratio;
            return Mix.of(kept, sample, weight * (1 + slope), image)
                    .add(Operators.scale(earlier, -weight * slope));
        }

        private NDArray predictedImage(NDArray output, int index, NDArray sample) {
            double signal = signal(index);
            double deviation = deviation(index);
            return noise.prediction() == NoiseSchedule.Prediction.VELOCITY
                    ? Mix.of(signal, sample, -deviation, output)
                    : Mix.of(1 / signal, sample, -deviation / signal, output);
        }

        private double signal(int index) {
            return 1 / Math.hypot(sigmas[index], 1);
        }

        private double deviation(int index) {
            return sigmas[index] * signal(index);
        }

        /** Half the logarithm of the signal-to-noise ratio. */
        private double logSignal(int index) {
            return -Math.log(sigmas[index]);
        }
    }
}
