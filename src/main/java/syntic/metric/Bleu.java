package syntic.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import syntic.store.ProgressListener;

/**
 * BLEU-1…4 (Papineni et al. 2002): the geometric mean of clipped n-gram precisions times a penalty for short
 * candidates. The corpus score is that of the summed counts, not the mean of the images.
 */
public final class Bleu implements Metric {

    /** The score with n-grams of up to {@code n} words of the images together. */
    private record SummedCounts(List<BleuCounts> counts, int n) implements MetricScores.Pool {

        @Override
        public double of(int[] images) {
            return BleuCounts.sum(counts, images).bleu(n);
        }
    }

    @Override
    public List<MetricScores> score(TokenizedCaptions captions, ProgressListener progress) {
        List<BleuCounts> counts = count(captions);
        return IntStream.rangeClosed(1, NgramIndex.ORDERS)
                .mapToObj(n -> new MetricScores("Bleu_" + n, counts.stream().mapToDouble(c -> c.bleu(n)).toArray(),
                        new SummedCounts(counts, n)))
                .toList();
    }

    /** Counts the n-grams of each image. */
    public List<BleuCounts> count(TokenizedCaptions captions) {
        NgramIndex index = new NgramIndex();
        List<BleuCounts> counts = new ArrayList<>();
        for (int i = 0; i < captions.imageIds().size(); i++) {
            counts.add(BleuCounts.of(index.count(captions.candidates().get(i)),
                    captions.references().get(i).stream().map(index::count).toList()));
        }
        return counts;
    }

    /** The counts of the whole corpus from which scores were computed; empty for scores of another metric. */
    public static Optional<BleuCounts> counts(MetricScores scores) {
        return scores.pool() instanceof SummedCounts pool
                ? Optional.of(BleuCounts.sum(pool.counts(), IntStream.range(0, pool.counts().size()).toArray()))
                : Optional.empty();
    }
}
