package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import java.util.function.IntFunction;
import syntic.model.ConfigFile;
import syntic.nn.Operators;

/**
 * The unified predictor-corrector (Zhao et al. 2023), of first or second order, predicting images: every call of the
 * denoiser first corrects the step that led to it, then makes the next.
 *
 * @param order 1 or 2
 * @param secondVariant whether B(h) is {@code exp(h) - 1} (bh2) instead of h (bh1)
 * @param endsAtZero whether no noise is left at the end, or that of training step 0
 * @param lowerOrderFinal whether the last step is of first order
 */
record UniPcScheduler(NoiseSchedule noise, TimestepSpacing spacing, int offset, int order,
        boolean secondVariant, boolean endsAtZero, boolean lowerOrderFinal) implements Scheduler {

    /** Names of other schedulers' solvers, left in a file that was theirs; the diffusers library takes its own then. */
    private static final Set<String> OTHERS = Set.of("midpoint", "heun", "logrho");

    static UniPcScheduler from(ConfigFile file) {
        String variant = file.text("solver_type", "bh2");
        if (OTHERS.contains(variant)) {
            variant = "bh2";
        }
        if (!variant.equals("bh1") && !variant.equals("bh2")) {
            throw file.refuse("solver_type", "is '" + variant + "'; known: bh1, bh2");
        }
        return new UniPcScheduler(NoiseSchedule.from(file), TimestepSpacing.from(file, "linspace"),
                file.integer("steps_offset", 0), file.count("solver_order", 2, 2), variant.equals("bh2"),
                NoiseSchedule.endsAtZero(file), file.flag("lower_order_final", true));
    }

    @Override
    public UniPcRun start(int steps, IntFunction<NDArray> draws) {
        return new UniPcRun(SolverSteps.of(noise, spacing, offset, false, endsAtZero, steps));
    }

    /** One sampling; {@code sigmas} has one more value than there are time steps. */
    final class UniPcRun extends WholeSteps {
        private final SolverSteps steps;
        private NDArray image;
        private NDArray earlierImage;
        /** Before the last step, corrected. */
        private NDArray start;
        private int lastOrder;

        private UniPcRun(SolverSteps steps) {
            super(steps.timesteps());
            this.steps = steps;
        }

        double[] sigmas() {
            return steps.sigmas().clone();
        }

        @Override
        public NDArray step(NDArray output, int index, NDArray sample) {
            NDArray found = steps.image(output, index, sample);
            start = index == 0 || steps.length(index - 1) == 0 ? sample : corrected(found, index - 1);
            earlierImage = image;
            image = found;
            lastOrder = orderAt(index);
            NDArray next = firstOrder(index);
            if (lastOrder == 1) {
                return next;
            }
            double weight = -0.5 * steps.signal(index + 1) * bound(index) / ratio(index);
            return next.add(Mix.of(weight, earlierImage, -weight, image));
        }

        private int orderAt(int index) {
            boolean lowers = steps.isLast(index) && (lowerOrderFinal || endsAtZero);
            return index == 0 || lowers || steps.length(index - 1) == 0 ? 1 : order;
        }

        /** The step from {@code index} on again, now that the denoiser has seen where it led. */
        private NDArray corrected(NDArray found, int index) {
            double h = -steps.length(index);
            double scale = -steps.signal(index + 1) * bound(index);
            double first = (Math.expm1(h) / h - 1) / bound(index);
            NDArray sample = firstOrder(index);
            if (lastOrder == 1) {
                return sample.add(Mix.of(0.5 * scale, found, -0.5 * scale, image));
            }
            // The weights solve two equations: their sum is first, and ratio · past + now is second.
            double second = ((Math.expm1(h) / h - 1) / h - 0.5) * 2 / bound(index);
            double ratio = ratio(index);
            double past = (first - second) / (1 - ratio);
            double now = first - past;
            return sample.add(Mix.of(scale * now, found, scale * past / ratio, earlierImage))
                    .sub(Operators.scale(image, scale * (now + past / ratio)));
        }

        private NDArray firstOrder(int index) {
            return Mix.of(steps.deviation(index + 1) / steps.deviation(index), start,
                    -steps.signal(index + 1) * Math.expm1(-steps.length(index)), image);
        }

        /** B(h) of the paper. */
        private double bound(int index) {
            return secondVariant ? Math.expm1(-steps.length(index)) : -steps.length(index);
        }

        /** The step before, in lengths of this one, backwards. */
        private double ratio(int index) {
            return -steps.length(index - 1) / steps.length(index);
        }
    }
}
