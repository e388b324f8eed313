package syntic.miniature;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import syntic.metric.FeatureGeometry;
import syntic.miniature.world.Described;
import syntic.miniature.world.Grammar;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.stage.Encoding;

/**
 * What a CLIP must know of the miniature world to stand for the real one: retrieval on photos of scenes that it was not
 * trained on, told against the ceiling that sentences which fit several photos allow.
 *
 * @param scale what the cosines are multiplied with in the model
 */
public record ClipGates(Retrieval retrieval, Geometry geometry, Map<Foil, Share> foils, double scale) {
    /** Photos among which the retrieval is measured. */
    public static final int PHOTOS = 256;
    private static final long SEED = 20_240_202;
    private static final int FOILS = 200;
    private static final double LEAST_FIRST = 0.85;
    private static final double LEAST_FIVE = 0.9;
    private static final double LEAST_TOLD_APART = 0.95;

    /** A share of so many cases. */
    public record Share(double share, int of) {}

    /** The shares whose match is first and among the first five. */
    public record Recall(double at1, double at5) {}

    /**
     * Retrieval among photos with distinct sentences, both ways.
     *
     * @param imageCeiling expected recall of a reader who knows every scene graph and guesses among what fits
     */
    public record Retrieval(Recall imageToText, Recall imageCeiling, Recall textToImage, Recall textCeiling) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "photo to sentence R@1 %.3f of %.3f, R@5 %.3f of %.3f; "
                    + "sentence to photo R@1 %.3f of %.3f, R@5 %.3f of %.3f", imageToText.at1, imageCeiling.at1,
                    imageToText.at5, imageCeiling.at5, textToImage.at1, textCeiling.at1, textToImage.at5,
                    textCeiling.at5);
        }
    }

    /**
     * Where photos, illustrations and sentences lie.
     *
     * @param matched mean cosine of photos and their sentences
     * @param unmatched mean cosine of photos and other sentences
     * @param photoGap distance between the centroids of photos and sentences
     * @param illustrationGap distance between the centroids of illustrations and sentences
     * @param domainGap distance between the centroids of photos and illustrations
     */
    public record Geometry(double matched, double unmatched, double photoGap, double illustrationGap,
            double domainGap) {}

    /** Photos, illustrations and sentences of the same scenes. */
    private record Sample(List<Scene> scenes, List<Described> sentences, List<RgbImage> photos,
            List<RgbImage> illustrations) {

        static Sample of(Splits splits, Split split, int size) {
            Sample sample = new Sample(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            Set<String> seen = new HashSet<>();
            for (long attempt = 0; sample.scenes.size() < size; attempt++) {
                long seed = SeededRandom.mix(SEED, attempt);
                Scene scene = splits.sample(seed, SceneMix.of(Style.PLAIN), split);
                Described sentence = Grammar.describe(scene, seed, Style.PLAIN);
                if (seen.add(sentence.sentence())) {
                    sample.scenes.add(scene);
                    sample.sentences.add(sentence);
                    sample.photos.add(image(Renderer.photo(scene, seed)));
                    sample.illustrations.add(image(Renderer.illustration(scene, seed)));
                }
            }
            return sample;
        }

        List<String> texts() {
            return sentences.stream().map(Described::sentence).toList();
        }
    }

    /** Measures everything; takes a few seconds. */
    public static ClipGates evaluate(Encoding clip, Splits splits) {
        Sample sample = Sample.of(splits, Split.TEST, PHOTOS);
        float[][] photos = clip.images(sample.photos);
        float[][] illustrations = clip.images(sample.illustrations);
        float[][] sentences = clip.texts(sample.texts());
        double matched = mean(FeatureGeometry.pairCosines(photos, sentences));
        double unmatched = IntStream.range(1, PHOTOS).mapToDouble(shift -> mean(FeatureGeometry.pairCosines(photos,
                IntStream.range(0, PHOTOS).mapToObj(i -> sentences[(i + shift) % PHOTOS]).toArray(float[][]::new))))
                .average().orElseThrow();
        Geometry geometry = new Geometry(matched, unmatched, FeatureGeometry.gap(photos, sentences),
                FeatureGeometry.gap(illustrations, sentences), FeatureGeometry.gap(photos, illustrations));
        Map<Foil, Share> foils = new EnumMap<>(Foil.class);
        for (Foil foil : Foil.values()) {
            foils.put(foil, foil(clip, splits, foil));
        }
        return new ClipGates(retrieval(sample, photos, sentences), geometry, foils, clip.clip().logitScale());
    }

    /** The retrieval alone, of scenes of any split, among fewer photos perhaps. */
    public static Retrieval retrieval(Encoding clip, Splits splits, Split split, int size) {
        Sample sample = Sample.of(splits, split, size);
        return retrieval(sample, clip.images(sample.photos), clip.texts(sample.texts()));
    }

    /**
     * Whether the model is good enough to be shipped: 85 % of the possible R@1 and 90 % of the possible R@5 both ways,
     * and 95 % of wrong colours and wrong settings seen.
     */
    public boolean passed() {
        return enough(retrieval.imageToText, retrieval.imageCeiling)
                && enough(retrieval.textToImage, retrieval.textCeiling)
                && foils.get(Foil.COLOUR).share >= LEAST_TOLD_APART
                && foils.get(Foil.SETTING).share >= LEAST_TOLD_APART;
    }

    private static boolean enough(Recall recall, Recall ceiling) {
        return recall.at1 >= LEAST_FIRST * ceiling.at1 && recall.at5 >= LEAST_FIVE * ceiling.at5;
    }

    private static Retrieval retrieval(Sample sample, float[][] photos, float[][] sentences) {
        int size = photos.length;
        int[] sentencesOfPhoto = new int[size];
        int[] photosOfSentence = new int[size];
        for (int sentence = 0; sentence < size; sentence++) {
            for (int photo = 0; photo < size; photo++) {
                if (sample.sentences.get(sentence).facts().fits(sample.scenes.get(photo))) {
                    sentencesOfPhoto[photo]++;
                    photosOfSentence[sentence]++;
                }
            }
        }
        return new Retrieval(recall(photos, sentences), ceiling(sentencesOfPhoto), recall(sentences, photos),
                ceiling(photosOfSentence));
    }

    private static Recall recall(float[][] queries, float[][] keys) {
        return new Recall(FeatureGeometry.recallAt(1, queries, keys), FeatureGeometry.recallAt(5, queries, keys));
    }

    private static Recall ceiling(int[] fitting) {
        return new Recall(IntStream.of(fitting).mapToDouble(n -> 1.0 / n).average().orElseThrow(),
                IntStream.of(fitting).mapToDouble(n -> Math.min(1, 5.0 / n)).average().orElseThrow());
    }

    /** How often the right sentence has the higher cosine with the photo. */
    private static Share foil(Encoding clip, Splits splits, Foil foil) {
        List<RgbImage> photos = new ArrayList<>();
        List<Foil.Pair> pairs = new ArrayList<>();
        for (long attempt = 0; pairs.size() < FOILS; attempt++) {
            long seed = SeededRandom.mix(SEED, attempt, foil.ordinal() + 1);
            Scene scene = splits.sample(seed, SceneMix.of(Style.PLAIN), Split.TEST);
            Optional<Foil.Pair> pair = foil.of(scene, seed);
            if (pair.isPresent()) {
                pairs.add(pair.get());
                photos.add(image(Renderer.photo(scene, seed)));
            }
        }
        float[][] images = clip.images(photos);
        double[] right = FeatureGeometry.pairCosines(images, clip.texts(pairs.stream().map(Foil.Pair::right).toList()));
        double[] wrong = FeatureGeometry.pairCosines(images, clip.texts(pairs.stream().map(Foil.Pair::wrong).toList()));
        return new Share(IntStream.range(0, FOILS).filter(i -> right[i] > wrong[i]).count() / (double) FOILS, FOILS);
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
    }

    private static RgbImage image(byte[] picture) {
        return new RgbImage(Scene.SIZE, Scene.SIZE, picture);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s%ncosine of pairs %.3f, of others %.3f, scale %.0f%n"
                + "gap photo-sentence %.3f, illustration-sentence %.3f, photo-illustration %.3f%nfoils told apart: %s",
                retrieval, geometry.matched, geometry.unmatched, scale, geometry.photoGap, geometry.illustrationGap,
                geometry.domainGap, foils.entrySet().stream().map(entry -> String.format(Locale.ROOT, "%s %.3f",
                        entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '), entry.getValue().share))
                        .collect(Collectors.joining(", ")));
    }
}
