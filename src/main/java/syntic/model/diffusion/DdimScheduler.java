package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.IntFunction;
import syntic.model.ConfigFile;

/**
 * Denoising diffusion implicit models without added noise (Song et al. 2021, equation 12, η = 0).
 *
 * @param finalKept the share of signal assumed after the last step
 * @param clip predicted images are clipped to ± this; infinite for no clipping
 */
record DdimScheduler(NoiseSchedule noise, TimestepSpacing spacing, int offset, double finalKept, double clip)
        implements Scheduler {

    static DdimScheduler from(ConfigFile file) {
        NoiseSchedule noise = NoiseSchedule.from(file);
        return new DdimScheduler(noise, TimestepSpacing.from(file, "leading"), file.integer("steps_offset", 0),
                file.flag("set_alpha_to_one", true) ? 1 : noise.kept(0),
                file.flag("clip_sample", true) ? file.number("clip_sample_range", 1) : Double.POSITIVE_INFINITY);
    }

    @Override
    public Run start(int steps, IntFunction<NDArray> draws) {
        int stride = noise.steps() / steps;
        return new WholeSteps(spacing.whole(noise.steps(), steps, offset)) {
            @Override
            public NDArray step(NDArray output, int index, NDArray sample) {
                int previous = timesteps[index] - stride;
                return move(output, sample, timesteps[index], previous >= 0 ? noise.kept(previous) : finalKept);
            }
        };
    }

    private NDArray move(NDArray output, NDArray sample, int timestep, double keptNext) {
        NDArray image = noise.image(output, timestep, sample);
        NDArray epsilon = noise.epsilon(output, timestep, sample);
        if (Double.isFinite(clip)) {
            image = image.clip(-clip, clip);
        }
        return Mix.of(Math.sqrt(keptNext), image, Math.sqrt(1 - keptNext), epsilon);
    }
}
