package syntic.metric;

import java.util.List;

import syntic.store.ProgressListener;

/**
 * A way to score candidates against references. {@link Metrics} lists those that there are.
 *
 * <p>An object may keep what it has found out about references, so that the next system on the same references costs
 * less; use one object for all systems of a run.
 */
public interface Metric {

    /**
     * Scores all images.
     *
     * @param progress hears from one thread how far a metric is that takes seconds or longer; quick ones say nothing
     * @return one element for each number that the metric gives (BLEU gives four), per-image values in the order of
     *         {@link TokenizedCaptions#imageIds()}
     */
    List<MetricScores> score(TokenizedCaptions captions, ProgressListener progress);

    /** As {@link #score(TokenizedCaptions, ProgressListener)}, in silence. */
    default List<MetricScores> score(TokenizedCaptions captions) {
        return score(captions, ProgressListener.SILENT);
    }
}
