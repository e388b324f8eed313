package syntic.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.method.capdec.NoiseInjection;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.metric.CaptionScores;
import syntic.metric.Metric;
import syntic.metric.MetricScores;
import syntic.metric.Metrics;
import syntic.metric.TokenizedCaptions;
import syntic.metric.Tokenizer;
import syntic.stage.Evaluation;
import syntic.store.Columns;
import syntic.store.ProgressListener;
import tech.tablesaw.api.Table;

/**
 * The table of a benchmark, from its {@code results.json} alone: for every system its mean score over seeds with a 95 %
 * interval over seeds and images, the paired comparison with SynTIC, the ratio to the upper bound, and what it cost.
 */
public final class BenchmarkTable {
    static final String CIDER = "CIDEr";
    private static final List<String> METRICS = List.of(CIDER, "Bleu_4", "ROUGE_L");

    /**
     * One system in one condition.
     *
     * @param seeds of its units
     * @param settings of the system and of the condition, by name
     * @param scores mean over the seeds with its interval, by metric
     * @param fromSyntic its CIDEr-D minus SynTIC's on the seeds that both have; null for SynTIC itself or without it
     * @param ofBound its CIDEr-D divided by the upper bound's in the same condition, on the seeds that both have; null
     *     for the bound itself, or where there is none or it is 0
     * @param trainingSeconds processor seconds, mean over the seeds, empty if they were not measured
     */
    public record Row(Condition condition, String system, boolean textOnly, List<Long> seeds,
            Map<String, String> settings, Map<String, Interval> scores, Comparison fromSyntic, Interval ofBound,
            OptionalDouble trainingSeconds, long parameters) {

        /** @param metric one of those of the table, such as {@code CIDEr} */
        public Interval score(String metric) {
            requireMetric(scores.keySet(), metric);
            return scores.get(metric);
        }

        /** The temperature τ of the projection, of systems that project. */
        public double temperature() {
            return number("projection.temperature");
        }

        /** The scale of the noise, of systems that inject it: deviation σ, or radius of the ball. */
        public double noise() {
            return number("noise.scale");
        }

        /** How long that noise is: a measure that deviations and radii have in common. @param width of features */
        public double noiseLength(int width) {
            return new NoiseInjection(NoiseInjection.Distribution.valueOf(settings.get("noise.distribution")),
                    noise()).length(width);
        }

        /** The system's name, with a star if it learns from photos too. */
        public String starred() {
            return system + (textOnly ? "" : " *");
        }

        private double number(String setting) {
            String value = settings.get(setting);
            if (value == null) {
                throw new IllegalArgumentException(system + " has no setting " + setting + "; it has "
                        + String.join(", ", own().keySet()));
            }
            return Double.parseDouble(value);
        }

        /** The settings of the system without those of the condition. */
        SortedMap<String, String> own() {
            SortedMap<String, String> own = new TreeMap<>(settings);
            own.keySet().removeIf(name -> name.startsWith(Condition.SETTINGS));
            return own;
        }
    }

    /** One system's units, and for every metric its scores [seed] and sampled scores [seed][sample]. */
    private record Scored(List<BenchmarkUnit> units, Map<String, double[]> values, Map<String, double[][]> sampled) {
        Scored only(List<Long> seeds) {
            int[] kept = seeds.stream().mapToInt(seed -> units.stream().map(BenchmarkUnit::seed).toList().indexOf(seed))
                    .toArray();
            Map<String, double[]> some = new LinkedHashMap<>();
            Map<String, double[][]> someSampled = new LinkedHashMap<>();
            values.forEach((metric, all) -> some.put(metric, Arrays.stream(kept).mapToDouble(i -> all[i]).toArray()));
            sampled.forEach((metric, all) -> someSampled.put(metric,
                    Arrays.stream(kept).mapToObj(i -> all[i]).toArray(double[][]::new)));
            return new Scored(Arrays.stream(kept).mapToObj(units::get).toList(), some, someSampled);
        }

