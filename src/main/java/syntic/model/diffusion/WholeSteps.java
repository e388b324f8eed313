package syntic.model.diffusion;

/** A sampling that visits whole time steps. */
abstract class WholeSteps implements Scheduler.Run {
    final int[] timesteps;

    WholeSteps(int[] timesteps) {
        this.timesteps = timesteps;
    }

    @Override
    public final float[] timesteps() {
        return TimestepSpacing.floats(timesteps);
    }
}
