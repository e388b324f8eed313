package examples;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import syntic.metric.Metric;
import syntic.metric.MetricScores;
import syntic.metric.TokenizedCaptions;
import syntic.store.ProgressListener;

/** The share of a caption's words that some reference has, wherever it stands there. */
public final class KnownWords implements Metric {
    @Override
    public List<MetricScores> score(TokenizedCaptions captions, ProgressListener progress) {
        double[] scores = new double[captions.imageIds().size()];
        for (int i = 0; i < scores.length; i++) {
            Set<String> known = new HashSet<>();
            captions.references().get(i).forEach(reference -> known.addAll(List.of(reference.split(" "))));
            scores[i] = Arrays.stream(captions.candidates().get(i).split(" ")).mapToInt(word ->
                    known.contains(word) ? 1 : 0).average().orElse(0);
        }
        return List.of(MetricScores.averaged("known words", scores));
    }
}
