package syntic.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.stream.JsonWriter;
import syntic.corpus.JsonOutput;
import syntic.metric.Bleu;
import syntic.metric.BleuCounts;
import syntic.metric.Bootstrap.Comparison;
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
        JsonOutput.write(file, json -> {
            json.beginObject();
            if (systems.size() == 1) {
                writeScores(json, systems.get(0));
            } else {
                json.name("systems").beginArray();
                for (SystemScores system : systems) {
                    json.beginObject().name("results").value(system.file().toString());
                    writeScores(json, system);
                    json.endObject();
                }
                json.endArray();
                writePairs(json, pairs);
            }
            json.endObject();
        });
    }

    private static void writeScores(JsonWriter json, SystemScores system) throws IOException {
        CaptionScores scores = system.scores();
        json.name("corpus").beginObject();
        for (Map.Entry<String, Double> score : scores.corpus().entrySet()) {
            json.name(score.getKey()).value(score.getValue());
        }
        json.endObject();
        if (!scores.variants().isEmpty()) {
            json.name("variants").beginObject();
            for (Map.Entry<String, String> variant : scores.variants().entrySet()) {
                json.name(variant.getKey()).value(variant.getValue());
            }
            json.endObject();
        }
        json.name("intervals").beginObject();
        for (Map.Entry<String, Interval> interval : system.samples().intervals().entrySet()) {
            writeDoubles(json.name(interval.getKey()), interval.getValue().low(), interval.getValue().high());
        }
        json.endObject();
        Optional<BleuCounts> counts = scores.metrics().stream().flatMap(metric -> Bleu.counts(metric).stream())
                .findFirst();
        if (counts.isPresent()) {
            writeCounts(json, counts.get());
        }
        writeIds(json.name("image_ids"), scores.imageIds());
        json.name("per_image").beginObject();
        for (Map.Entry<String, double[]> metric : scores.perImage().entrySet()) {
            writeDoubles(json.name(metric.getKey()), metric.getValue());
        }
        json.endObject();
        if (!system.left().isEmpty()) {
            writeIds(json.name("images_without_result"), system.left());
        }
    }

    private static void writePairs(JsonWriter json, List<SystemScores.Pair> pairs) throws IOException {
        json.name("comparisons").beginArray();
        for (SystemScores.Pair pair : pairs) {
            json.beginObject().name("first").value(pair.first().file().toString());
            json.name("second").value(pair.second().file().toString()).name("images").value(pair.images());
            json.name("differences").beginObject();
            for (Map.Entry<String, Comparison> entry : pair.differences().entrySet()) {
                Interval difference = entry.getValue().difference();
                json.name(entry.getKey()).beginObject().name("value").value(difference.value()).name("low")
                        .value(difference.low()).name("high").value(difference.high()).name("p")
                        .value(entry.getValue().pValue()).endObject();
            }
            json.endObject().endObject();
        }
        json.endArray();
    }

    private static void writeCounts(JsonWriter json, BleuCounts counts) throws IOException {
        json.name("bleu_counts").beginObject();
        json.name("testlen").value(counts.candidateLength()).name("reflen").value(counts.referenceLength());
        writeInts(json.name("guess"), counts.guesses());
        writeInts(json.name("correct"), counts.matches());
        json.endObject();
    }

    private static void writeIds(JsonWriter json, List<String> ids) throws IOException {
        json.beginArray();
        for (String id : ids) {
            JsonOutput.writeId(json, id);
        }
        json.endArray();
    }

    private static void writeDoubles(JsonWriter json, double... values) throws IOException {
        json.beginArray();
        for (double value : values) {
            json.value(value);
        }
        json.endArray();
    }

    private static void writeInts(JsonWriter json, int[] values) throws IOException {
        json.beginArray();
        for (int value : values) {
            json.value(value);
        }
        json.endArray();
    }
}
