package syntic.metric;

import java.util.List;

/**
 * CLIPScore and RefCLIPScore (Hessel et al. 2021) from CLIP features of any length: {@code c = 2.5 · max(cos(image,
 * candidate), 0)}, and the harmonic mean of c and {@code r = max over references of cos(reference, candidate)}. With
 * image features that were mapped to where captions are they are ReCap's aCLIP-S and RefaCLIP-S (Paischer et al. 2023).
 * Corpus scores are means.
 *
 * @param space                  where the image features are
 * @param keepNegativeReferences whether an r below 0 stays so, as in the published code; the paper counts it as 0.
 *                               Features of a real CLIP have no such r
 */
public record ClipScore(Space space, boolean keepNegativeReferences) {

    private static final double WEIGHT = 2.5;

    /** Where image features are, which gives the scores their names. */
    public enum Space {
        /** As CLIP made them. */
        CLIP("CLIPScore", "RefCLIPScore"),
        /** Mapped by {@code syntic.method.recap.Alignment}. */
        ALIGNED("aCLIP-S", "RefaCLIP-S");

        private final String withoutReferences;
        private final String withReferences;

        Space(String withoutReferences, String withReferences) {
            this.withoutReferences = withoutReferences;
            this.withReferences = withReferences;
        }
    }

    /** The scores as the paper defines them. */
    public ClipScore(Space space) {
        this(space, false);
    }

    /**
     * Scores each candidate by its image alone.
     *
     * @param images     [n, width]
     * @param candidates [n, width]; row i describes image i
     */
    public MetricScores score(float[][] images, float[][] candidates) {
        double[] scores = FeatureGeometry.pairCosines(images, candidates);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = WEIGHT * Math.max(scores[i], 0);
        }
        return MetricScores.averaged(space.withoutReferences, scores);
    }

    /**
     * Scores each candidate by its image, and by its image and its references.
     *
     * @param references for each image [number of references, width], at least one
     */
    public List<MetricScores> score(float[][] images, float[][] candidates, List<float[][]> references) {
        if (references.size() != images.length) {
            throw new IllegalArgumentException("there are references of " + references.size() + " images for "
                    + images.length + " images");
        }
        MetricScores byImage = score(images, candidates);
        double[] scores = new double[images.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = harmonicMean(byImage.perImage()[i], nearest(i, candidates[i], references.get(i)));
        }
        return List.of(byImage, MetricScores.averaged(space.withReferences, scores,
                keepNegativeReferences ? "negative cosines of references kept" : ""));
    }

    private double nearest(int image, float[] candidate, float[][] references) {
        if (references.length == 0) {
            throw new IllegalArgumentException("image " + image + " (counted from 0) has no references");
        }
        double nearest = -1;
        for (float[] reference : references) {
            nearest = Math.max(nearest, FeatureGeometry.cosine(reference, candidate));
        }
        return keepNegativeReferences ? nearest : Math.max(nearest, 0);
    }

    private static double harmonicMean(double a, double b) {
        return a * b == 0 ? 0 : 2 * a * b / (a + b);
    }
}
