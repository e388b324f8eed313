package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import syntic.CommandRun;
import syntic.Workbook;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.ledger.Finding.Measured;
import syntic.ledger.Finding.Verdict;

class ClaimsTest {
    private static final Path RESULTS = Workbook.ROOT.resolve("notebooks/results");

    @Test
    void everyVerdictHasAResultBehindItOrAReason() {
        List<Finding> findings = Claims.of(RESULTS);
        assertEquals(Set.of("SynTIC", "CapDec", "ReCap"), findings.stream().map(one -> one.claim().paper())
                .collect(Collectors.toSet()));
        assertEquals(findings.size(), findings.stream().map(one -> one.claim().place() + one.claim().text()).distinct()
                .count());
        for (Finding finding : findings) {
            if (finding.verdict() == Verdict.CANNOT) {
                assertFalse(finding.why().isBlank(), finding.toString());
                continue;
            }
            assertEquals(finding.claim().tests(), finding.measured().stream().map(Measured::test).toList());
            for (Measured measured : finding.measured()) {
                assertEquals(stored(measured.test()), measured.difference().difference().value(), 1e-9,
                        measured.toString());
            }
            boolean against = finding.measured().stream().anyMatch(one -> one.difference().difference().high() < 0);
            assertEquals(against, finding.verdict() == Verdict.DOES_NOT, finding.toString());
            assertEquals(finding.measured().stream().allMatch(one -> one.difference().difference().low() > 0),
                    finding.verdict() == Verdict.HOLDS, finding.toString());
        }
        assertEquals(findings.size(), Claims.table(findings).rowCount());
    }

    /** The difference from the scores that the runs themselves stored, on the seeds that all its systems have. */
    private static double stored(Claim.Test test) {
        BenchmarkResults results = BenchmarkResults.shipped(RESULTS, test.protocol()).orElseThrow();
        List<Long> seeds = LongStream.rangeClosed(1, 20).boxed().filter(seed -> test.terms().stream()
                .allMatch(term -> unit(results, term, seed).isPresent())).toList();
        return test.terms().stream().mapToDouble(term -> term.weight() * seeds.stream().mapToDouble(seed ->
                unit(results, term, seed).orElseThrow().scores().get(test.metric())).average().orElseThrow()).sum();
    }

    private static Optional<BenchmarkUnit> unit(BenchmarkResults results, Claim.Term term, long seed) {
        return results.units().stream().filter(unit -> unit.system().equals(term.system()) && unit.seed() == seed
                && unit.condition().equals(term.condition())).findFirst();
    }

    @Test
    void verdictsFollowTheResults() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        BenchmarkResults results = new BenchmarkResults(all.made(), all.references(), all.units().stream()
                .filter(unit -> unit.condition().equals("verbose") && unit.seed() == 1).toList());
        assertEquals(Verdict.HOLDS, verdict("in-domain: supervised@verbose > CapDec@verbose", results));
        assertEquals(Verdict.DOES_NOT, verdict("in-domain: CapDec@verbose > supervised@verbose", results));
        assertEquals(Verdict.OPEN, verdict("in-domain: CapDec@verbose > CLOSE@verbose", results), "the same captions");
        assertEquals(Verdict.DOES_NOT, verdict("in-domain: supervised@verbose > CapDec@verbose ; "
                + "in-domain: 0 > CapDec@verbose", results), "one of two");
        Finding missing = finding("in-domain: GPT@verbose > CapDec@verbose", results);
        assertEquals(Verdict.CANNOT, missing.verdict());
        assertEquals("the results of in-domain have no GPT in the condition 'verbose'", missing.evidence());
        assertEquals("there are no results of the protocol cross-domain",
                finding("cross-domain: a@b > c@d", null).evidence());
    }

    private static Verdict verdict(String tests, BenchmarkResults results) {
        return finding(tests, results).verdict();
    }

    private static Finding finding(String tests, BenchmarkResults results) {
        return Claims.of(List.of(Claim.parse("P\there\tsomething\t" + tests + "\t")),
                protocol -> Optional.ofNullable(results)).get(0);
    }

    @Test
    void refusesWhatIsNoClaim() {
        for (String line : List.of("P\there\tsomething\t\t", "P\there\tx\tin-domain: a@b > c@d\tand a reason",
                "P\there\tx\tin-domain: a@b\t", "P\there\tx\tin-domain: a > c@d\t", "P\there")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> Claim.parse(line)).getMessage()
                    .startsWith("claims.tsv: '"), line);
        }
    }

    @Test
    void theCommandPrintsThem() {
        CommandRun run = CommandRun.of("ledger", "--claims", "--results", RESULTS.resolve("none"), "--format", "json");
        assertEquals(0, run.status(), run.err());
        assertEquals(Claim.all().size(), JsonParser.parseString(run.out()).getAsJsonArray().size());
        CommandRun markdown = CommandRun.of("ledger", "--claims", "--results", RESULTS.resolve("none"));
        assertTrue(markdown.out().lines().anyMatch(line -> line.equals("| SynTIC | Table 4 | objects alone help | "
                + "there are no results of the protocol ablation | cannot be tested here |")), markdown.out());
    }
}