        List<Long> seeds() {
            return units.stream().map(BenchmarkUnit::seed).toList();
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Map<String, Scored>> byCondition = new LinkedHashMap<>();
    private final List<String> metrics;
    private final SeedBootstrap bootstrap;

    private BenchmarkTable(BenchmarkResults results, SeedBootstrap bootstrap, List<String> metrics,
            List<Metric> computed, ProgressListener progress) {
        this.metrics = metrics;
        this.bootstrap = bootstrap;
        Map<String, Map<String, List<BenchmarkUnit>>> units = new LinkedHashMap<>();
        results.units().forEach(unit -> units.computeIfAbsent(unit.condition(), name -> new LinkedHashMap<>())
                .computeIfAbsent(unit.system(), name -> new ArrayList<>()).add(unit));
        units.forEach((condition, systems) -> {
            Map<String, Scored> scored = new LinkedHashMap<>();
            systems.forEach((system, some) -> {
                // The order in which the seeds were run must not change what the bootstrap draws.
                some.sort(Comparator.comparingLong(BenchmarkUnit::seed));
                scored.put(system, score(results, some, computed, progress));
            });
            byCondition.put(condition, scored);
            scored.forEach((system, own) -> rows.add(row(own, scored.get(Systems.SYNTIC),
                    scored.get(Systems.SUPERVISED))));
        });
    }

    public static BenchmarkTable of(BenchmarkResults results) {
        return of(results, new SeedBootstrap());
    }

    public static BenchmarkTable of(BenchmarkResults results, SeedBootstrap bootstrap) {
        return new BenchmarkTable(results, bootstrap, METRICS, Metrics.named(Metrics.DEFAULT), ProgressListener.SILENT);
    }

    /**
     * As {@link #of(BenchmarkResults, SeedBootstrap)}, by the metrics of papers' tables, which take longer:
     * {@code Bleu_4}, {@code METEOR}, {@code ROUGE_L}, {@code CIDEr} and, where its parser is, {@code SPICE}.
     *
     * @param progress hears of every unit
     */
    public static BenchmarkTable ofPaperMetrics(BenchmarkResults results, SeedBootstrap bootstrap,
            ProgressListener progress) {
        List<String> scores = Metrics.PAPERS.stream().filter(Metrics::isThere).toList();
        return new BenchmarkTable(results, bootstrap, scores, Metrics.named(scores.stream().map(Metrics::giving)
                .toList()), progress);
    }

    private Scored score(BenchmarkResults results, List<BenchmarkUnit> units, List<Metric> computed,
            ProgressListener progress) {
        Map<String, List<String>> references = results.references().get(units.get(0).target());
        List<CaptionScores> scores = new ArrayList<>();
        for (BenchmarkUnit unit : units) {
            progress.at(results.units().indexOf(unit), results.units().size(), unit.system());
            scores.add(CaptionScores.of(TokenizedCaptions.of(references, unit.captions(), Tokenizer.ptb()), computed,
                    ProgressListener.SILENT));
        }
        Map<String, double[]> values = new LinkedHashMap<>();
        Map<String, double[][]> sampled = new LinkedHashMap<>();
        for (String name : metrics) {
            List<MetricScores> bySeed = scores.stream().map(all -> all.metrics().stream()
                    .filter(metric -> metric.name().equals(name)).findFirst().orElseThrow()).toList();
            values.put(name, bySeed.stream().mapToDouble(MetricScores::corpus).toArray());
            sampled.put(name, bootstrap.sampled(bySeed));
        }
        return new Scored(units, values, sampled);
    }

    private Row row(Scored own, Scored syntic, Scored bound) {
        Map<String, Interval> scores = new LinkedHashMap<>();
        metrics.forEach(metric -> scores.put(metric,
                bootstrap.interval(own.values().get(metric), own.sampled().get(metric))));
        BenchmarkUnit one = own.units().get(0);
        return new Row(Condition.of(one.settings()), one.system(), one.textOnly(), own.seeds(), one.settings(), scores,
                own == syntic || syntic == null ? null : contrast(CIDER, new double[] {-1, 1}, List.of(syntic, own)),
                own == bound || bound == null ? null : ratio(own, bound),
                own.units().stream().map(BenchmarkUnit::trainingSeconds).filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue).average(), one.parameters());
    }

    /** One score in a {@link #contrast}. */
    public record Term(double weight, Row row) {}

    /**
     * How much higher the CIDEr-D of the {@code second} is than that of the {@code first}, two systems or one in two
     * conditions, on the same photos and the seeds that both have; null without any.
     */
    public Comparison compare(Row first, Row second) {
        return contrast(CIDER, List.of(new Term(-1, first), new Term(1, second)));
    }

    /**
     * A weighted sum of scores on the same photos and the seeds that all of them have, such as what a component brings
     * in one condition minus what it brings in another; null without a common seed.
     *
     * @param metric one of those of the table
     * @throws IllegalArgumentException if the conditions have other photos, since these cannot be paired
     */
    public Comparison contrast(String metric, List<Term> terms) {
        requireMetric(metrics, metric);
        List<String> targets = terms.stream().map(term -> term.row().condition().target()).distinct().toList();
        if (targets.size() > 1) {
            throw new IllegalArgumentException("scores on photos of " + String.join(" and ", targets)
                    + " cannot be paired");
        }
        return contrast(metric, terms.stream().mapToDouble(Term::weight).toArray(),
                terms.stream().map(term -> scored(term.row())).toList());
    }

