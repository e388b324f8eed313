package syntic.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkTable;
import syntic.ledger.Finding.Measured;
import syntic.ledger.Finding.Verdict;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The ledger of claims: what the papers say, tested on stored results. Verdicts are computed from paired differences
 * with their intervals over photos and seeds; nobody writes one.
 */
public final class Claims {
    private Claims() {}

    /** @param folder of packed results, such as {@code notebooks/results} */
    public static List<Finding> of(Path folder) {
        return of(Claim.all(), protocol -> BenchmarkResults.shipped(folder, protocol));
    }

    /** @param results of a protocol, if there are any */
    static List<Finding> of(List<Claim> claims, Function<String, Optional<BenchmarkResults>> results) {
        Map<String, Optional<BenchmarkTable>> tables = new HashMap<>();
        claims.stream().flatMap(claim -> claim.tests().stream()).map(Claim.Test::protocol).distinct()
                .forEach(protocol -> tables.put(protocol,
                        results.apply(protocol).map(all -> needed(all, claims, protocol))));
        return claims.stream().map(claim -> finding(claim, tables)).toList();
    }

    /** Scores what the claims ask for alone. */
    private static BenchmarkTable needed(BenchmarkResults all, List<Claim> claims, String protocol) {
        List<Claim.Term> terms = claims.stream().flatMap(claim -> claim.tests().stream())
                .filter(test -> test.protocol().equals(protocol)).flatMap(test -> test.terms().stream()).toList();
        return BenchmarkTable.of(all.where(unit -> terms.stream().anyMatch(term -> term.system().equals(unit.system())
                && term.condition().equals(unit.condition()))));
    }

    private static Finding finding(Claim claim, Map<String, Optional<BenchmarkTable>> tables) {
        if (claim.tests().isEmpty()) {
            return new Finding(claim, Verdict.CANNOT, List.of(), claim.why());
        }
        List<Measured> measured = new ArrayList<>();
        for (Claim.Test test : claim.tests()) {
            Optional<BenchmarkTable> table = tables.get(test.protocol());
            if (table.isEmpty()) {
                return new Finding(claim, Verdict.CANNOT, List.of(), "there are no results of the protocol "
                        + test.protocol());
            }
            Optional<Claim.Term> missing = test.terms().stream().filter(term -> table.get().rows(term.system()).stream()
                    .noneMatch(row -> row.condition().name().equals(term.condition()))).findFirst();
            if (missing.isPresent()) {
                return new Finding(claim, Verdict.CANNOT, List.of(), "the results of " + test.protocol()
                        + " have no " + missing.get().system() + " in the condition '" + missing.get().condition()
                        + "'");
            }
            List<BenchmarkTable.Term> terms = test.of(table.get());
            List<Long> seeds = new ArrayList<>(terms.get(0).row().seeds());
            terms.forEach(term -> seeds.retainAll(term.row().seeds()));
            if (seeds.isEmpty()) {
                return new Finding(claim, Verdict.CANNOT, List.of(), "the systems of '" + test.text()
                        + "' have no seed in common");
            }
            measured.add(new Measured(test, table.get().contrast(test.metric(), terms), seeds.size()));
        }
        return new Finding(claim, Verdict.of(measured), measured, "");
    }

    /** For a notebook. @param findings in the order of the table's rows */
    public static Table table(List<Finding> findings) {
        return Table.create("What the papers claim, and what holds here",
                StringColumn.create("paper", findings.stream().map(one -> one.claim().paper()).toList()),
                StringColumn.create("place", findings.stream().map(one -> one.claim().place()).toList()),
                StringColumn.create("claim", findings.stream().map(one -> one.claim().text()).toList()),
                StringColumn.create("measured here (difference × 100, 95 % interval)", findings.stream()
                        .map(Finding::evidence).toList()),
                StringColumn.create("verdict", findings.stream().map(one -> one.verdict().label()).toList()));
    }
}
