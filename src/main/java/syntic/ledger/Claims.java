package syntic.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.benchmark.Prices;
import syntic.benchmark.SeedBootstrap;
import syntic.ledger.Finding.Measured;
import syntic.ledger.Finding.Verdict;
import syntic.metric.Bootstrap;
import syntic.metric.MetricScores;
import syntic.miniature.Miniature;
import syntic.store.Columns;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The ledger of claims: what the papers say, tested on stored results. Verdicts are computed from paired differences
 * with their intervals over photos and seeds; nobody writes one.
 */
public final class Claims {
    /** The head of the column. */
    static final String MEASURED = "measured here (differences × 100, or in processor seconds; 95 % interval, for n "
            + "seeds too narrow by √((n − 1) / n) in the part that is theirs)";

    private final Function<String, Optional<BenchmarkResults>> results;
    private final Map<String, Optional<BenchmarkResults>> byProtocol = new HashMap<>();
    private final Map<List<String>, BenchmarkResults> joined = new HashMap<>();
    private final Map<String, Boolean> earlier = new HashMap<>();
    private final Map<MetricScores, double[]> sampled = new IdentityHashMap<>();
    private final Measures measures;
    private final SeedBootstrap bootstrap = new SeedBootstrap();

    /** Why a test cannot be made. */
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String why) {
            super(why);
        }
    }

    private Claims(Function<String, Optional<BenchmarkResults>> results, Measures measures) {
        this.results = results;
        this.measures = measures;
    }

    /** @param folder of packed results, such as {@code notebooks/results} */
    public static List<Finding> of(Path folder) {
        return of(Claim.all(), protocol -> BenchmarkResults.shipped(folder, protocol));
    }

    /** @param results of a protocol, if there are any */
    static List<Finding> of(List<Claim> claims, Function<String, Optional<BenchmarkResults>> results) {
        try (Measures measures = new Measures(Miniature::open)) {
            Claims all = new Claims(results, measures);
            return claims.stream().map(all::finding).toList();
        }
    }

    private Finding finding(Claim claim) {
        if (claim.tests().isEmpty()) {
            return new Finding(claim, claim.isMeasuredInNotebook() ? Verdict.ELSEWHERE : Verdict.CANNOT, List.of(),
                    List.of(claim.why()), List.of());
        }
        List<Measured> measured = new ArrayList<>();
        TreeSet<String> missing = new TreeSet<>();
        for (Inequality test : claim.tests()) {
            try {
                measured.add(measured(test));
            } catch (Missing e) {
                missing.add(e.getMessage());
            }
        }
        return new Finding(claim, Verdict.of(measured, claim.tests().size(), claim.needed()), measured,
                List.copyOf(missing), measured.stream().flatMap(one -> one.test().protocols().stream()).distinct()
                .filter(this::isOfEarlierPictures).toList());
    }

    private boolean isOfEarlierPictures(String protocol) {
        return earlier.computeIfAbsent(protocol, one -> byProtocol.get(one).orElseThrow().isOfEarlierPictures());
    }

    private Measured measured(Inequality test) throws Missing {
        BenchmarkResults of = results(test.protocols());
        List<Map<Long, BenchmarkUnit>> columns = new ArrayList<>();
        List<String> stages = new ArrayList<>();
        for (Inequality.Term term : test.systems()) {
            for (String condition : term.conditions()) {
                columns.add(units(of, test, term, condition));
                stages.add(term.stage());
            }
        }
        List<Long> seeds = new ArrayList<>(columns.get(0).keySet());
        columns.forEach(column -> seeds.retainAll(column.keySet()));
        if (seeds.isEmpty()) {
            throw new Missing("the systems of '" + test.text() + "' have no seed in common");
        }
        List<List<BenchmarkUnit>> units = columns.stream().map(column -> seeds.stream().map(column::get).toList())
                .toList();
        return test.isOfWork() ? work(test, units, stages) : score(test, of, units);
    }

    private BenchmarkResults results(List<String> protocols) throws Missing {
        for (String protocol : protocols) {
            if (byProtocol.computeIfAbsent(protocol, results).isEmpty()) {
                throw new Missing("there are no results of the protocol " + protocol);
            }
            requireAlike(protocols.get(0), protocol);
        }
        return joined.computeIfAbsent(protocols, all -> all.stream().map(one -> byProtocol.get(one).orElseThrow())
                .reduce(BenchmarkResults::with).orElseThrow());
    }

    /** Differences between results of two models, such as other pictures, would be taken for those of the systems. */
    private void requireAlike(String first, String second) throws Missing {
        List<String> differences = byProtocol.get(first).orElseThrow()
                .differences(byProtocol.get(second).orElseThrow());
        if (!differences.isEmpty()) {
            throw new Missing("the results of " + first + " and " + second + " are not of the same "
                    + String.join(", ", differences));
        }
    }

    /** By seed, in their order, so that what the bootstrap draws does not depend on which was run first. */
    private static Map<Long, BenchmarkUnit> units(BenchmarkResults results, Inequality test, Inequality.Term term,
            String condition) throws Missing {
        Map<Long, BenchmarkUnit> units = new TreeMap<>();
        results.units().stream().filter(unit -> unit.system().equals(term.system())
                && unit.condition().equals(condition)).forEach(unit -> units.put(unit.seed(), unit));
        if (units.isEmpty()) {
            throw new Missing("the results of " + String.join(" and ", test.protocols()) + " have no " + term.system()
                    + " in the condition '" + condition + "'");
        }
        return units;
    }

    private Measured score(Inequality test, BenchmarkResults of, List<List<BenchmarkUnit>> units) throws Missing {
        Optional<String> missing = Measures.missing(test.measure(), of);
        if (missing.isPresent()) {
            throw new Missing(missing.get());
        }
        List<double[]> values = new ArrayList<>();
        List<double[][]> samples = new ArrayList<>();
        for (List<BenchmarkUnit> bySeed : units) {
            if (!bySeed.get(0).captions().keySet().equals(units.get(0).get(0).captions().keySet())) {
                throw new IllegalArgumentException(Claim.TABLE + ": '" + test.text() + "' compares captions of "
                        + "different photos, which cannot be paired");
            }
            List<MetricScores> scores = bySeed.stream().map(unit -> measures.of(test.measure(), of, unit)).toList();
            values.add(scores.stream().mapToDouble(MetricScores::corpus).toArray());
            samples.add(scores.stream().map(this::sampled).toArray(double[][]::new));
        }
        return new Measured(test, bootstrap.compare(test.difference(), values, samples), units.get(0).size());
    }

    /** Drawn once for each, since the draws depend on the number of photos alone. */
    private double[] sampled(MetricScores scores) {
        return sampled.computeIfAbsent(scores, one -> bootstrap.sampled(List.of(one))[0]);
    }

    /** The difference of every seed, whose mean has an interval over seeds; that of one alone would be empty. */
    private static Measured work(Inequality test, List<List<BenchmarkUnit>> units, List<String> stages)
            throws Missing {
        if (units.get(0).size() < 2) {
            throw new Missing("the work of '" + test.text() + "' was measured with one seed, which has no interval");
        }
        double[][] seconds = new double[units.get(0).size()][units.size()];
        for (int i = 0; i < units.size(); i++) {
            for (int s = 0; s < seconds.length; s++) {
                seconds[s][i] = seconds(test, units.get(i).get(s), stages.get(i));
            }
        }
        double[] differences = IntStream.range(0, seconds.length).mapToDouble(s -> test.difference()
                .applyAsDouble(seconds[s])).toArray();
        return new Measured(test, new Bootstrap().compare(new double[differences.length], differences),
                differences.length);
    }

    private static double seconds(Inequality test, BenchmarkUnit unit, String stage) throws Missing {
        List<String> stages = stage.equals(Inequality.WHOLE) ? Prices.STAGES : List.of(stage);
        if (!unit.work().keySet().containsAll(stages)) {
            throw new Missing("the work of " + unit.system() + " in '" + test.text() + "' was not measured");
        }
        return stages.stream().mapToDouble(unit.work()::get).sum();
    }

    /** For a notebook. @param findings in the order of the table's rows */
    public static Table table(List<Finding> findings) {
        return Table.create("What the papers claim, and what holds here", numbers(findings),
                Columns.text("paper", findings, one -> one.claim().paper()),
                Columns.text("place", findings, one -> one.claim().place()),
                Columns.text("claim", findings, one -> one.claim().text()),
                Columns.text("verdict", findings, one -> one.verdict().label()));
    }

    /** What each verdict rests on, with the numbers of {@link #table}. */
    public static Table evidence(List<Finding> findings) {
        return Table.create("What the verdicts rest on", numbers(findings),
                Columns.text("verdict", findings, one -> one.verdict().label()),
                Columns.text(MEASURED, findings, Finding::evidence));
    }

    private static StringColumn numbers(List<Finding> findings) {
        return Columns.text("number", findings, one -> Integer.toString(findings.indexOf(one) + 1));
    }
}