    private Comparison contrast(String metric, double[] weights, List<Scored> all) {
        List<Scored> same = onCommonSeeds(all);
        return same.isEmpty() ? null : bootstrap.contrast(weights,
                same.stream().map(one -> one.values().get(metric)).toList(),
                same.stream().map(one -> one.sampled().get(metric)).toList());
    }

    private static void requireMetric(Collection<String> metrics, String metric) {
        if (!metrics.contains(metric)) {
            throw new IllegalArgumentException("there is no metric " + metric + " in this table; it has "
                    + String.join(", ", metrics));
        }
    }

    /** The metrics of the table, in their order. */
    public List<String> metrics() {
        return metrics;
    }

    private Scored scored(Row row) {
        return byCondition.get(row(row.condition(), row.system()).condition().name()).get(row.system());
    }

    /** Without the seeds that not all have; empty without a seed that all have. */
    private static List<Scored> onCommonSeeds(List<Scored> scored) {
        List<Long> common = scored.get(0).seeds().stream()
                .filter(seed -> scored.stream().allMatch(one -> one.seeds().contains(seed))).toList();
        return common.isEmpty() ? List.of() : scored.stream().map(one -> one.only(common)).toList();
    }

    /** Null without a seed that both have, or if the bound is 0. */
    private Interval ratio(Scored own, Scored bound) {
        List<Scored> same = onCommonSeeds(List.of(own, bound));
        if (same.isEmpty() || Arrays.stream(bound.values().get(CIDER)).sum() == 0) {
            return null;
        }
        Scored a = same.get(0);
        Scored b = same.get(1);
        return bootstrap.ratio(a.values().get(CIDER), a.sampled().get(CIDER), b.values().get(CIDER),
                b.sampled().get(CIDER));
    }

    /** In the order of the results. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** All systems in one condition. */
    public List<Row> rows(Condition condition) {
        return rows.stream().filter(row -> row.condition().equals(condition)).toList();
    }

    /** One system in all conditions. */
    public List<Row> rows(String system) {
        return rows.stream().filter(row -> row.system().equals(system)).toList();
    }

    /** @throws IllegalArgumentException naming the conditions there are, if the system has no results in this one */
    public Row row(Condition condition, String system) {
        return find(condition, system).orElseThrow(() -> new IllegalArgumentException("there are no results of "
                + system + " in the condition '" + condition.name() + "'; conditions are "
                + String.join(", ", conditions().stream().map(Condition::name).toList())));
    }

    /** The row, if the system has results in this condition. */
    public Optional<Row> find(Condition condition, String system) {
        return rows(condition).stream().filter(row -> row.system().equals(system)).findFirst();
    }

    public List<Condition> conditions() {
        return rows.stream().map(Row::condition).distinct().toList();
    }

    public List<String> systems() {
        return rows.stream().map(Row::system).distinct().toList();
    }

    /** Scores in percent, as papers print them. A star marks systems that learn from photos too. */
    public Table table() {
        Table table = Table.create("Scores × 100 (mean over seeds, 95 % intervals over seeds and images)",
                Columns.text("condition", rows, row -> row.condition().name()),
                Columns.text("system", rows, Row::starred),
                Columns.text("seeds", rows, row -> Integer.toString(row.seeds().size())));
        for (String metric : metrics) {
            table.addColumns(Columns.text(Evaluation.shown(metric), rows, row -> row.score(metric).percent()));
        }
        return table.addColumns(
                Columns.text("from SynTIC", rows, row -> row.fromSyntic() == null ? ""
                        : row.fromSyntic().difference().percent()),
                Columns.text("p", rows, row -> row.fromSyntic() == null ? ""
                        : format("%.3f", row.fromSyntic().pValue())),
                Columns.text("percent of the bound", rows, row -> row.ofBound() == null ? ""
                        : format("%.0f [%.0f, %.0f]", 100 * row.ofBound().value(), 100 * row.ofBound().low(),
                                100 * row.ofBound().high())),
                Columns.text("training (CPU s)", rows, row -> row.trainingSeconds().isEmpty() ? ""
                        : format("%.0f", row.trainingSeconds().getAsDouble())),
                Columns.count("parameters", rows, Row::parameters));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
