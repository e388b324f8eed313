package syntic.miniature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import syntic.miniature.world.DetectionScenes;
import syntic.miniature.world.Kind;
import syntic.miniature.world.Placed;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.model.RgbImage;
import syntic.model.detr.Box;
import syntic.model.detr.DetectedObject;
import syntic.stage.ObjectDetection;

/** Whether a detector of the rendered world is good enough, measured on scenes of the test split. */
public final class DetectionGates {
    private static final double LEAST_AP50 = 0.8;
    private static final double LEAST_TAGS = 0.9;
    private static final long SEED = 20_240_101;
    /** All queries are needed for average precision. */
    private static final double NO_THRESHOLD = 0;

    private DetectionGates() {}

    /**
     * @param ap50 mean average precision over the kinds, a hit needing an overlap of 0.5
     * @param ap the same averaged over the overlaps 0.5, 0.55 … 0.95, COCO's main number
     * @param tagPrecision share of the tags that are right
     * @param tagRecall share of the kinds on the images that are among the tags
     * @param ap50ByKind average precision of every kind
     */
    public record Scores(double ap50, double ap, double tagPrecision, double tagRecall,
            Map<String, Double> ap50ByKind) {
        boolean passed() {
            return ap50 >= LEAST_AP50 && tagPrecision >= LEAST_TAGS && tagRecall >= LEAST_TAGS;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "AP50 %.3f, AP %.3f, tags: precision %.3f, recall %.3f", ap50, ap,
                    tagPrecision, tagRecall);
        }
    }

    /**
     * @param photos of objects strewn at random; the gates hold for these
     * @param illustrations of the same scenes
     * @param corpusPhotos photos of scenes as sentences describe them
     */
    public record Report(Scores photos, Scores illustrations, Scores corpusPhotos) {
        public boolean passed() {
            return photos.passed();
        }

        @Override
        public String toString() {
            return "photos:        " + photos + "\nillustrations: " + illustrations + "\ncorpus photos: " + corpusPhotos
                    + "\nAP50 by kind:  " + photos.ap50ByKind().entrySet().stream()
                    .map(kind -> String.format(Locale.ROOT, "%s %.3f", kind.getKey(), kind.getValue()))
                    .collect(Collectors.joining(", ")) + (passed() ? "\npassed" : "\nNOT passed");
        }
    }

    /** @param scenes how many scenes of each sort */
    public static Report evaluate(ObjectDetection detection, Splits splits, int scenes) {
        List<Scene> strewn = strewn(splits, Split.TEST, scenes);
        List<Scene> captioned = new ArrayList<>();
        for (int i = 0; i < scenes; i++) {
            captioned.add(splits.sample(SeededRandom.mix(SEED, i, 1), SceneMix.uniform(), Split.TEST));
        }
        return new Report(scores(detection, strewn, true), scores(detection, strewn, false),
                scores(detection, captioned, true));
    }

    /** Photos alone, as the first of {@link #evaluate}, of scenes of any split. */
    public static Scores photos(ObjectDetection detection, Splits splits, Split split, int scenes) {
        return scores(detection, strewn(splits, split, scenes), true);
    }

    private static List<Scene> strewn(Splits splits, Split split, int scenes) {
        List<Scene> strewn = new ArrayList<>();
        for (int i = 0; i < scenes; i++) {
            strewn.add(DetectionScenes.sample(SeededRandom.mix(SEED, i, 0), splits, split));
        }
        return strewn;
    }

    /** Scores on photos, or else illustrations, of the scenes. */
    private static Scores scores(ObjectDetection detection, List<Scene> scenes, boolean photos) {
        List<RgbImage> images = new ArrayList<>();
        List<List<AveragePrecision.Truth>> truths = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            long seed = SeededRandom.mix(SEED, i, 2);
            byte[] picture = photos ? Renderer.photo(scenes.get(i), seed) : Renderer.illustration(scenes.get(i), seed);
            images.add(new RgbImage(Scene.SIZE, Scene.SIZE, picture));
            truths.add(scenes.get(i).objects().stream().map(DetectionGates::truth).toList());
        }
        List<List<DetectedObject>> all = detection.with(detection.config().withThreshold(NO_THRESHOLD)).detect(images);
        double sum = 0;
        for (int step = 0; step < 10; step++) {
            sum += AveragePrecision.mean(all, truths, Kind.values().length, 0.5 + 0.05 * step);
        }
        Map<String, Double> byKind = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            byKind.put(kind.label(), AveragePrecision.of(all, truths, kind.ordinal(), 0.5));
        }
        double[] tags = tags(detection, all, truths);
        return new Scores(AveragePrecision.mean(all, truths, Kind.values().length, 0.5), sum / 10, tags[0], tags[1],
                byKind);
    }

    /** Precision and recall of the tags above the detector's threshold, counted over all images. */
    private static double[] tags(ObjectDetection detection, List<List<DetectedObject>> all,
            List<List<AveragePrecision.Truth>> truths) {
        int right = 0;
        int said = 0;
        int there = 0;
        for (int i = 0; i < all.size(); i++) {
            Set<String> tags = new HashSet<>(detection.tags(all.get(i).stream()
                    .filter(object -> object.score() > detection.config().threshold()).toList()));
            Set<String> kinds = truths.get(i).stream().map(truth -> Kind.values()[truth.labelId()].label())
                    .collect(Collectors.toSet());
            said += tags.size();
            there += kinds.size();
            tags.retainAll(kinds);
            right += tags.size();
        }
        return new double[] {said == 0 ? 0 : (double) right / said, (double) right / there};
    }

    private static AveragePrecision.Truth truth(Placed object) {
        double[] box = object.box();
        float scale = Scene.SIZE;
        return new AveragePrecision.Truth(object.kind().ordinal(), new Box((float) box[0] * scale,
                (float) box[1] * scale, (float) box[2] * scale, (float) box[3] * scale));
    }
}
