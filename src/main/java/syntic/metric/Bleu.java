package syntic.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * BLEU-1…4 (Papineni et al. 2002): the geometric mean of clipped n-gram precisions times a penalty for short
 * candidates. The corpus score is that of the summed counts, not the mean of the images.
 */
public final class Bleu implements Metric {

    @Override
    public List<MetricScores> score(TokenizedCaptions captions) {
        return score(count(captions));
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

    List<MetricScores> score(List<BleuCounts> counts) {
        return IntStream.rangeClosed(1, NgramIndex.ORDERS)
                .mapToObj(n -> new MetricScores("Bleu_" + n, counts.stream().mapToDouble(c -> c.bleu(n)).toArray(),
                        images -> BleuCounts.sum(counts, images).bleu(n)))
                .toList();
    }
}
