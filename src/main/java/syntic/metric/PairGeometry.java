package syntic.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How images and their sentences lie to each other in the space of an encoder.
 *
 * @param pairs how many there are
 * @param paired mean cosine of an image and its sentence
 * @param unpaired mean cosine of an image and another's sentence
 * @param gap distance of the centres: the modality gap
 * @param amongImages mean cosine of two images
 * @param amongTexts mean cosine of two sentences
 * @param imageToText share of images whose sentence is among the k nearest, by k
 * @param textToImage share of sentences whose image is among the k nearest, by k
 */
public record PairGeometry(int pairs, double paired, double unpaired, double gap, double amongImages,
        double amongTexts, Map<Integer, Double> imageToText, Map<Integer, Double> textToImage) {
    /** How many of the nearest are looked at. */
    public static final List<Integer> RANKS = List.of(1, 5, 10);

    /** @param ofTexts row i belongs to row i of the images; features of any length, which count as of length 1 */
    public static PairGeometry of(float[][] ofImages, float[][] ofTexts) {
        float[][] images = FeatureGeometry.scaledToOne(ofImages);
        float[][] texts = FeatureGeometry.scaledToOne(ofTexts);
        int n = images.length;
        double paired = FeatureGeometry.meanCosine(images, texts);
        double[] image = FeatureGeometry.centroid(images);
        double[] text = FeatureGeometry.centroid(texts);
        // A sum over all pairs is one product of the sums; the pairs that belong together are taken out of it.
        double unpaired = (n * dot(image, text) - paired) / (n - 1);
        return new PairGeometry(n, paired, unpaired, FeatureGeometry.gap(images, texts), among(image, n),
                among(text, n), recalls(ofImages, ofTexts), recalls(ofTexts, ofImages));
    }

    private static double among(double[] centre, int n) {
        return (n * dot(centre, centre) - 1) / (n - 1);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The share of queries whose own key is among the k nearest, by k. */
    public static Map<Integer, Double> recalls(float[][] queries, float[][] keys) {
        Map<Integer, Double> recalls = new LinkedHashMap<>();
        RANKS.forEach(k -> recalls.put(k, FeatureGeometry.recallAt(k, queries, keys)));
        return recalls;
    }
}
