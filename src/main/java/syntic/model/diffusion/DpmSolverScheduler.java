package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import java.util.function.IntFunction;
import syntic.model.ConfigFile;
import syntic.nn.Operators;

/**
 * DPM-Solver++ of second order, multi-step, midpoint (Lu et al. 2022, algorithm 2).
 *
 * @param order 1 or 2
 * @param karras noise levels spaced as Karras et al. (2022) do, instead of by time
 * @param endsAtZero whether no noise is left at the end, or that of training step 0
 * @param lowerOrderFinal a first-order last step in runs of fewer than 15 steps
 */
record DpmSolverScheduler(NoiseSchedule noise, TimestepSpacing spacing, int offset, int order, boolean karras,
        boolean endsAtZero, boolean lowerOrderFinal) implements Scheduler {
    private static final int FEW_STEPS = 15;
    private static final String MIDPOINT = "midpoint";
    /** Names of other schedulers' solvers, left in a file that was theirs; the diffusers library takes its own then. */
    private static final Set<String> OTHERS = Set.of("bh1", "bh2", "logrho");

    static DpmSolverScheduler from(ConfigFile file) {
        file.requireText("algorithm_type", "dpmsolver++");
        String solver = file.text("solver_type", MIDPOINT);
        if (!solver.equals(MIDPOINT) && !OTHERS.contains(solver)) {
            throw file.refuse("solver_type", "is '" + solver + "'; known: " + MIDPOINT);
        }
        return new DpmSolverScheduler(NoiseSchedule.from(file), TimestepSpacing.from(file, "linspace"),
                file.integer("steps_offset", 0), file.count("solver_order", 2, 2),
                file.flag("use_karras_sigmas", false), NoiseSchedule.endsAtZero(file),
                file.flag("lower_order_final", true));
    }

    @Override
    public DpmRun start(int steps, IntFunction<NDArray> draws) {
        return new DpmRun(SolverSteps.of(noise, spacing, offset, karras, endsAtZero, steps));
    }

    /** One sampling; {@code sigmas} has one more value than there are time steps. */
    final class DpmRun extends WholeSteps {
        private final SolverSteps steps;
        private NDArray image;

        private DpmRun(SolverSteps steps) {
            super(steps.timesteps());
            this.steps = steps;
        }

        public double[] sigmas() {
            return steps.sigmas().clone();
        }

        @Override
        public NDArray step(NDArray output, int index, NDArray sample) {
            NDArray earlier = image;
            image = steps.image(output, index, sample);
            double length = steps.length(index);
            double weight = -steps.signal(index + 1) * Math.expm1(-length);
            double kept = steps.deviation(index + 1) / steps.deviation(index);
            if (isFirstOrder(index)) {
                return Mix.of(kept, sample, weight, image);
            }
            double ratio = steps.length(index - 1) / length;
            double slope = 0.5 / ratio;
            return Mix.of(kept, sample, weight * (1 + slope), image)
                    .add(Operators.scale(earlier, -weight * slope));
        }

        /** With nearly all time steps visited, rounding makes two of them equal: no slope is between these. */
        private boolean isFirstOrder(int index) {
            boolean lowers = endsAtZero || lowerOrderFinal && timesteps.length < FEW_STEPS;
            return order == 1 || index == 0 || steps.isLast(index) && lowers || steps.length(index - 1) == 0;
        }
    }
}
