package syntic.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import syntic.io.UserException;
import syntic.metric.Metrics;
import syntic.stage.Evaluation;
import syntic.store.Columns;
import syntic.store.ProgressListener;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Results in the shape of SynTIC's tables: a row for each system, and for every data set BLEU-4, METEOR, ROUGE-L,
 * CIDEr-D and SPICE, each beside the published number. Numbers of different data cannot be compared, but how near a
 * system comes to what photos with captions would give can. A system without results here is not run; ESPER and the
 * adversarial systems (Feng et al., Laina et al.) stay out.
 */
public final class PaperTables {
    private static final String TARGET_SUPPORT = "-TT";
    private static final String NONE = "–";
    /** In the place of a score of a system that is here, and not among the results. */
    private static final String NOT_RUN = "not run";

    /** One system on one data set. */
    private record Cell(Condition condition, String row, String system) {}

    private final String protocol;
    private final Map<Cell, List<BenchmarkUnit>> units = new LinkedHashMap<>();
    private final Map<String, List<BenchmarkUnit>> bounds = new LinkedHashMap<>();
    private final PublishedScores published = PublishedScores.read();

    private PaperTables(BenchmarkResults results, BenchmarkResults inDomain) {
        protocol = results.made().settings().get("protocol");
        for (BenchmarkUnit unit : results.units()) {
            Condition condition = Condition.of(unit.settings());
            String row = unit.system() + (condition.targetSupport() ? TARGET_SUPPORT : "");
            add(units, new Cell(condition, row, unit.system()), unit);
        }
        units.forEach((cell, some) -> {
            if (cell.system().equals(Systems.SUPERVISED)) {
                bounds.merge(cell.condition().target(), some, (old, now) -> usual(cell.condition()) ? now : old);
            }
        });
        if (inDomain != null) {
            bounds.putAll(bounds(inDomain, results));
        }
    }

    private static Map<String, List<BenchmarkUnit>> bounds(BenchmarkResults inDomain, BenchmarkResults results) {
        Map<String, List<BenchmarkUnit>> bounds = new LinkedHashMap<>();
        inDomain.units().stream().filter(unit -> unit.system().equals(Systems.SUPERVISED)
                && usual(Condition.of(unit.settings()))).forEach(unit -> add(bounds, unit.target(), unit));
        if (bounds.isEmpty()) {
            throw new UserException("the results of " + inDomain.made().settings().get("protocol") + " hold no bound, "
                    + "which is " + Systems.SUPERVISED + " trained and tested on the whole of one data set; name those "
                    + "of in-domain");
        }
        bounds.keySet().stream().filter(results.references()::containsKey).forEach(target -> {
            if (!inDomain.references().get(target).keySet().equals(results.references().get(target).keySet())) {
                throw new UserException("the bound is of other photos of " + target + " than the results of "
                        + results.made().settings().get("protocol") + "; a share of it would say nothing: name results "
                        + "of the same split and as many photos");
            }
        });
        return bounds;
    }

    /**
     * Scores captions by the metrics that the results do not hold.
     *
     * @param results  of a protocol
     * @param inDomain results that hold the supervised bound on each data set, such as those of the protocol in-domain;
     *     null to take the bound that the results have themselves, if they do
     * @param progress hears of every unit
     * @throws UserException if {@code inDomain} holds no bound, or that of other photos
     */
    public static PaperTables of(BenchmarkResults results, BenchmarkResults inDomain, ProgressListener progress) {
        return new PaperTables(PaperScores.complete(results, progress), inDomain == null ? null
                : PaperScores.complete(inDomain.where(unit -> unit.system().equals(Systems.SUPERVISED)), progress));
    }

    /** As {@link #of}, of the scores that the results hold, such as those that were packed: nothing is scored. */
    public static PaperTables ofStored(BenchmarkResults results, BenchmarkResults inDomain) {
        return new PaperTables(results, inDomain);
    }

    private static <T> void add(Map<T, List<BenchmarkUnit>> lists, T key, BenchmarkUnit unit) {
        lists.computeIfAbsent(key, none -> new ArrayList<>()).add(unit);
    }

    /** Whether all sentences and photos of one data set are used as they are: where the bound belongs. */
    private static boolean usual(Condition condition) {
        return condition.equals(Condition.within(condition.target()).named(condition.name()));
    }

    /** Conditions apart from which sentences are looked up, which stands in the rows as in the paper. */
    public List<String> conditions() {
        return units.keySet().stream().map(PaperTables::group).distinct().toList();
    }

    private static String group(Cell cell) {
        return cell.condition().name().replaceFirst(" TT$", "");
    }

    /** All rows of a condition: those that have results, then others of the paper. */
    public List<String> rows(String condition) {
        Set<String> rows = new LinkedHashSet<>();
        units.keySet().stream().filter(cell -> group(cell).equals(condition)).forEach(cell -> rows.add(cell.row()));
        publishedRows(condition).forEach(row -> rows.add(rowName(row)));
        return List.copyOf(rows);
    }

    /** How many seeds the rows of a condition have that have results. */
    public List<Integer> seeds(String condition) {
        return units.entrySet().stream().filter(one -> group(one.getKey()).equals(condition))
                .map(one -> one.getValue().size()).toList();
    }

