package syntic.metric;

import java.util.List;

/**
 * What BLEU is computed from; counts of several images add up.
 *
 * @param candidateLength words of the candidate
 * @param referenceLength words of the reference whose length is closest to the candidate's, the shorter one on ties
 * @param guesses         n-grams of the candidate, n = 1…4
 * @param matches         n-grams of the candidate that a reference has too, each at most as often as the reference in
 *                        which it is most frequent
 */
public record BleuCounts(int candidateLength, int referenceLength, int[] guesses, int[] matches) {

    // The two constants of the COCO evaluation that keep its quotients finite.
    private static final double TINY = 1e-15;
    private static final double SMALL = 1e-9;

    static BleuCounts of(Ngrams candidate, List<Ngrams> references) {
        int length = candidate.words();
        int closest = references.get(0).words();
        for (Ngrams reference : references) {
            int nearer = Math.abs(reference.words() - length) - Math.abs(closest - length);
            if (nearer < 0 || nearer == 0 && reference.words() < closest) {
                closest = reference.words();
            }
        }
        int[] guesses = new int[NgramIndex.ORDERS];
        int[] matches = new int[NgramIndex.ORDERS];
        for (int order = 0; order < NgramIndex.ORDERS; order++) {
            guesses[order] = Math.max(0, length - order);
            int[] ids = candidate.ids()[order];
            for (int i = 0; i < ids.length; i++) {
                int most = 0;
                for (Ngrams reference : references) {
                    most = Math.max(most, reference.count(order, ids[i]));
                }
                matches[order] += Math.min(most, candidate.counts()[order][i]);
            }
        }
        return new BleuCounts(length, closest, guesses, matches);
    }

    /** The counts of several images together. */
    static BleuCounts sum(List<BleuCounts> counts, int[] images) {
        int candidateLength = 0;
        int referenceLength = 0;
        int[] guesses = new int[NgramIndex.ORDERS];
        int[] matches = new int[NgramIndex.ORDERS];
        for (int image : images) {
            BleuCounts of = counts.get(image);
            candidateLength += of.candidateLength;
            referenceLength += of.referenceLength;
            for (int order = 0; order < NgramIndex.ORDERS; order++) {
                guesses[order] += of.guesses[order];
                matches[order] += of.matches[order];
            }
        }
        return new BleuCounts(candidateLength, referenceLength, guesses, matches);
    }

    /** BLEU with n-grams of up to {@code n} words. */
    double bleu(int n) {
        double product = 1;
        for (int order = 0; order < n; order++) {
            product *= (matches[order] + TINY) / (guesses[order] + SMALL);
        }
        double ratio = (candidateLength + TINY) / (referenceLength + SMALL);
        double brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
        return Math.pow(product, 1.0 / n) * brevity;
    }
}
