package syntic.model.diffusion;

import syntic.model.ConfigFile;

/**
 * What the schedulers of consistency models share: the time steps lie among those of the model's own training, fewer
 * than those of diffusion. A {@code timestep_spacing} that another scheduler left behind does not count.
 *
 * @param trained steps that the consistency model was trained with
 */
record ConsistencySteps(NoiseSchedule noise, int trained) {

    static ConsistencySteps from(ConfigFile file) {
        NoiseSchedule noise = NoiseSchedule.from(file, "scaled_linear", 0.00085, 0.012);
        int trained = file.count("original_inference_steps", Math.min(50, noise.steps()), noise.steps());
        return new ConsistencySteps(noise, trained);
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
}
