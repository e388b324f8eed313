package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntic.miniature.world.Described;
import syntic.miniature.world.Grammar;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.miniature.world.StatedFacts;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;

/** What the shipped judge says of pictures that show everything that their sentences state. */
class JudgeTest {
    private static final int PICTURES = 300;
    private static final Map<String, Double> AT_LEAST = Map.of("setting", 0.99, "kind", 0.99, "kind with colour", 0.98,
            "count", 0.97, "relation", 0.98, "everything", 0.95);

    @Test
    void fewRightPicturesAreCalledWrong() {
        Splits splits = new Splits(Miniature.WORLD_SEED);
        List<RgbImage> pictures = new ArrayList<>();
        List<StatedFacts> facts = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            long seed = SeededRandom.mix(11, i);
            Scene scene = splits.sample(seed, SceneMix.uniform(), Split.TEST);
            Described described = Grammar.describe(scene, seed, Style.PLAIN);
            pictures.add(new RgbImage(Scene.SIZE, Scene.SIZE, Renderer.illustration(scene, seed)));
            facts.add(described.facts());
        }
        try (Judge judge = Judge.shipped()) {
            Map<String, Verdict.Share> shares = Verdict.sum(judge.judge(pictures, facts)).shares();
            AT_LEAST.forEach((name, least) -> assertTrue(shares.get(name).value() >= least,
                    name + ": " + shares.get(name).value()));
        }
    }
}
