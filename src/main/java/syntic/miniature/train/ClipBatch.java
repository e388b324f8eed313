package syntic.miniature.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import syntic.miniature.world.Grammar;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Setting;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;

/**
 * Fresh pairs of one training step: half photos, half illustrations, with sentences of every style.
 *
 * <p>A batch shows three settings only. Settings are easy to tell apart: with eight of them most wrong pairs would
 * teach nothing about the objects.
 */
record ClipBatch(List<RgbImage> images, List<String> sentences) {
    private static final int SETTINGS = 3;

    /** The pairs of a step, which depend on nothing else; no sentence occurs twice. */
    static ClipBatch of(Splits splits, long seed, long step, int size) {
        List<RgbImage> images = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        double[] settings = settings(new SeededRandom(SeededRandom.mix(seed, step)));
        for (long attempt = 0; images.size() < size; attempt++) {
            long pair = SeededRandom.mix(seed, step, attempt);
            Style style = style(pair);
            SceneMix mix = attempt % 2 == 0 ? SceneMix.uniform() : SceneMix.of(style);
            Scene scene = splits.sample(pair, new SceneMix(mix.shapes(), mix.kinds(), mix.colours(), settings),
                    Split.TRAIN);
            String sentence = Grammar.sentence(scene, pair, style);
            // The other pair's image would count as wrong although the sentence is right.
            if (seen.add(sentence)) {
                sentences.add(sentence);
                byte[] picture = images.size() < size / 2 ? Renderer.photo(scene, pair)
                        : Renderer.illustration(scene, pair);
                images.add(new RgbImage(Scene.SIZE, Scene.SIZE, picture));
            }
        }
        return new ClipBatch(images, sentences);
    }

    /** Sentences of every style, as many of each, to learn a vocabulary from. */
    static List<String> corpus(Splits splits, long seed, int perStyle) {
        List<String> sentences = new ArrayList<>();
        for (Style style : Style.values()) {
            for (int i = 0; i < perStyle; i++) {
                long sentence = SeededRandom.mix(seed, i, style.ordinal());
                Scene scene = splits.sample(sentence, SceneMix.uniform(), Split.TRAIN);
                sentences.add(Grammar.sentence(scene, sentence, style));
            }
        }
        return sentences;
    }

    /** Weight 1 for those of this batch, 0 for the others. */
    private static double[] settings(SeededRandom random) {
        double[] weights = new double[Setting.values().length];
        for (int chosen = 0; chosen < SETTINGS;) {
            int setting = random.nextInt(weights.length);
            chosen += weights[setting] == 0 ? 1 : 0;
            weights[setting] = 1;
        }
        return weights;
    }

    private static Style style(long pair) {
        return Style.values()[new SeededRandom(SeededRandom.mix(pair, 9)).weighted(0.45, 0.35, 0.2)];
    }
}
