package syntic.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import syntic.corpus.Corpus;
import syntic.metric.Bootstrap;
import syntic.metric.CaptionScores;
import syntic.store.Columns;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Compares generated captions with the references of their photos: the last stage of every experiment.
 *
 * @param bootstrap how intervals are drawn
 */
public record Evaluation(Bootstrap bootstrap) {

    /** 1,000 bootstrap samples. */
    public Evaluation() {
        this(new Bootstrap());
    }

    /**
     * Scores of one system.
     *
     * @param system the name it has in tables
     * @param captions its caption of each image
     * @param intervals corpus scores with 95 % intervals, by metric
     */
    public record Result(String system, Map<String, String> captions, CaptionScores scores,
            Map<String, Bootstrap.Interval> intervals) {

        /** The corpus score of a metric, such as {@code CIDEr}. */
        public double score(String metric) {
            Bootstrap.Interval interval = intervals.get(metric);
            if (interval == null) {
                throw new IllegalArgumentException("no metric '" + metric + "' was scored; there are "
                        + intervals.keySet());
            }
            return interval.value();
        }
    }

    /** @param captions image id to generated caption */
    public Result evaluate(String system, Corpus references, Map<String, String> captions) {
        CaptionScores scores = CaptionScores.evaluate(references, captions);
        return new Result(system, Map.copyOf(captions), scores, bootstrap.intervals(scores));
    }

    /** A row for each system: its scores with their 95 % intervals, in percent as papers print them. */
    public static Table table(List<Result> results) {
        if (results.isEmpty()) {
            throw new IllegalArgumentException("there are no results to show");
        }
        Table table = Table.create("Scores × 100 (95 % intervals)",
                Columns.text("system", results, Result::system));
        for (String metric : results.get(0).intervals().keySet()) {
            table.addColumns(Columns.text(shown(metric), results, result -> result.intervals().get(metric).percent()));
        }
        return table;
    }

    /**
     * Paired differences of every other system from {@code base} on the same images.
     *
     * @param metric such as {@code CIDEr}
     */
    public Table differences(String metric, Result base, List<Result> others) {
        List<String> systems = new ArrayList<>();
        List<String> intervals = new ArrayList<>();
        List<Double> chances = new ArrayList<>();
        for (Result other : others) {
            Bootstrap.Comparison comparison = bootstrap.compare(base.scores(), other.scores()).get(metric);
            systems.add(other.system() + " − " + base.system());
            intervals.add(comparison.difference().percent());
            chances.add(comparison.pValue());
        }
        return Table.create("Paired differences in " + shown(metric), StringColumn.create("difference", systems),
                StringColumn.create(shown(metric), intervals), DoubleColumn.create("p", chances));
    }

    /** The name of a metric as papers print it, such as CIDEr-D for {@code CIDEr}. */
    public static String shown(String metric) {
        return switch (metric) {
            case "CIDEr" -> "CIDEr-D";
            case "ROUGE_L" -> "ROUGE-L";
            default -> metric.replace("Bleu_", "BLEU-");
        };
    }
}
