package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import syntic.model.ConfigFile;
import syntic.nn.Operators;

/**
 * Pseudo linear multi-step sampling (Liu et al. 2022) without its Runge-Kutta start: the second time step is visited
 * twice instead, so a run of n steps makes n + 1 calls.
 *
 * @param finalKept the share of signal assumed after the last step
 */
record PndmScheduler(NoiseSchedule noise, TimestepSpacing spacing, int offset, double finalKept)
        implements Scheduler {

    static final String WITHOUT_RUNGE_KUTTA = "skip_prk_steps";

    static PndmScheduler from(ConfigFile file) {
        if (!file.flag(WITHOUT_RUNGE_KUTTA, false)) {
            throw file.refuse(WITHOUT_RUNGE_KUTTA, "must be true; the Runge-Kutta start is not supported");
        }
        NoiseSchedule noise = NoiseSchedule.from(file);
        return new PndmScheduler(noise, TimestepSpacing.from(file, "leading"), file.integer("steps_offset", 0),
                file.flag("set_alpha_to_one", false) ? 1 : noise.kept(0));
    }

    @Override
    public Run start(int steps, IntFunction<NDArray> draws) {
        return new PndmRun(steps);
    }

    private final class PndmRun extends WholeSteps {
        private final int stride;
        /** The last predictions, the newest last. */
        private final List<NDArray> outputs = new ArrayList<>();
        private NDArray first;

        PndmRun(int steps) {
            super(new int[steps == 1 ? 1 : steps + 1]);
            int[] once = spacing.whole(noise.steps(), steps, offset);
            stride = noise.steps() / steps;
            Arrays.setAll(timesteps, i -> once[i < 2 ? i : i - 1]);
        }

        @Override
        public NDArray step(NDArray output, int index, NDArray sample) {
            if (index == 1) {
                // The second call corrects the first step: from the same sample, with the mean of both predictions.
                // It counts as a whole stride, which only with leading spacing is the distance of the first two.
                NDArray mean = Mix.of(0.5, output, 0.5, outputs.get(0));
                return move(mean, first, timesteps[1] + stride, timesteps[1]);
            }
            if (index == 0) {
                first = sample;
            }
            outputs.add(output);
            if (outputs.size() > 4) {
                outputs.remove(0);
            }
            int now = timesteps[index];
            return move(extrapolated(), sample, now, now - stride);
        }

        /** Adams-Bashforth of as many orders as there are predictions. */
        private NDArray extrapolated() {
            int count = outputs.size();
            NDArray last = outputs.get(count - 1);
            return switch (count) {
                case 1 -> last;
                case 2 -> Mix.of(3 / 2.0, last, -1 / 2.0, outputs.get(0));
                case 3 -> Mix.of(23 / 12.0, last, -16 / 12.0, outputs.get(1))
                        .add(Operators.scale(outputs.get(0), 5 / 12.0));
                default -> Mix.of(55 / 24.0, last, -59 / 24.0, outputs.get(2))
                        .add(Mix.of(37 / 24.0, outputs.get(1), -9 / 24.0, outputs.get(0)));
            };
        }

        /** Equation 9 of the paper. */
        private NDArray move(NDArray output, NDArray sample, int from, int to) {
            double kept = noise.kept(from);
            double next = to >= 0 ? noise.kept(to) : finalKept;
            NDArray epsilon = noise.epsilon(output, from, sample);
            double divisor = kept * Math.sqrt(1 - next) + Math.sqrt(kept * (1 - kept) * next);
            return Mix.of(Math.sqrt(next / kept), sample, -(next - kept) / divisor, epsilon);
        }
    }
}
