package syntic.miniature.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import syntic.miniature.Foil;
import syntic.miniature.world.Described;
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
 * teach nothing about the objects. For the same reason most scenes come with a sibling that differs in a count, a
 * relation or a colour (hard negatives as in Yuksekgonul et al. 2023, but with an image of their own): a random scene
 * nearly always differs in its kinds as well, and a model that sees nothing else then tells them apart.
 */
record ClipBatch(List<RgbImage> images, List<String> sentences) {
    private static final int SETTINGS = 3;
    private static final List<Foil> OFTEN_OVERLOOKED =
            List.of(Foil.COUNT, Foil.RELATION, Foil.COLOURS_SWAPPED, Foil.COLOUR);

    /** The pairs of a step, which depend on nothing else; no sentence occurs twice. */
    static ClipBatch of(Splits splits, long seed, long step, int size) {
        ClipBatch batch = new ClipBatch(new ArrayList<>(), new ArrayList<>());
        Set<String> seen = new HashSet<>();
        double[] settings = settings(new SeededRandom(SeededRandom.mix(seed, step)));
        for (long attempt = 0; batch.images.size() < size; attempt++) {
            long pair = SeededRandom.mix(seed, step, attempt);
            Style style = style(pair);
            boolean photo = batch.images.size() < size / 2;
            SceneMix mix = attempt % 2 == 0 ? SceneMix.uniform() : SceneMix.of(style);
            Scene scene = splits.sample(pair, new SceneMix(mix.shapes(), mix.kinds(), mix.colours(), settings),
                    Split.TRAIN);
            Described sentence = Grammar.describe(scene, pair, style);
            // The other pair's image would count as wrong although the sentence is right.
            if (seen.add(sentence.sentence())) {
                batch.add(scene, sentence, pair, photo);
                if (batch.images.size() < size) {
                    sibling(splits, scene, sentence, pair, style).filter(other -> seen.add(other.told.sentence()))
                            .ifPresent(other -> batch.add(other.scene, other.told, SeededRandom.mix(pair, 1), photo));
                }
            }
        }
        return batch;
    }

    private record Sibling(Scene scene, Described told) {}

    /**
     * A scene that differs in one thing, told so that neither sentence fits the other scene: only who sees that one
     * thing can tell the two pairs apart.
     */
    private static Optional<Sibling> sibling(Splits splits, Scene scene, Described sentence, long pair, Style style) {
        List<Foil> order = new ArrayList<>(OFTEN_OVERLOOKED);
        order.sort(Comparator.comparingLong(foil -> SeededRandom.mix(pair, 10, foil.ordinal())));
        for (Foil foil : order) {
            Optional<Sibling> sibling = foil.scene(scene, pair).filter(other -> splits.of(other) == Split.TRAIN)
                    .map(other -> new Sibling(other, Grammar.describe(other, pair, style)))
                    .filter(other -> !other.told.facts().fits(scene) && !sentence.facts().fits(other.scene));
            if (sibling.isPresent()) {
                return sibling;
            }
        }
        return Optional.empty();
    }

    private void add(Scene scene, Described told, long seed, boolean photo) {
        sentences.add(told.sentence());
        images.add(new RgbImage(Scene.SIZE, Scene.SIZE,
                photo ? Renderer.photo(scene, seed) : Renderer.illustration(scene, seed)));
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
