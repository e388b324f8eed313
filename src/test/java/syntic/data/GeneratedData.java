package syntic.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/**
 * A data set of a few sentences with generated features: those of a sentence, of the picture made from it and of a
 * photo of what it says lie near each other. There are no photos of training sentences.
 */
public record GeneratedData(String name, int width) implements CaptionData {
    private static final List<String> COLOURS = List.of("red", "green", "blue", "yellow");
    private static final List<String> THINGS = List.of("dog", "cat", "car", "tree");
    private static final int FURTHER = 4;

    private record Made(String of) {}

    @Override
    public Map<String, String> inputs() {
        return Map.of("made", name);
    }

    @Override
    public List<String> splits() {
        return List.of(TEST);
    }

    @Override
    public boolean hasTrainingPhotos() {
        return false;
    }

    @Override
    public int trainingSize() {
        return COLOURS.size() * THINGS.size();
    }

    @Override
    public int furtherSize() {
        return FURTHER;
    }

    @Override
    public Sentences sentences() {
        List<Caption> captions = new ArrayList<>();
        for (String colour : COLOURS) {
            for (String thing : THINGS) {
                String id = name + "-" + captions.size();
                captions.add(new Caption(id, id, "a " + colour + " " + thing));
            }
        }
        return new Sentences(new Corpus(name, captions), features(captions.stream().map(Caption::id).toList(), "text"));
    }

    @Override
    public Sentences further(int count) {
        List<Caption> captions = IntStream.range(0, count).mapToObj(i -> new Caption(name + "-more-" + i,
                name + "-more-" + i, "a white " + THINGS.get(i))).toList();
        return new Sentences(new Corpus(name + " more", captions),
                features(captions.stream().map(Caption::id).toList(), "text"));
    }

    @Override
    public ImageFeatures synthetic() {
        List<String> ids = sentences().features().ids();
        Map<String, List<String>> tags = new LinkedHashMap<>();
        ids.forEach(id -> tags.put(id, List.of()));
        return new ImageFeatures(features(ids, "picture"), tags);
    }

    @Override
    public Corpus references(String split) {
        return new Corpus(name + " " + split, sentences().corpus().captions().stream().limit(3).map(caption -> {
            String id = caption.id() + "-photo";
            return new Caption(id, id, caption.text());
        }).toList());
    }

    @Override
    public ImageFeatures photos(List<String> ids, Corruption corruption) {
        return ImageFeatures.of(features(ids, "photo" + corruption), ids.stream().map(id -> List.<String>of()).toList());
    }

    /** A direction of its own for what an id is of, and a little of another for each kind of feature. */
    private FeatureSet features(List<String> ids, String kind) {
        float[][] rows = new float[ids.size()][width];
        for (int i = 0; i < rows.length; i++) {
            Random of = new Random(ids.get(i).replace("-photo", "").hashCode());
            Random and = new Random((ids.get(i) + kind).hashCode());
            double squares = 0;
            for (int k = 0; k < width; k++) {
                rows[i][k] = (float) (of.nextGaussian() + 0.3 * and.nextGaussian());
                squares += rows[i][k] * rows[i][k];
            }
            for (int k = 0; k < width; k++) {
                rows[i][k] /= (float) Math.sqrt(squares);
            }
        }
        return FeatureSet.of(ids, rows, Provenance.of("generated", new Made(name + kind + ids), Map.of()));
    }
}
