package syntic.miniature.train;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.ClipConfig;
import syntic.model.clip.ClipTextConfig;
import syntic.model.clip.ClipVisionConfig;
import syntic.nn.Activation;
import syntic.nn.Initializer;
import syntic.nn.Initializer.Spread;

/**
 * Size and training of the miniature CLIP.
 *
 * <p>The scale of the cosines is not learnt but rises on a schedule, to the 100 at which published models end. Learnt
 * from scratch it stays near 16, because several sentences of this small world fit a photo: the cosines of pairs would
 * then be high, and temperatures such as 1/100 would mean something else than in the paper.
 *
 * @param steps updates in all
 * @param batch pairs in a step, half of them photos, half illustrations
 * @param rate highest learning rate
 * @param firstScale scale of the cosines in the first step
 * @param lastScale scale from the share {@code scaleRise} of the steps on
 */
record ClipRecipe(long seed, int steps, int batch, double rate, int visionLayers, int textLayers, double firstScale,
        double lastScale, double scaleRise) {
    static final ClipRecipe STANDARD = new ClipRecipe(1, 4000, 128, 1.5e-3, 4, 2, 20, 100, 0.8);

    static final int IMAGE = 64;
    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int PATCH = 8;
    private static final int POSITIONS = 32;
    private static final double EPS = 1e-5;

    ClipRecipe {
        Requirement.atLeast(1, "steps", steps);
        Requirement.atLeast(2, "batch", batch);
        Requirement.positive("rate", rate);
        Requirement.atLeast(1, "visionLayers", visionLayers);
        Requirement.atLeast(1, "textLayers", textLayers);
        Requirement.positive("firstScale", firstScale);
        Requirement.positive("lastScale", lastScale);
        Requirement.share("scaleRise", scaleRise);
    }

    ClipConfig config(BpeTrainer.Vocabulary vocabulary) {
        int words = vocabulary.tokens().size();
        return new ClipConfig(
                new ClipTextConfig(words, WIDTH, 4 * WIDTH, textLayers, HEADS, POSITIONS, Activation.QUICK_GELU, EPS,
                        vocabulary.tokenizer().endId()),
                new ClipVisionConfig(WIDTH, 4 * WIDTH, visionLayers, HEADS, IMAGE, PATCH, 3, Activation.QUICK_GELU,
                        EPS),
                WIDTH);
    }

    ClipRecipe withSteps(int number) {
        return new ClipRecipe(seed, number, batch, rate, visionLayers, textLayers, firstScale, lastScale, scaleRise);
    }

    /** The scale of the cosines: grows by the same factor every step, then stays. */
    double scale(long step) {
        double risen = Math.min(1, step / (scaleRise * steps));
        return firstScale * Math.pow(lastScale / firstScale, risen);
    }

    /** First weights as in CLIP's own code (Radford et al. 2021): less where a residual is added to. */
    static Initializer initializer(ClipConfig config) {
        return (name, shape) -> new Spread(deviation(config, name, shape), name.contains("norm") ? mean(name) : 0);
    }

    private static double mean(String name) {
        return name.endsWith("weight") ? 1 : 0;
    }

    private static double deviation(ClipConfig config, String name, Shape shape) {
        int layers = name.startsWith("text") ? config.text().layers() : config.vision().layers();
        double width = name.startsWith("text") ? config.text().width() : config.vision().width();
        double narrow = 1 / Math.sqrt(2.0 * layers);
        if (name.contains("norm") || name.endsWith("bias") || name.equals("logit_scale")) {
            return 0;
        }
        if (name.contains("embedding")) {
            return name.contains("class") ? 1 / Math.sqrt(width) : name.contains("position") ? 0.01 : 0.02;
        }
        if (name.contains("fc1")) {
            return 1 / Math.sqrt(2 * width);
        }
        return name.contains("out_proj") || name.contains("fc2") ? narrow / Math.sqrt(width) : 1 / Math.sqrt(width);
    }

    Map<String, String> describe() {
        return Map.of("recipe", toString());
    }
}
