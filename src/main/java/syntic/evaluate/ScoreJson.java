package syntic.evaluate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import syntic.corpus.JsonOutput;
import syntic.metric.Bleu;
import syntic.metric.BleuCounts;
import syntic.metric.Bootstrap.Interval;
import syntic.metric.CaptionScores;

/**
 * Scores as a JSON file, in full precision. One system is {@code {"corpus": {"Bleu_1": 0.7, …}, "variants": {"METEOR":
 * "…"}, "intervals": {"Bleu_1": [0.69, 0.71], …}, "bleu_counts": {…}, "image_ids": [1, …], "per_image": {"Bleu_1":
 * [0.8, …], …}, "images_without_result": []}}, where parts that do not apply are left out. Several systems are
 * {@code {"systems": [{"results": "FILE", …}, …], "comparisons": [{"first": "FILE", "second": "FILE", "images": 5000,
 * "differences": {"Bleu_1": {"value": 0.01, "low": …, "high": …, "p": …}, …}}, …]}}.
 */
final class ScoreJson {

    private ScoreJson() {
    }

    static void write(Path file, List<SystemScores> systems, List<SystemScores.Pair> pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (systems.size() == 1) {
            addScores(all, systems.get(0));
        } else {
            all.put("systems", systems.stream().map(system -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("results", system.file().toString());
                addScores(one, system);
                return one;
            }).toList());
            all.put("comparisons", pairs.stream().map(ScoreJson::comparison).toList());
        }
        JsonOutput.writeTree(file, all);
    }

    private static void addScores(Map<String, Object> all, SystemScores system) {
        CaptionScores scores = system.scores();
        all.put("corpus", scores.corpus());
        if (!scores.variants().isEmpty()) {
            all.put("variants", scores.variants());
        }
        Map<String, double[]> intervals = new LinkedHashMap<>();
        system.samples().intervals().forEach((name, one) -> intervals.put(name, new double[] {one.low(), one.high()}));
        all.put("intervals", intervals);
        scores.metrics().stream().flatMap(metric -> Bleu.counts(metric).stream()).findFirst().ifPresent(counts ->
                all.put("bleu_counts", counts(counts)));
        all.put("image_ids", scores.imageIds().stream().map(JsonOutput::id).toList());
        all.put("per_image", scores.perImage());
        if (!system.left().isEmpty()) {
            all.put("images_without_result", system.left().stream().map(JsonOutput::id).toList());
        }
    }

    private static Map<String, Object> counts(BleuCounts counts) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("testlen", counts.candidateLength());
        all.put("reflen", counts.referenceLength());
        all.put("guess", counts.guesses());
        all.put("correct", counts.matches());
        return all;
    }

    private static Map<String, Object> comparison(SystemScores.Pair pair) {
        Map<String, Object> differences = new LinkedHashMap<>();
        pair.differences().forEach((name, found) -> {
            Map<String, Object> difference = interval(found.difference());
            difference.put("p", found.pValue());
            differences.put(name, difference);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("first", pair.first().file().toString());
        all.put("second", pair.second().file().toString());
        all.put("images", pair.images());
        all.put("differences", differences);
        return all;
    }

    /** What is not a number is null. */
    static Map<String, Object> interval(Interval interval) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("value", number(interval.value()));
        all.put("low", number(interval.low()));
        all.put("high", number(interval.high()));
        return all;
    }

    private static Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
