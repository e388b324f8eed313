package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import syntic.nn.Operators;
import syntic.nn.Work;

/**
 * The way of a batch of latents from noise to what the sentences say: the denoiser is called once for each time step
 * that the scheduler visits.
 *
 * @param run owns the latents
 */
record Denoising(NDManager run, DiffusionModels models, List<TextToImage.Prompt> prompts,
        TextToImage.Settings settings) {

    /**
     * From noise alone.
     *
     * @param observer sees the scaled latents before the first call and after each
     * @return scaled latents [prompts, channels, h, w]
     */
    NDArray fromNoise(Scheduler scheduler, Consumer<NDArray> observer) {
        Scheduler.Run steps = scheduler.start(settings.steps(), call -> noise(call + 1));
        return from(0, Operators.scale(noise(0), steps.initialDeviation()), steps, observer);
    }

    /** The noise of each prompt's draw, of the latents' shape. */
    NDArray noise(int draw) {
        return models.noise(run, prompts, settings.seed(), draw);
    }

    /** From a call on. @param noisy scaled latents that this call is to see */
    NDArray from(int first, NDArray noisy, Scheduler.Run steps, Consumer<NDArray> observer) {
        // [2 · prompts, tokens, width], where nothing is exaggerated [prompts, tokens, width]
        NDArray states = states();
        float[] timesteps = steps.timesteps();
        NDArray sample = noisy;
        observer.accept(sample);
        for (int call = first; call < timesteps.length; call++) {
            Work.check();
            NDArray output = predict(steps.scaleInput(sample, call), timesteps[call], states);
            sample = steps.step(output, call, sample);
            observer.accept(sample);
        }
        return sample;
    }

    /** The prediction, guided or not, owned by {@code run}; what the networks make on the way is freed. */
    private NDArray predict(NDArray input, float timestep, NDArray states) {
        try (NDManager call = run.newSubManager()) {
            NDArray seen = input.duplicate();
            seen.attach(call);
            NDArray output = settings.isGuided()
                    ? Guidance.predict(models.unet(), seen, timestep, states, settings.guidance())
                    : models.unet().apply(seen, Guidance.repeated(timestep, prompts.size()), states);
            output.attach(run);
            return output;
        }
    }

    /** Without a sentence, if guided, then with it, of each prompt. */
    private NDArray states() {
        List<String> sentences = new ArrayList<>(Collections.nCopies(settings.isGuided() ? prompts.size() : 0, ""));
        prompts.forEach(prompt -> sentences.add(prompt.sentence()));
        return models.states(run, sentences);
    }
}
