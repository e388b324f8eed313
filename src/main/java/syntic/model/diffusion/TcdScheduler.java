package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.IntFunction;
import syntic.model.ConfigFile;

/**
 * Sampling of trajectory consistency models (Zheng et al. 2024): every call steps beyond the next time step, and noise
 * leads back to it.
 *
 * @param eta how far beyond: 0 is without noise, 1 goes to the image. No key of the diffusers library, where it is an
 *            argument: here {@code step_eta}
 */
record TcdScheduler(ConsistencySteps consistency, double eta) implements Scheduler {

    static TcdScheduler from(ConfigFile file) {
        double eta = file.number("step_eta", 0.3);
        if (!(eta >= 0 && eta <= 1)) {
            throw file.refuse("step_eta", "must be from 0 to 1, not " + eta);
        }
        return new TcdScheduler(ConsistencySteps.from(file), eta);
    }

    @Override
    public NoiseSchedule noise() {
        return consistency.noise();
    }

    @Override
    public Run start(int steps, IntFunction<NDArray> draws) {
        return new WholeSteps(consistency.timesteps(steps)) {
            @Override
            public NDArray step(NDArray output, int index, NDArray sample) {
                boolean last = index == timesteps.length - 1;
                int next = last ? 0 : timesteps[index + 1];
                double beyond = noise().kept((int) ((1 - eta) * next));
                NDArray image = noise().image(output, timesteps[index], sample);
                NDArray epsilon = noise().epsilon(output, timesteps[index], sample);
                NDArray reached = Mix.of(Math.sqrt(beyond), image, Math.sqrt(1 - beyond), epsilon);
                if (last || eta == 0) {
                    return reached;
                }
                double back = noise().kept(next) / beyond;
                return Mix.of(Math.sqrt(back), reached, Math.sqrt(1 - back), draws.apply(index));
            }
        };
    }
}
