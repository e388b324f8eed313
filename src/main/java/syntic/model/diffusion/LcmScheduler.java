package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.IntFunction;
import syntic.model.ConfigFile;

/**
 * Sampling of latent consistency models (Luo et al. 2023): every call predicts the image, which then gets the noise of
 * the next time step.
 *
 * @param scaling how fast the share of the sample in the prediction falls with the time step
 * @param clip predicted images are clipped to ± this; infinite for no clipping
 */
record LcmScheduler(ConsistencySteps consistency, double scaling, double clip) implements Scheduler {
    private static final double DATA_VARIANCE = 0.25;

    static LcmScheduler from(ConfigFile file) {
        return new LcmScheduler(ConsistencySteps.from(file), file.number("timestep_scaling", 10),
                file.flag("clip_sample", false) ? file.number("clip_sample_range", 1) : Double.POSITIVE_INFINITY);
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
                NDArray image = noise().image(output, timesteps[index], sample);
                if (Double.isFinite(clip)) {
                    image = image.clip(-clip, clip);
                }
                double time = scaling * timesteps[index];
                double squares = time * time + DATA_VARIANCE;
                NDArray consistent = Mix.of(time / Math.sqrt(squares), image, DATA_VARIANCE / squares, sample);
                if (index == timesteps.length - 1) {
                    return consistent;
                }
                double kept = noise().kept(timesteps[index + 1]);
                return Mix.of(Math.sqrt(kept), consistent, Math.sqrt(1 - kept), draws.apply(index));
            }
        };
    }
}
