package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.model.ConfigFile;

/**
 * What the schedulers of consistency models share: the time steps lie among those of the model's own training, fewer
 * than those of diffusion.
 *
 * @param trained steps that the consistency model was trained with
 * @param clip predicted images are clipped to ± this; infinite for no clipping
 */
record ConsistencySteps(NoiseSchedule noise, int trained, double clip) {

    static ConsistencySteps from(ConfigFile file) {
        NoiseSchedule noise = NoiseSchedule.from(file);
        file.requireText("timestep_spacing", "leading");
        int trained = file.count("original_inference_steps", Math.min(50, noise.steps()), noise.steps());
        return new ConsistencySteps(noise, trained,
                file.flag("clip_sample", false) ? file.number("clip_sample_range", 1) : Double.POSITIVE_INFINITY);
    }

    int[] timesteps(int steps) {
        TimestepSpacing.requireSteps(steps, trained);
        int stride = noise.steps() / trained;
        int[] timesteps = new int[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (trained - (int) ((double) trained / steps * i)) * stride - 1;
        }
        return timesteps;
    }

    /** The image without noise that the denoiser's output means. */
    NDArray image(NDArray output, int timestep, NDArray sample) {
        NDArray image = noise.image(output, timestep, sample);
        return Double.isFinite(clip) ? image.clip(-clip, clip) : image;
    }
}
