package syntic.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.metric.CaptionScores;
import syntic.metric.Metric;
import syntic.metric.Metrics;
import syntic.metric.TokenizedCaptions;
import syntic.metric.Tokenizer;
import syntic.store.ProgressListener;

/**
 * Corpus scores by all metrics of the papers' tables. METEOR and SPICE take longer than the others, so runs leave them
 * out; they are scored once, when results are packed, and kept with the units.
 */
final class PaperScores {
    private final Map<String, Metric> known = new HashMap<>();

    private PaperScores() {}

    /**
     * The same results, every unit with the scores that it lacks; without SPICE where its parser is not there.
     *
     * @param progress hears of every unit
     */
    static BenchmarkResults complete(BenchmarkResults results, ProgressListener progress) {
        PaperScores scores = new PaperScores();
        List<BenchmarkUnit> units = new ArrayList<>();
        for (BenchmarkUnit unit : results.units()) {
            progress.at(units.size(), results.units().size(), unit.system());
            units.add(scores.complete(unit, results.references().get(unit.target())));
        }
        return new BenchmarkResults(results.made(), results.references(), units);
    }

    private BenchmarkUnit complete(BenchmarkUnit unit, Map<String, List<String>> references) {
        List<Metric> lacking = Metrics.PAPERS.stream().filter(name -> !unit.scores().containsKey(name)
                && Metrics.isThere(name)).map(this::metric).toList();
        if (lacking.isEmpty()) {
            return unit;
        }
        Map<String, Double> all = new LinkedHashMap<>(unit.scores());
        all.putAll(CaptionScores.of(TokenizedCaptions.of(references, unit.captions(), Tokenizer.ptb()), lacking,
                ProgressListener.SILENT).corpus());
        return unit.withCorpusScores(all);
    }

    /** Each is made once: METEOR and SPICE read tables. */
    private Metric metric(String name) {
        return known.computeIfAbsent(Metrics.giving(name), metric -> Metrics.named(List.of(metric)).get(0));
    }
}
