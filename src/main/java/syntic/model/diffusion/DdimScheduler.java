package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.model.ConfigFile;

/**
 * Denoising diffusion implicit models without added noise (Song et al. 2021, equation 12, η = 0).
 *
 * @param finalKept the share of signal assumed after the last step
 * @param clip predicted images are clipped to ± this; infinite for no clipping
 */
public record DdimScheduler(NoiseSchedule noise, TimestepSpacing spacing, int offset, double finalKept, double clip)
        implements Scheduler {

    static DdimScheduler from(ConfigFile file) {
        NoiseSchedule noise = NoiseSchedule.from(file);
        return new DdimScheduler(noise, TimestepSpacing.from(file, "leading"), file.integer("steps_offset", 0),
                file.flag("set_alpha_to_one", true) ? 1 : noise.kept(0),
                file.flag("clip_sample", true) ? file.number("clip_sample_range", 1) : Double.POSITIVE_INFINITY);
    }

    @Override
    public Run start(int steps) {
        int[] timesteps = spacing.whole(noise.steps(), steps, offset);
        int stride = noise.steps() / steps;
        return new Run() {
            @Override
            public float[] timesteps() {
                return TimestepSpacing.floats(timesteps);
            }

            @Override
            public NDArray step(NDArray output, int index, NDArray sample) {
                int previous = timesteps[index] - stride;
                return move(output, sample, noise.kept(timesteps[index]),
                        previous >= 0 ? noise.kept(previous) : finalKept);
            }
        };
    }

    private NDArray move(NDArray output, NDArray sample, double kept, double keptNext) {
        double signal = Math.sqrt(kept);
        double deviation = Math.sqrt(1 - kept);
        boolean velocity = noise.prediction() == NoiseSchedule.Prediction.VELOCITY;
        NDArray image = velocity ? Mix.of(signal, sample, -deviation, output)
                : Mix.of(1 / signal, sample, -deviation / signal, output);
        NDArray epsilon = velocity ? Mix.of(signal, output, deviation, sample) : output;
        if (Double.isFinite(clip)) {
            image = image.clip(-clip, clip);
        }
        return Mix.of(Math.sqrt(keptNext), image, Math.sqrt(1 - keptNext), epsilon);
    }
}
