package syntic.metric;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.google.gson.stream.JsonWriter;
import syntic.corpus.JsonOutput;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;

/** Scores of one or several systems as a table for a terminal and as a JSON file. */
final class ScoreReport {

    private ScoreReport() {
    }

    /** Prints the scores, times 100 as papers do, with their 95 % intervals. */
    static void print(Map<Path, CaptionScores> systems, Bootstrap bootstrap, PrintStream out) {
        out.printf(Locale.ROOT, "Scores times 100 with 95 %% bootstrap intervals over images (%,d samples)%n",
                bootstrap.samples());
        CaptionScores first = systems.values().iterator().next();
        Path firstFile = systems.keySet().iterator().next();
        systems.forEach((file, scores) -> {
            out.printf(Locale.ROOT, "%n%s: %,d images%n", file, scores.imageIds().size());
            bootstrap.intervals(scores).forEach((name, score) -> out.printf(Locale.ROOT, "  %-8s %7.2f  [%s]%n",
                    label(name), 100 * score.value(), bounds(score)));
            if (scores != first && scores.imageIds().equals(first.imageIds())) {
                out.printf("  difference to %s%n", firstFile);
                bootstrap.compare(first, scores).forEach((name, comparison) -> printComparison(name, comparison, out));
            }
        });
    }

    private static void printComparison(String name, Comparison comparison, PrintStream out) {
        out.printf(Locale.ROOT, "  %-8s %+7.2f  [%s]  p = %.3f%n", label(name), 100 * comparison.difference().value(),
                bounds(comparison.difference()), comparison.pValue());
    }

    private static String label(String name) {
        return name.equals("CIDEr") ? "CIDEr-D" : name;
    }

    private static String bounds(Interval interval) {
        return String.format(Locale.ROOT, "%.2f, %.2f", 100 * interval.low(), 100 * interval.high());
    }

    /**
     * Writes {@code {"corpus": {}, "bleu_counts": {}, "image_ids": [], "per_image": {}}}, filled; with several systems
     * {@code {"systems": []}} with one such object, and the name of its file as {@code "results"}, for each.
     */
    static void write(Path file, Map<Path, CaptionScores> systems) throws IOException {
        JsonOutput.write(file, json -> {
            json.beginObject();
            if (systems.size() == 1) {
                writeScores(json, systems.values().iterator().next());
            } else {
                json.name("systems").beginArray();
                for (Map.Entry<Path, CaptionScores> system : systems.entrySet()) {
                    json.beginObject().name("results").value(system.getKey().toString());
                    writeScores(json, system.getValue());
                    json.endObject();
                }
                json.endArray();
            }
            json.endObject();
        });
    }

    private static void writeScores(JsonWriter json, CaptionScores scores) throws IOException {
        json.name("corpus").beginObject();
        for (Map.Entry<String, Double> score : scores.corpus().entrySet()) {
            json.name(score.getKey()).value(score.getValue());
        }
        json.endObject();
        Optional<BleuCounts> counts = scores.metrics().stream().flatMap(metric -> Bleu.counts(metric).stream()).findFirst();
        if (counts.isPresent()) {
            writeCounts(json, counts.get());
        }
        json.name("image_ids").beginArray();
        for (String id : scores.imageIds()) {
            JsonOutput.writeId(json, id);
        }
        json.endArray();
        json.name("per_image").beginObject();
        for (Map.Entry<String, double[]> metric : scores.perImage().entrySet()) {
            json.name(metric.getKey()).beginArray();
            for (double score : metric.getValue()) {
                json.value(score);
            }
            json.endArray();
        }
        json.endObject();
    }

    private static void writeCounts(JsonWriter json, BleuCounts counts) throws IOException {
        json.name("bleu_counts").beginObject();
        json.name("testlen").value(counts.candidateLength()).name("reflen").value(counts.referenceLength());
        writeInts(json.name("guess"), counts.guesses());
        writeInts(json.name("correct"), counts.matches());
        json.endObject();
    }

    private static void writeInts(JsonWriter json, int[] values) throws IOException {
        json.beginArray();
        for (int value : values) {
            json.value(value);
        }
        json.endArray();
    }
}
