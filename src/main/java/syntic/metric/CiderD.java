package syntic.metric;

import java.util.ArrayList;
import java.util.List;

import syntic.store.ProgressListener;

/**
 * CIDEr-D (Vedantam et al. 2015), which papers print as CIDEr: the cosine of the n-gram weights of candidate and
 * reference, n = 1…4, where a weight is the count times the logarithm of how rare the n-gram is among the images, the
 * candidate's weight is clipped to the reference's, and a difference in length is punished. Scores go up to 10; tables
 * usually print the corpus score, the mean, times 100.
 *
 * <p>Rarity is counted on the references of the scored images, so a score depends on which images are scored; with one
 * image every weight is 0 and so is the score. Words are not stemmed.
 */
final class CiderD implements Metric {

    private static final double SIGMA = 6;
    private static final double SCALE = 10;

    @Override
    public List<MetricScores> score(TokenizedCaptions captions, ProgressListener progress) {
        int images = captions.imageIds().size();
        NgramIndex index = new NgramIndex();
        List<List<Ngrams>> references = new ArrayList<>();
        captions.references().forEach(of -> references.add(of.stream().map(index::count).toList()));
        int[] frequencies = documentFrequencies(references, index.size());
        double[] scores = new double[images];
        for (int i = 0; i < images; i++) {
            Weights candidate = Weights.of(index.count(captions.candidates().get(i)), frequencies, images);
            double sum = 0;
            for (Ngrams reference : references.get(i)) {
                sum += similarity(candidate, Weights.of(reference, frequencies, images));
            }
            scores[i] = SCALE * sum / references.get(i).size();
        }
        return List.of(MetricScores.averaged("CIDEr", scores));
    }

    /** For each n-gram the number of images that have it in at least one reference. */
    private static int[] documentFrequencies(List<List<Ngrams>> references, int ngrams) {
        int[] frequencies = new int[ngrams];
        int[] lastImage = new int[ngrams];
        for (int image = 1; image <= references.size(); image++) {
            for (Ngrams reference : references.get(image - 1)) {
                for (int[] ids : reference.ids()) {
                    for (int id : ids) {
                        if (lastImage[id] != image) {
                            lastImage[id] = image;
                            frequencies[id]++;
                        }
                    }
                }
            }
        }
        return frequencies;
    }

    private static double similarity(Weights candidate, Weights reference) {
        double sum = 0;
        for (int order = 0; order < NgramIndex.ORDERS; order++) {
            int[] ids = candidate.ngrams.ids()[order];
            double product = 0;
            for (int i = 0; i < ids.length; i++) {
                int at = reference.ngrams.find(order, ids[i]);
                if (at >= 0) {
                    double weight = reference.values[order][at];
                    product += Math.min(candidate.values[order][i], weight) * weight;
                }
            }
            double norms = candidate.norms[order] * reference.norms[order];
            sum += norms == 0 ? product : product / norms;
        }
        double difference = candidate.length() - reference.length();
        return sum / NgramIndex.ORDERS * Math.exp(-difference * difference / (2 * SIGMA * SIGMA));
    }

    /** A caption as vectors, one for each n, of count times inverse document frequency. */
    private record Weights(Ngrams ngrams, double[][] values, double[] norms) {

        static Weights of(Ngrams ngrams, int[] frequencies, int images) {
            double[][] values = new double[NgramIndex.ORDERS][];
            double[] norms = new double[NgramIndex.ORDERS];
            for (int order = 0; order < NgramIndex.ORDERS; order++) {
                int[] ids = ngrams.ids()[order];
                values[order] = new double[ids.length];
                double squares = 0;
                for (int i = 0; i < ids.length; i++) {
                    // An n-gram that only candidates have is newer than the frequencies; it counts as seen once.
                    int frequency = ids[i] < frequencies.length ? frequencies[ids[i]] : 1;
                    double weight = ngrams.counts()[order][i] * (Math.log(images) - Math.log(frequency));
                    values[order][i] = weight;
                    squares += weight * weight;
                }
                norms[order] = Math.sqrt(squares);
            }
            return new Weights(ngrams, values, norms);
        }

        /** The length that the penalty compares: the number of bigrams. */
        int length() {
            return Math.max(0, ngrams.words() - 1);
        }
    }
}
