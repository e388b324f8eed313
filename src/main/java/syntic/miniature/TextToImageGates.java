package syntic.miniature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import syntic.model.diffusion.TextToImage;
import syntic.store.ProgressListener;

/**
 * How well generated images show what their sentences state, by the {@link Judge}; beside it, what the judge says of
 * pictures that are known to be right, which is the most that could be reached.
 *
 * @param illustrations drawn from scene graphs
 * @param photos of the same scenes
 * @param reconstructions the illustrations after the model's autoencoder
 * @param generated from the sentences alone
 */
public record TextToImageGates(Verdict illustrations, Verdict photos, Verdict reconstructions, Verdict generated) {
    private static final double SETTING = 0.9;
    private static final double COLOUR = 0.9;
    private static final double RELATION = 0.75;
    private static final double KIND = 0.5;

    /** Sentences about scenes of one split, with pictures of these scenes. */
    private record Sample(List<Scene> scenes, List<Long> seeds, List<Described> described) {
        static Sample draw(Splits splits, Split split, long seed, int count) {
            Sample sample = new Sample(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < count; i++) {
                long own = SeededRandom.mix(seed, i);
                Scene scene = splits.sample(own, SceneMix.uniform(), split);
                sample.scenes.add(scene);
                sample.seeds.add(own);
                sample.described.add(Grammar.describe(scene, own, Style.PLAIN));
            }
            return sample;
        }

        List<StatedFacts> facts() {
            return described.stream().map(Described::facts).toList();
        }

        List<TextToImage.Prompt> prompts() {
            List<TextToImage.Prompt> prompts = new ArrayList<>();
            for (Described one : described) {
                prompts.add(new TextToImage.Prompt("gate-" + prompts.size(), one.sentence()));
            }
            return prompts;
        }

        List<RgbImage> pictures(boolean photos) {
            List<RgbImage> pictures = new ArrayList<>();
            for (int i = 0; i < scenes.size(); i++) {
                pictures.add(new RgbImage(Scene.SIZE, Scene.SIZE, photos
                        ? Renderer.photo(scenes.get(i), seeds.get(i))
                        : Renderer.illustration(scenes.get(i), seeds.get(i))));
            }
            return pictures;
        }
    }

    /** Judges {@code count} images of every kind, of scenes of one split; the seed is that of the settings. */
    public static TextToImageGates evaluate(TextToImage model, Judge judge, Splits splits, Split split, int count,
            TextToImage.Settings settings, ProgressListener progress) {
        Sample sample = Sample.draw(splits, split, settings.seed(), count);
        List<StatedFacts> facts = sample.facts();
        List<RgbImage> illustrations = sample.pictures(false);
        return new TextToImageGates(Verdict.sum(judge.judge(illustrations, facts)),
                Verdict.sum(judge.judge(sample.pictures(true), facts)),
                Verdict.sum(judge.judge(model.reconstruct(illustrations), facts)),
                Verdict.sum(judge.judge(model.generate(sample.prompts(), settings, progress), facts)));
    }

    /** Judges {@code count} generated images alone. */
    public static Verdict generated(TextToImage model, Judge judge, Splits splits, Split split, int count,
            TextToImage.Settings settings) {
        Sample sample = Sample.draw(splits, split, settings.seed(), count);
        return Verdict.sum(judge.judge(model.generate(sample.prompts(), settings, ProgressListener.SILENT),
                sample.facts()));
    }

    /** What is demanded of generated images, by the names of {@link Verdict#shares()}. */
    public static Map<String, Double> demanded() {
        Map<String, Double> demanded = new LinkedHashMap<>();
        demanded.put("setting", SETTING);
        demanded.put("colour", COLOUR);
        demanded.put("kind", KIND);
        demanded.put("relation", RELATION);
        return demanded;
    }

    /** Whether the generated images show at least what is demanded. */
    public boolean passed() {
        Map<String, Verdict.Share> shares = generated.shares();
        return demanded().entrySet().stream().allMatch(gate -> shares.get(gate.getKey()).value() >= gate.getValue());
    }
}
