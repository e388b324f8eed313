package syntic.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.Ownership;
import syntic.store.Fingerprint;
import syntic.store.ProgressListener;

/**
 * Draws an image for every sentence with Stable Diffusion.
 *
 * <p>The initial noise of an image depends on the seed and the caption's id alone, so neither batch size nor order nor
 * a restart in the middle changes an image.
 *
 * @param fingerprint of the model's folder
 * @param owner whether closing the stage closes the model
 */
public record Synthesis(TextToImage model, TextToImage.Settings config, String fingerprint, boolean owner)
        implements ImageGenerator {

    /** Opens the folder of a Stable Diffusion pipeline. */
    public static Synthesis from(Compute compute, Path folder, TextToImage.Settings config) {
        return Ownership.handOver(TextToImage.from(compute, folder), model ->
                new Synthesis(model, config, new ModelFolder(folder).fingerprint(), true));
    }

    /** The same model with other settings; it stays that of this stage, which closes it. */
    public Synthesis with(TextToImage.Settings other) {
        return new Synthesis(model, other, fingerprint, false);
    }

    /**
     * The same model and settings with another scheduler, as {@link TextToImage#withScheduler}; it stays that of this
     * stage, which closes it.
     */
    public Synthesis withScheduler(String name) {
        return new Synthesis(model.withScheduler(name), config, Fingerprint.of(List.of(fingerprint, name)), false);
    }

    @Override
    public Map<String, String> unusual() {
        return model.unusual();
    }

    /**
     * One image for each caption, in their order; {@code listener} hears of every batch.
     *
     * @throws IllegalArgumentException if a sentence is blank
     */
    @Override
    public List<RgbImage> generate(List<Caption> captions, ProgressListener listener) {
        return model.generate(captions.stream().map(Synthesis::prompt).toList(), config, listener);
    }

    /** The image of one caption after 0, 1, 2, … calls of the denoiser. */
    public List<RgbImage> watch(Caption caption) {
        return model.watch(prompt(caption), config);
    }

    private static TextToImage.Prompt prompt(Caption caption) {
        if (caption.text().isBlank()) {
            throw new IllegalArgumentException("caption '" + caption.id() + "' is empty; leave it out of the corpus");
        }
        return new TextToImage.Prompt(caption.id(), caption.text());
    }

    @Override
    public void close() {
        if (owner) {
            model.close();
        }
    }
}
