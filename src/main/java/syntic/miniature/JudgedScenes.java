package syntic.miniature;

import java.util.ArrayList;
import java.util.List;
import syntic.miniature.world.Described;
import syntic.miniature.world.Example;
import syntic.miniature.world.Grammar;
import syntic.miniature.world.MiniatureWorld;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.miniature.world.StatedFacts;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.model.diffusion.TextToImage;

/**
 * Scenes with a sentence about each, for pictures to be judged by.
 *
 * @param scenes what there is to see
 * @param prompts a sentence about each
 * @param facts what the sentence states
 * @param illustrations each scene as it would be drawn: pictures that show everything
 */
record JudgedScenes(List<Scene> scenes, List<TextToImage.Prompt> prompts, List<StatedFacts> facts,
        List<RgbImage> illustrations) {

    private JudgedScenes() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Scenes of a split, and plain sentences; more scenes of a seed begin with fewer. */
    static JudgedScenes of(Splits splits, Split split, long seed, int count) {
        JudgedScenes judged = new JudgedScenes();
        for (int i = 0; i < count; i++) {
            long own = SeededRandom.mix(seed, i);
            Scene scene = splits.sample(own, SceneMix.uniform(), split);
            judged.add(scene, "gate-" + i, Grammar.describe(scene, own, Style.PLAIN),
                    Renderer.illustration(scene, own));
        }
        return judged;
    }

    /** The first training sentences of the plain corpus, under the ids that the captioner's pictures have. */
    static JudgedScenes ofCorpus(MiniatureWorld world, int count) {
        JudgedScenes judged = new JudgedScenes();
        for (Example example : world.examples(Style.PLAIN, Split.TRAIN).subList(0, count)) {
            judged.add(world.scene(example.imageId()), example.id(), example.described(),
                    world.illustration(example.imageId()));
        }
        return judged;
    }

    private void add(Scene scene, String id, Described described, byte[] illustration) {
        scenes.add(scene);
        prompts.add(new TextToImage.Prompt(id, described.sentence()));
        facts.add(described.facts());
        illustrations.add(new RgbImage(Scene.SIZE, Scene.SIZE, illustration));
    }

    /** The first of them. */
    JudgedScenes first(int count) {
        return new JudgedScenes(scenes.subList(0, count), prompts.subList(0, count), facts.subList(0, count),
                illustrations.subList(0, count));
    }
}
