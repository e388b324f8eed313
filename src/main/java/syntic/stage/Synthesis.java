package syntic.stage;

import java.nio.file.Path;
import java.util.List;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.store.ProgressListener;

/**
 * Draws an image for every sentence: the first stage of SynTIC.
 *
 * <p>The initial noise of an image depends on the seed and the caption's id alone, so neither batch size nor order nor
 * a restart in the middle changes an image.
 *
 * @param owner whether closing the stage closes the model
 */
public record Synthesis(TextToImage model, Config config, boolean owner) implements AutoCloseable {

    /**
     * @param steps sampling steps
     * @param guidance how much the difference that the sentence makes is exaggerated; 1 for not at all
     * @param seed of all images
     */
    public record Config(int steps, double guidance, long seed) {
        /** Steps of the paper; it does not state the guidance, 7.5 is Stable Diffusion's own default. */
        public static final Config PAPER = new Config(20, 7.5, 1);
        /** For the miniature world, whose smaller model draws best with less guidance. */
        public static final Config MINIATURE = new Config(20, 2.5, 1);

        public Config {
            if (steps < 1) {
                throw new IllegalArgumentException("steps must be at least 1, not " + steps);
            }
            if (!(guidance >= 1) || Double.isInfinite(guidance)) {
                throw new IllegalArgumentException("guidance must be 1 or more, not " + guidance);
            }
        }

        public Config withSteps(int value) {
            return new Config(value, guidance, seed);
        }

        public Config withGuidance(double value) {
            return new Config(steps, value, seed);
        }

        public Config withSeed(long value) {
            return new Config(steps, guidance, value);
        }

        private TextToImage.Settings settings() {
            return new TextToImage.Settings(seed, steps, guidance);
        }
    }

    /** Opens the folder of a Stable Diffusion pipeline. */
    public static Synthesis from(Compute compute, Path folder, Config config) {
        return new Synthesis(TextToImage.from(compute, folder), config, true);
    }

    /** The same model with other settings; it stays that of this stage, which closes it. */
    public Synthesis with(Config other) {
        return new Synthesis(model, other, false);
    }

    /**
     * One image for each caption, in their order.
     *
     * @throws IllegalArgumentException if a sentence is blank
     */
    public List<RgbImage> generate(List<Caption> captions) {
        return generate(captions, ProgressListener.SILENT);
    }

    /** As {@link #generate(List)}; {@code listener} hears of every batch. */
    public List<RgbImage> generate(List<Caption> captions, ProgressListener listener) {
        return model.generate(captions.stream().map(Synthesis::prompt).toList(), config.settings(), listener);
    }

    /** The image of one caption after 0, 1, 2, … calls of the denoiser. */
    public List<RgbImage> watch(Caption caption) {
        return model.watch(prompt(caption), config.settings());
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
