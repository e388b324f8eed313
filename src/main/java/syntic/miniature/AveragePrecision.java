package syntic.miniature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import syntic.model.detr.Box;
import syntic.model.detr.DetectedObject;

/**
 * Average precision of detections as COCO defines it: precision, made non-increasing, at the recalls 0, 0.01, … 1.
 */
final class AveragePrecision {
    private static final int RECALLS = 101;

    private AveragePrecision() {}

    /** An object that is there. */
    record Truth(int labelId, Box box) {}

    private record Claim(int image, float score, Box box) {}

    /**
     * @param found the detections of every image, of any score
     * @param truths what is there, image by image
     * @param overlap the least intersection over union of a hit
     * @return the average precision of the class, NaN if no image shows it
     */
    static double of(List<List<DetectedObject>> found, List<List<Truth>> truths, int labelId, double overlap) {
        if (found.size() != truths.size()) {
            throw new IllegalArgumentException("detections of " + found.size() + " images but truths of "
                    + truths.size());
        }
        List<List<Box>> there = truths.stream().map(image -> image.stream()
                .filter(truth -> truth.labelId() == labelId).map(Truth::box).toList()).toList();
        int positives = there.stream().mapToInt(List::size).sum();
        if (positives == 0) {
            return Double.NaN;
        }
        List<Claim> claims = new ArrayList<>();
        for (int image = 0; image < found.size(); image++) {
            for (DetectedObject object : found.get(image)) {
                if (object.labelId() == labelId) {
                    claims.add(new Claim(image, object.score(), object.box()));
                }
            }
        }
        claims.sort(Comparator.comparingDouble(Claim::score).reversed());
        return area(hits(claims, there, overlap), positives);
    }

    /** Mean over the classes that the images show. */
    static double mean(List<List<DetectedObject>> found, List<List<Truth>> truths, int classes, double overlap) {
        double sum = 0;
        int shown = 0;
        for (int label = 0; label < classes; label++) {
            double ap = of(found, truths, label, overlap);
            if (!Double.isNaN(ap)) {
                sum += ap;
                shown++;
            }
        }
        return shown == 0 ? Double.NaN : sum / shown;
    }

    /** From the surest claim down: whether it takes the best free object of its image. */
    private static boolean[] hits(List<Claim> claims, List<List<Box>> there, double overlap) {
        List<boolean[]> taken = there.stream().map(boxes -> new boolean[boxes.size()]).toList();
        boolean[] hits = new boolean[claims.size()];
        for (int i = 0; i < hits.length; i++) {
            Claim claim = claims.get(i);
            List<Box> boxes = there.get(claim.image());
            double best = overlap;
            int at = -1;
            for (int j = 0; j < boxes.size(); j++) {
                double shared = claim.box().overlap(boxes.get(j));
                if (!taken.get(claim.image())[j] && shared >= best) {
                    best = shared;
                    at = j;
                }
            }
            if (at >= 0) {
                taken.get(claim.image())[at] = true;
                hits[i] = true;
            }
        }
        return hits;
    }

    private static double area(boolean[] hits, int positives) {
        double[] precision = new double[hits.length];
        int[] seen = new int[hits.length];
        int right = 0;
        for (int i = 0; i < hits.length; i++) {
            right += hits[i] ? 1 : 0;
            precision[i] = right / (i + 1.0);
            seen[i] = right;
        }
        for (int i = hits.length - 2; i >= 0; i--) {
            precision[i] = Math.max(precision[i], precision[i + 1]);
        }
        double sum = 0;
        int at = 0;
        for (int r = 0; r < RECALLS; r++) {
            // Whole numbers: seen / positives >= r / 100 without rounding.
            while (at < hits.length && (long) seen[at] * (RECALLS - 1) < (long) r * positives) {
                at++;
            }
            sum += at < hits.length ? precision[at] : 0;
        }
        return sum / RECALLS;
    }
}
