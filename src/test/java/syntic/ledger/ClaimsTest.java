package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntic.ledger.Tested.RESULTS;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.CommandRun;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.benchmark.Protocols;
import syntic.ledger.Finding.Measured;
import syntic.ledger.Finding.Verdict;

/** The ledger of claims on the results that are shipped, and its command. */
@Tag("slow")
class ClaimsTest {
    /** Scores that runs store; all others follow from the captions. */
    private static final Set<String> STORED = Set.of("CIDEr", "Bleu_4", "ROUGE_L");

    @Test
    void everyVerdictHasAResultBehindItOrAReason() {
        List<Finding> findings = Claims.of(RESULTS);
        assertEquals(Set.of("SynTIC", "CapDec", "ReCap"), findings.stream().map(one -> one.claim().paper())
                .collect(Collectors.toSet()));
        assertEquals(findings.size(), findings.stream().map(one -> one.claim().place() + one.claim().text()).distinct()
                .count());
        for (Finding finding : findings) {
            if (finding.measured().isEmpty()) {
                assertTrue(Set.of(Verdict.CANNOT, Verdict.ELSEWHERE).contains(finding.verdict()), finding.toString());
                assertTrue(finding.missing().stream().noneMatch(String::isBlank) && !finding.missing().isEmpty(),
                        finding.toString());
                continue;
            }
            List<Inequality> made = finding.measured().stream().map(Measured::test).toList();
            assertEquals(finding.missing().isEmpty(), made.equals(finding.claim().tests()), finding.toString());
            assertTrue(finding.claim().tests().containsAll(made), finding.toString());
            for (Measured measured : finding.measured()) {
                if (STORED.contains(measured.test().measure())) {
                    assertEquals(stored(measured.test()), measured.difference().difference().value(), 1e-9,
                            measured.toString());
                }
            }
        }
        assertEquals(findings.size(), Claims.table(findings).rowCount());
    }

    /** The difference from the scores that the runs themselves stored, on the seeds that all its systems have. */
    private static double stored(Inequality test) {
        List<BenchmarkUnit> units = test.protocols().stream().flatMap(protocol -> BenchmarkResults.shipped(RESULTS,
                protocol).orElseThrow().units().stream()).toList();
        List<Long> seeds = LongStream.rangeClosed(1, 20).boxed().filter(seed -> test.systems().stream()
                .flatMap(term -> term.conditions().stream().map(condition -> score(units, test, term, condition, seed)))
                .allMatch(Optional::isPresent)).toList();
        return test.difference().applyAsDouble(test.systems().stream().flatMap(term -> term.conditions().stream()
                .map(condition -> seeds.stream().mapToDouble(seed -> score(units, test, term, condition, seed)
                        .orElseThrow()).average().orElseThrow())).mapToDouble(Double::doubleValue).toArray());
    }

    private static Optional<Double> score(List<BenchmarkUnit> units, Inequality test, Inequality.Term term,
            String condition, long seed) {
        return units.stream().filter(unit -> unit.system().equals(term.system()) && unit.seed() == seed
                && unit.condition().equals(condition)).findFirst().map(unit -> unit.scores().get(test.measure()));
    }

    @Test
    void everyTableAndFigureHasItsCounterpartOrTheReason() {
        assertEquals(List.of("Table 1", "Table 2", "Table 3", "Table 4", "Figure 1", "Figure 2", "Figure 3"),
                PaperPart.all().stream().map(PaperPart::part).toList());
        for (PaperPart part : PaperPart.all()) {
            assertFalse(part.here().isBlank(), part.part());
            part.protocol().ifPresent(protocol -> {
                assertTrue(Protocols.names().contains(protocol), part.part());
                assertTrue(BenchmarkResults.shipped(RESULTS, protocol).isPresent(), part.part() + ": " + protocol);
            });
        }
        assertEquals(7, PaperPart.table().rowCount());
    }

    @Test
    void aTestOfTheHigherOfTwoStaysInItsCell() {
        assertEquals("| ReCap | in-domain/work: A@b#decoder \\| C@d#decoder > 1 |",
                LedgerCommand.row("ReCap", "in-domain/work: A@b#decoder | C@d#decoder > 1"));
    }

    @Test
    void theCommandPrintsThem() {
        CommandRun run = CommandRun.of("ledger", "--claims", "--results", RESULTS.resolve("none"), "--format", "json");
        assertEquals(0, run.status(), run.err());
        assertEquals(Claim.all().size(), JsonParser.parseString(run.out()).getAsJsonArray().size());
        CommandRun markdown = CommandRun.of("ledger", "--claims", "--results", RESULTS.resolve("none"));
        assertTrue(markdown.out().lines().anyMatch(line -> line.equals("| SynTIC | Table 4 | feature projection alone "
                + "helps | there are no results of the protocol ablation | cannot be tested here |")), markdown.out());
    }
}
