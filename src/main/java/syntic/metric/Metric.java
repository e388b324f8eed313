package syntic.metric;

import java.util.List;

/** A way to score candidates against references. */
public interface Metric {

    /**
     * Scores all images.
     *
     * @return one element for each number that the metric gives (BLEU gives four), per-image values in the order of
     *         {@link TokenizedCaptions#imageIds()}
     */
    List<MetricScores> score(TokenizedCaptions captions);
}
