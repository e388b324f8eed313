package syntic.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkTable;
import syntic.benchmark.SeedBootstrap;
import syntic.ledger.Finding.Measured;
import syntic.ledger.Finding.Verdict;
import syntic.metric.Bootstrap;
import syntic.metric.Bootstrap.Comparison;
import syntic.store.Columns;
import syntic.store.ProgressListener;
import tech.tablesaw.api.Table;

/**
 * The ledger of claims: what the papers say, tested on stored results. Verdicts are computed from paired differences
 * with their intervals over photos and seeds; nobody writes one.
 */
public final class Claims {
    /** The head of the column. */
    static final String MEASURED = "measured here (difference × 100, or processor seconds; 95 % interval)";
    private static final Set<String> SLOW = Set.of("METEOR", "SPICE");

    private Claims() {}

    /** @param folder of packed results, such as {@code notebooks/results} */
    public static List<Finding> of(Path folder) {
        return of(Claim.all(), protocol -> BenchmarkResults.shipped(folder, protocol));
    }

    /** @param results of a protocol, if there are any */
    static List<Finding> of(List<Claim> claims, Function<String, Optional<BenchmarkResults>> results) {
        Map<String, Optional<BenchmarkResults>> byProtocol = new HashMap<>();
        List<Claim.Test> tests = claims.stream().flatMap(claim -> claim.tests().stream()).toList();
        tests.forEach(test -> byProtocol.computeIfAbsent(test.protocol(), results));
        Map<String, BenchmarkTable> tables = new HashMap<>();
        tests.forEach(test -> byProtocol.get(test.protocol()).ifPresent(all -> tables.computeIfAbsent(table(test),
                table -> needed(all, tests.stream().filter(one -> table(one).equals(table)).toList()))));
        return claims.stream().map(claim -> finding(claim, byProtocol, tables)).toList();
    }

    /** Which tests one table serves: METEOR and SPICE take longer than the others. */
    private static String table(Claim.Test test) {
        return test.protocol() + (SLOW.contains(test.metric()) ? "/slow" : "");
    }

    /** Scores what the tests ask for alone. */
    private static BenchmarkTable needed(BenchmarkResults all, List<Claim.Test> tests) {
        List<Claim.Term> terms = tests.stream().flatMap(test -> test.terms().stream()).toList();
        BenchmarkResults some = new BenchmarkResults(all.made(), all.references(), all.units().stream()
                .filter(unit -> terms.stream().anyMatch(term -> term.system().equals(unit.system())
                        && term.condition().equals(unit.condition()))).toList());
        return SLOW.contains(tests.get(0).metric()) ? BenchmarkTable.ofPaperMetrics(some, new SeedBootstrap(),
                ProgressListener.SILENT) : BenchmarkTable.of(some);
    }

    private static Finding finding(Claim claim, Map<String, Optional<BenchmarkResults>> results,
            Map<String, BenchmarkTable> tables) {
        if (claim.tests().isEmpty()) {
            return new Finding(claim, Verdict.CANNOT, List.of(), claim.why());
        }
        List<Measured> measured = new ArrayList<>();
        for (Claim.Test test : claim.tests()) {
            if (results.get(test.protocol()).isEmpty()) {
                return new Finding(claim, Verdict.CANNOT, List.of(), "there are no results of the protocol "
                        + test.protocol());
            }
            Optional<String> missing = missing(test, tables.get(table(test)));
            if (missing.isPresent()) {
                return new Finding(claim, Verdict.CANNOT, List.of(), missing.get());
            }
            Optional<Measured> found = test.isOfWork() ? work(test, results.get(test.protocol()).get())
                    : score(test, tables.get(table(test)));
            if (found.isEmpty()) {
                return new Finding(claim, Verdict.CANNOT, List.of(), "the systems of '" + test.text() + "' have no "
                        + (test.isOfWork() ? "work that was measured" : "seed in common"));
            }
            measured.add(found.get());
        }
        return new Finding(claim, Verdict.of(measured), measured, "");
    }

    private static Optional<String> missing(Claim.Test test, BenchmarkTable table) {
        if (!test.isOfWork() && !table.metrics().contains(test.metric())) {
            return Optional.of(test.metric() + " needs its parser, which is not there");
        }
        return test.terms().stream().filter(term -> table.rows(term.system()).stream()
                .noneMatch(row -> row.condition().name().equals(term.condition()))).findFirst()
                .map(term -> "the results of " + test.protocol() + " have no " + term.system() + " in the condition '"
                        + term.condition() + "'");
    }

    private static Optional<Measured> score(Claim.Test test, BenchmarkTable table) {
        List<BenchmarkTable.Term> terms = test.of(table);
        List<Long> seeds = new ArrayList<>(terms.get(0).row().seeds());
        terms.forEach(term -> seeds.retainAll(term.row().seeds()));
        return seeds.isEmpty() ? Optional.empty() : Optional.of(new Measured(test, table.contrast(test.metric(), terms),
                seeds.size()));
    }

    /** The difference of every seed, whose mean has an interval over seeds. */
    private static Optional<Measured> work(Claim.Test test, BenchmarkResults results) {
        Map<Long, List<Double>> bySeed = new TreeMap<>();
        for (Claim.Term term : test.terms()) {
            results.units().stream().filter(unit -> unit.system().equals(term.system())
                    && unit.condition().equals(term.condition()) && unit.work().containsKey(term.stage()))
                    .forEach(unit -> bySeed.computeIfAbsent(unit.seed(), none -> new ArrayList<>())
                            .add(term.weight() * unit.work().get(term.stage())));
        }
        double[] differences = bySeed.values().stream().filter(all -> all.size() == test.terms().size())
                .mapToDouble(all -> all.stream().mapToDouble(Double::doubleValue).sum()).toArray();
        return differences.length == 0 ? Optional.empty() : Optional.of(new Measured(test, new Comparison(
                new Bootstrap().mean(differences), Double.NaN), differences.length));
    }

    /** For a notebook. @param findings in the order of the table's rows */
    public static Table table(List<Finding> findings) {
        return Table.create("What the papers claim, and what holds here",
                Columns.text("paper", findings, one -> one.claim().paper()),
                Columns.text("place", findings, one -> one.claim().place()),
                Columns.text("claim", findings, one -> one.claim().text()),
                Columns.text(MEASURED, findings, Finding::evidence),
                Columns.text("verdict", findings, one -> one.verdict().label()));
    }
}
