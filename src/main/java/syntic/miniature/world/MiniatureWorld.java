package syntic.miniature.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;

/**
 * The small copy of the captioning problem: three corpora of sentences, their scenes and photos.
 *
 * <p>Everything is a pure function of the seed and the sizes; nothing is read or kept on disk.
 */
public final class MiniatureWorld {

    /**
     * How many scenes a style has in each split. {@link Style#VERBOSE} has half of each; {@link Style#WEB} has only
     * training sentences, one for a scene, as many as {@link Style#PLAIN}.
     *
     * @param train training scenes of the plain corpus
     * @param sentencesPerTrainScene sentences written for each of them
     * @param validation validation photos of the plain corpus
     * @param test test photos of the plain corpus
     * @param heldOut photos with combinations never seen in training, of the plain corpus
     * @param references sentences for each photo that is not for training
     */
    public record Sizes(int train, int sentencesPerTrainScene, int validation, int test, int heldOut,
                        int references) {
        /** 4,000 training sentences, 200 validation photos, 500 test photos with five references each. */
        public static final Sizes STANDARD = new Sizes(2000, 2, 200, 500, 200, 5);

        int scenes(Style style, Split split) {
            int plain = switch (split) {
                case TRAIN -> train;
                case VALIDATION -> validation;
                case TEST -> test;
                case HELD_OUT -> heldOut;
            };
            return switch (style) {
                case PLAIN -> plain;
                case VERBOSE -> plain / 2;
                case WEB -> split == Split.TRAIN ? train * sentencesPerTrainScene : 0;
            };
        }

        int sentences(Style style, Split split) {
            return split != Split.TRAIN ? references : style == Style.WEB ? 1 : sentencesPerTrainScene;
        }
    }

    private record Part(Style style, Split split) {
        String name() {
            return style.name().toLowerCase(Locale.ROOT) + "-"
                    + split.name().toLowerCase(Locale.ROOT).replace("_", "");
        }
    }

    private final long seed;
    private final Sizes sizes;
    private final Splits splits;
    private final Map<Part, Map<String, Scene>> scenes = new ConcurrentHashMap<>();

    public MiniatureWorld(long seed, Sizes sizes) {
        this.seed = seed;
        this.sizes = sizes;
        splits = new Splits(seed);
    }

    /** The world of a seed in its standard sizes. */
    public static MiniatureWorld standard(long seed) {
        return new MiniatureWorld(seed, Sizes.STANDARD);
    }

    /** Which scene belongs to which split. */
    public Splits splits() {
        return splits;
    }

    /** How many sentences a corpus has in a split; 0 where it has no such split. */
    public int size(Style style, Split split) {
        return sizes.scenes(style, split) * sizes.sentences(style, split);
    }

    /** The sentences of a corpus, in the order of their photos. */
    public Corpus corpus(Style style, Split split) {
        return new Corpus(new Part(style, split).name(), examples(style, split).stream()
                .map(example -> new Caption(example.id(), example.imageId(), example.described().sentence())).toList());
    }

    /**
     * More sentences of a corpus, of scenes that there is neither a photo nor a picture of: text is cheap. Their scenes
     * are of the training's split and follow no other corpus' numbers.
     */
    public Corpus further(Style style, int count) {
        String name = style.name().toLowerCase(Locale.ROOT) + "-further";
        List<Caption> captions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String sceneId = String.format(Locale.ROOT, "%s-%05d", name, i);
            long own = SeededRandom.mix(seed, sceneId);
            Scene scene = splits.sample(own, SceneMix.of(style), Split.TRAIN);
            captions.add(new Caption(sceneId + "-0", sceneId, Grammar.describe(scene, own, style).sentence()));
        }
        return new Corpus(name, captions);
    }

    /**
     * The sentences of a corpus in a voice, each about the same scene and under the same id, so that a picture of the
     * plain sentence is one of the scene, and none was made of the voice.
     */
    public Corpus voiced(Voice voice, Corpus plain) {
        return new Corpus(voice.label() + "-" + plain.name(), plain.captions().stream().map(caption -> new Caption(
                caption.id(), caption.imageId(), voice.say(caption.text(), SeededRandom.mix(seed, caption.id()))))
                .toList());
    }

    /** The sentences of a corpus with what they state. */
    public List<Example> examples(Style style, Split split) {
        int count = sizes.sentences(style, split);
        List<Example> examples = new ArrayList<>();
        scenes(style, split).forEach((imageId, scene) -> {
            List<Described> sentences = Grammar.references(scene, SeededRandom.mix(seed, imageId), style, count);
            for (int i = 0; i < count; i++) {
                examples.add(new Example(imageId + "-" + i, imageId, sentences.get(i)));
            }
        });
        return examples;
    }

    /** The ids of the photos of a corpus, in order. */
    public List<String> imageIds(Style style, Split split) {
        return List.copyOf(scenes(style, split).keySet());
    }

    /** What there is on a photo. */
    public Scene scene(String imageId) {
        for (Style style : Style.values()) {
            for (Split split : Split.values()) {
                if (imageId.startsWith(new Part(style, split).name() + "-") && size(style, split) > 0) {
                    Scene scene = scenes(style, split).get(imageId);
                    if (scene != null) {
                        return scene;
                    }
                }
            }
        }
        throw new IllegalArgumentException("no photo is called " + imageId + "; names look like plain-test-00012");
    }

    /** The objects on a photo, the foremost first, each with its box. */
    public List<Placed> objects(String imageId) {
        return scene(imageId).objects();
    }

    /** The photo: 64 × 64 × 3 bytes, row by row, red green blue of each pixel. */
    public byte[] photo(String imageId) {
        return Renderer.photo(scene(imageId), SeededRandom.mix(seed, imageId));
    }

    /** The same scene as an illustration, in the same format. */
    public byte[] illustration(String imageId) {
        return Renderer.illustration(scene(imageId), SeededRandom.mix(seed, imageId));
    }

    private Map<String, Scene> scenes(Style style, Split split) {
        if (size(style, split) == 0) {
            throw new IllegalArgumentException("the " + style + " corpus has no " + split + " photos");
        }
        return scenes.computeIfAbsent(new Part(style, split), this::draw);
    }

    private Map<String, Scene> draw(Part part) {
        Map<String, Scene> drawn = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>();
        SceneMix mix = SceneMix.of(part.style());
        int count = sizes.scenes(part.style(), part.split());
        for (int i = 0; i < count; i++) {
            String imageId = String.format(Locale.ROOT, "%s-%05d", part.name(), i);
            // Photos to be told apart by their sentences must differ; for training, repetition is natural.
            Scene scene = SceneSampler.sample(SeededRandom.mix(seed, imageId), mix, candidate ->
                    splits.of(candidate) == part.split()
                            && (part.split() == Split.TRAIN || !keys.contains(candidate.key())));
            keys.add(scene.key());
            drawn.put(imageId, scene);
        }
        return drawn;
    }
}
