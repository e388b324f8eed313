package syntic.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.ClipTokenizer;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/** Sentences about a colour, a kind and a place, with features that tell them: small enough to learn in seconds. */
final class ToyCaptions {
    static final Provenance MADE = new Provenance("toy", new TreeMap<>(), new TreeMap<>());
    static final int WIDTH = 32;
    private static final List<String> COLOURS = List.of("red", "green", "blue", "white");
    private static final List<String> KINDS = List.of("dog", "house", "tree", "boat");
    private static final List<String> PLACES = List.of("on a beach", "in a field", "at night");

    private ToyCaptions() {}

    static Corpus corpus() {
        List<Caption> captions = new ArrayList<>();
        for (String colour : COLOURS) {
            for (String kind : KINDS) {
                for (String place : PLACES) {
                    String text = "a " + colour + " " + kind + " " + place;
                    captions.add(new Caption("c" + captions.size(), "i" + captions.size(), text));
                }
            }
        }
        return new Corpus("toy", captions);
    }

    static List<String> texts() {
        return corpus().captions().stream().map(Caption::text).toList();
    }

    static ClipTokenizer tokenizer() {
        return BpeTrainer.train(texts(), 200, 1).tokenizer();
    }

    /** A feature for each caption: the sum of a vector for each of its words, with some noise, of length 1. */
    static FeatureSet features(long seed, double noise) {
        Random random = new Random(seed);
        List<String> ids = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        for (Caption caption : corpus().captions()) {
            double[] row = new double[WIDTH];
            for (String word : caption.text().split(" ")) {
                Random own = new Random(word.hashCode());
                for (int i = 0; i < WIDTH; i++) {
                    row[i] += own.nextGaussian();
                }
            }
            double squares = 0;
            for (int i = 0; i < WIDTH; i++) {
                row[i] += noise * random.nextGaussian();
                squares += row[i] * row[i];
            }
            float[] unit = new float[WIDTH];
            for (int i = 0; i < WIDTH; i++) {
                unit[i] = (float) (row[i] / Math.sqrt(squares));
            }
            ids.add(caption.id());
            rows.add(unit);
        }
        return FeatureSet.of(ids, rows.toArray(float[][]::new), MADE);
    }

    /** The kind is seen in every image but the first; labels have random features. */
    static ObjectTags tags() {
        Random random = new Random(5);
        float[][] rows = new float[KINDS.size()][WIDTH];
        for (float[] row : rows) {
            for (int i = 0; i < WIDTH; i++) {
                row[i] = (float) random.nextGaussian() / 5;
            }
        }
        Map<String, List<String>> byImage = new LinkedHashMap<>();
        for (Caption caption : corpus().captions()) {
            if (!caption.id().equals("c0")) {
                byImage.put(caption.id(), KINDS.stream().filter(caption.text()::contains).toList());
            }
        }
        return new ObjectTags(FeatureSet.of(KINDS, rows, MADE), byImage);
    }
}