    /** What the paper calls the data of a condition, if it has such data. */
    public Optional<String> data(String condition) {
        return units.keySet().stream().filter(cell -> group(cell).equals(condition)).findFirst()
                .flatMap(cell -> PublishedScores.data(cell.condition()));
    }

    /**
     * A mean over seeds, times 100; empty without results or where a seed was not scored.
     *
     * @param row    the system's name, with {@code -TT} where it looks up sentences of the target
     * @param metric {@code Bleu_4}, {@code METEOR}, {@code ROUGE_L}, {@code CIDEr} or {@code SPICE}
     */
    public OptionalDouble score(String condition, String row, String metric) {
        return find(condition, row).map(cell -> mean(units.get(cell), metric)).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble mean(List<BenchmarkUnit> some, String metric) {
        return some.stream().allMatch(unit -> unit.scores().containsKey(metric))
                ? some.stream().mapToDouble(unit -> 100 * unit.scores().get(metric)).average() : OptionalDouble.empty();
    }

    private Optional<Cell> find(String condition, String row) {
        return units.keySet().stream().filter(cell -> group(cell).equals(condition) && cell.row().equals(row))
                .findFirst();
    }

    /** The published score, times 100. */
    public OptionalDouble publishedScore(String condition, String row, String metric) {
        return publishedRows(condition).stream().filter(one -> rowName(one).equals(row)).findFirst()
                .map(one -> one.score(metric)).orElse(OptionalDouble.empty());
    }

    private List<PublishedScores.Row> publishedRows(String condition) {
        Optional<Integer> table = PublishedScores.table(protocol);
        return table.isEmpty() ? List.of() : data(condition).map(data -> published.rows(table.get(), data))
                .orElse(List.of());
    }

    private static String rowName(PublishedScores.Row row) {
        return row.system().orElse(row.name());
    }

    /** A score as percent of the supervised bound on the same photos. */
    public OptionalDouble share(String condition, String row, String metric) {
        OptionalDouble bound = find(condition, row).map(cell -> bounds.get(cell.condition().target()))
                .map(some -> mean(some, metric)).orElse(OptionalDouble.empty());
        return percent(score(condition, row, metric), bound);
    }

    /**
     * The published score as percent of the published bound: Barraco et al. on MSCOCO, which reads features of CLIP,
     * and BUTD on Flickr30k, the only one there is.
     */
    public OptionalDouble publishedShare(String condition, String row, String metric) {
        return percent(publishedScore(condition, row, metric), data(condition)
                .map(data -> published.bound(data, metric)).orElse(OptionalDouble.empty()));
    }

    private static OptionalDouble percent(OptionalDouble score, OptionalDouble bound) {
        return score.isEmpty() || bound.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(100 * score.getAsDouble() / bound.getAsDouble());
    }

    /** A condition's part of the table as the paper prints it, each score beside the published one. */
    public Table scores(String condition) {
        return table(condition, "scores (times 100, mean over seeds), here / published", "%.1f", this::score,
                this::publishedScore);
    }

    /** A condition's scores as percent of the supervised bound on the same photos, ours beside the published ones. */
    public Table besidePublished(String condition) {
        return table(condition, "percent of the supervised bound, here / published", "%.0f", this::share,
                this::publishedShare);
    }

    private interface Value {
        OptionalDouble of(String condition, String row, String metric);
    }

    private Table table(String condition, String what, String pattern, Value here, Value there) {
        List<String> rows = rows(condition);
        Table table = Table.create(title() + ", " + condition + data(condition).map(data -> " beside " + data)
                .orElse("") + ": " + what + note(), StringColumn.create("system", rows));
        for (String metric : Metrics.PAPERS) {
            table.addColumns(Columns.text(Evaluation.shown(metric), rows, row ->
                    (isMissing(condition, row) ? NOT_RUN : shown(pattern, here.of(condition, row, metric))) + " / "
                    + shown(pattern, there.of(condition, row, metric))));
        }
        return table;
    }

    private String note() {
        List<String> lacking = Metrics.PAPERS.stream().filter(metric -> units.values().stream()
                .allMatch(some -> mean(some, metric).isEmpty())).toList();
        return " (" + NONE + " where there is none: ESPER and the adversarial systems stay out"
                + (lacking.isEmpty() ? "" : "; these results were not scored by " + String.join(" and ", lacking))
                + (lacking.contains("METEOR") ? "" : "; METEOR here is without paraphrases") + ")";
    }

    private boolean isMissing(String condition, String row) {
        return find(condition, row).isEmpty() && Systems.PAPER.names().contains(row.replace(TARGET_SUPPORT, ""));
    }

    /** Such as {@code Table 1 of SynTIC's paper}, or the protocol where it is none of its tables. */
    public String title() {
        return PublishedScores.table(protocol).map(number -> "Table " + number + " of SynTIC's paper").orElse(protocol);
    }

    private static String shown(String pattern, OptionalDouble value) {
        return value.isEmpty() ? NONE : String.format(Locale.ROOT, pattern, value.getAsDouble());
    }
}
