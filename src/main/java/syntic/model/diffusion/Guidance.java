package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * Classifier-free guidance (Ho and Salimans 2022): the prediction with the sentence is pushed away from the one
 * without, {@code without + scale · (with - without)}.
 */
public final class Guidance {
    private Guidance() {}

    /**
     * @param latents [batch, channels, h, w], as the denoiser is to see them
     * @param text token states [2 · batch, tokens, width]: those of the empty sentence first, then the sentences'
     * @return [batch, channels, h, w]
     */
    public static NDArray predict(UNet2DConditionModel unet, NDArray latents, float timestep, NDArray text,
            double scale) {
        int batch = (int) latents.getShape().get(0);
        NDArray both = unet.apply(latents.concat(latents, 0), repeated(timestep, 2 * batch), text);
        NDArray without = both.get(":" + batch);
        NDArray with = both.get(batch + ":");
        return Mix.of(1 - scale, without, scale, with);
    }

    static float[] repeated(float timestep, int rows) {
        float[] timesteps = new float[rows];
        Arrays.fill(timesteps, timestep);
        return timesteps;
    }
}
