package syntic.benchmark;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import syntic.stage.Evaluation;
import syntic.store.Columns;
import syntic.store.ProgressListener;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Results in the shape of SynTIC's tables: a row for each system, and for every data set BLEU-4, METEOR, ROUGE-L,
 * CIDEr-D and, where its parser is, SPICE, computed anew from the stored captions; beside it the published numbers.
 * Numbers of different data cannot be compared, but how near a system comes to what photos with captions would give can.
 */
public final class PaperTables {
    private static final String TARGET_SUPPORT = "-TT";
    private static final String NONE = "–";
    /** In the place of a score of a system that is here, and not among the results. */
    private static final String NOT_RUN = "not run";

    /** One system on one data set. */
    private record Cell(Condition condition, String row, String system) {}

    private final String protocol;
    private final List<String> metrics;
    /** Means over seeds by metric. */
    private final Map<Cell, Map<String, Double>> scores = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> bounds = new LinkedHashMap<>();
    private final PublishedScores published = PublishedScores.read();

    private PaperTables(String protocol, BenchmarkTable table) {
        this.protocol = protocol;
        metrics = table.metrics();
    }

    /**
     * Scores all captions.
     *
     * @param results  of a protocol
     * @param inDomain results that hold the supervised bound on each data set, such as those of the protocol in-domain;
     *     null to take the bound that the results have themselves, if they do
     */
    public static PaperTables of(BenchmarkResults results, BenchmarkResults inDomain, ProgressListener progress) {
        BenchmarkTable table = scored(results, progress);
        PaperTables tables = new PaperTables(results.made().settings().get("protocol"), table);
        for (BenchmarkTable.Row row : table.rows()) {
            Condition condition = row.condition();
            Map<String, Double> means = means(row);
            tables.scores.put(new Cell(condition, row.system() + (condition.targetSupport() ? TARGET_SUPPORT : ""),
                    row.system()), means);
            if (row.system().equals(Systems.SUPERVISED)) {
                tables.bounds.merge(condition.target(), means, (before, now) -> usual(condition) ? now : before);
            }
        }
        if (inDomain != null) {
            scored(inDomain.where(unit -> unit.system().equals(Systems.SUPERVISED)), progress).rows()
                    .forEach(row -> tables.bounds.put(row.condition().target(), means(row)));
        }
        return tables;
    }

    /** The tables have no intervals. */
    private static BenchmarkTable scored(BenchmarkResults results, ProgressListener progress) {
        return BenchmarkTable.ofPaperMetrics(results, new SeedBootstrap(1, 1), progress);
    }

    private static Map<String, Double> means(BenchmarkTable.Row row) {
        Map<String, Double> means = new LinkedHashMap<>();
        row.scores().forEach((metric, score) -> means.put(metric, 100 * score.value()));
        return means;
    }

    /** Whether all sentences and photos of one data set are used as they are: where the bound belongs. */
    private static boolean usual(Condition condition) {
        return condition.equals(Condition.within(condition.target()).named(condition.name()));
    }

    /** Conditions apart from which sentences are looked up, which stands in the rows as in the paper. */
    private List<String> groups() {
        return scores.keySet().stream().map(PaperTables::group).distinct().toList();
    }

    private static String group(Cell cell) {
        return cell.condition().name().replaceFirst(" TT$", "");
    }

    /**
     * A mean over seeds, times 100.
     *
     * @param row    the system's name, with {@code -TT} where it looks up sentences of the target
     * @param metric {@code Bleu_4}, {@code METEOR}, {@code ROUGE_L}, {@code CIDEr} or {@code SPICE}
     */
    public OptionalDouble score(String condition, String row, String metric) {
        return find(condition, row).map(cell -> OptionalDouble.of(scores.get(cell).get(metric)))
                .orElse(OptionalDouble.empty());
    }

    private Optional<Cell> find(String condition, String row) {
        return scores.keySet().stream().filter(cell -> group(cell).equals(condition) && cell.row().equals(row))
                .findFirst();
    }

    /** The table as the paper prints it. */
    public Table scores() {
        List<String> rows = scores.keySet().stream().map(Cell::row).distinct().toList();
        Table table = Table.create(title() + ": scores (times 100, mean over seeds)",
                StringColumn.create("system", rows));
        for (String group : groups()) {
            for (String metric : metrics) {
                table.addColumns(Columns.text(group + " " + Evaluation.shown(metric), rows,
                        row -> shown("%.1f", score(group, row, metric))));
            }
        }
        return table;
    }

    /**
     * Every score as percent of the supervised bound on the same photos, ours and the published one. Published bounds
     * are Barraco et al. on MSCOCO, which reads features of CLIP, and BUTD on Flickr30k, the only one there is. A
     * system without results here is not run; ESPER and the adversarial systems (Feng et al., Laina et al.) stay out.
     */
    public Table besidePublished() {
        Optional<Integer> number = PublishedScores.table(protocol);
        Set<String> rows = new LinkedHashSet<>(scores.keySet().stream().map(Cell::row).toList());
        for (String group : groups()) {
            data(group).ifPresent(data -> number.ifPresent(table -> published.rows(table, data).forEach(row ->
                    rows.add(row.system().orElse(row.name())))));
        }
        Table table = Table.create(title() + ": percent of the supervised bound, here / published (– where there is "
                + "none: ESPER and the adversarial systems stay out)",
                StringColumn.create("system", List.copyOf(rows)));
        for (String group : groups()) {
            for (String metric : metrics) {
                String column = group + data(group).map(data -> " / " + data).orElse("") + " "
                        + Evaluation.shown(metric);
                table.addColumns(Columns.text(column, List.copyOf(rows), row -> here(group, row, metric) + " / "
                        + shown("%.0f", publishedOfBound(number, group, row, metric))));
            }
        }
        return table;
    }

    private String here(String group, String row, String metric) {
        boolean missing = find(group, row).isEmpty() && Systems.PAPER.names().contains(row.replace(TARGET_SUPPORT, ""));
        return missing ? NOT_RUN : shown("%.0f", ofBound(group, row, metric));
    }

    private Optional<String> data(String group) {
        return scores.keySet().stream().filter(cell -> group(cell).equals(group)).findFirst()
                .flatMap(cell -> PublishedScores.data(cell.condition()));
    }

    private OptionalDouble ofBound(String group, String row, String metric) {
        Optional<Cell> cell = find(group, row);
        Map<String, Double> bound = cell.map(one -> bounds.get(one.condition().target())).orElse(null);
        return bound == null ? OptionalDouble.empty()
                : OptionalDouble.of(100 * scores.get(cell.get()).get(metric) / bound.get(metric));
    }

    private OptionalDouble publishedOfBound(Optional<Integer> table, String group, String row, String metric) {
        Optional<String> data = data(group);
        if (data.isEmpty() || table.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble bound = published.bound(data.get(), metric);
        OptionalDouble score = published.rows(table.get(), data.get()).stream()
                .filter(one -> one.system().orElse(one.name()).equals(row)).findFirst()
                .map(one -> one.score(metric)).orElse(OptionalDouble.empty());
        return bound.isEmpty() || score.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(100 * score.getAsDouble() / bound.getAsDouble());
    }

    private String title() {
        return PublishedScores.table(protocol).map(number -> "Table " + number + " of SynTIC's paper").orElse(protocol);
    }

    private static String shown(String pattern, OptionalDouble value) {
        return value.isEmpty() ? NONE : String.format(Locale.ROOT, pattern, value.getAsDouble());
    }
}
