package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.CommandRun;
import syntic.Workbook;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.benchmark.Protocols;
import syntic.ledger.Finding.Measured;
import syntic.ledger.Finding.Verdict;
import syntic.metric.CaptionScores;
import syntic.metric.Metrics;
import syntic.metric.TokenizedCaptions;
import syntic.metric.Tokenizer;
import syntic.store.ProgressListener;

@Tag("slow")
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
                // METEOR takes long: that of one claim stands for all.
                if (measured.test().metric().equals("METEOR") && !finding.claim().place().equals("In-domain, Results")) {
                    continue;
                }
                assertEquals(measured.test().isOfWork() ? work(measured.test()) : stored(measured.test()),
                        measured.difference().difference().value(), 1e-9, measured.toString());
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
                score(results, unit(results, term, seed).orElseThrow(), test.metric())).average().orElseThrow()).sum();
    }

    /** METEOR and SPICE are not stored, they follow from the captions. */
    private static double score(BenchmarkResults results, BenchmarkUnit unit, String metric) {
        return unit.scores().containsKey(metric) ? unit.scores().get(metric) : CaptionScores.of(TokenizedCaptions.of(
                results.references().get(unit.target()), unit.captions(), Tokenizer.ptb()),
                Metrics.named(List.of(metric.toLowerCase(Locale.ROOT))), ProgressListener.SILENT).corpus().get(metric);
    }

    private static double work(Claim.Test test) {
        BenchmarkResults results = BenchmarkResults.shipped(RESULTS, test.protocol()).orElseThrow();
        return test.terms().stream().mapToDouble(term -> term.weight() * LongStream.rangeClosed(1, 20).boxed()
                .flatMap(seed -> unit(results, term, seed).stream()).mapToDouble(unit -> unit.work().get(term.stage()))
                .average().orElseThrow()).sum();
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

    @Test
    void workIsComparedInSecondsOfEverySeed() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        List<BenchmarkUnit> units = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            units.add(worked("DeCap", seed, Map.of("decoder", 20.0 + seed)));
            units.add(worked("ReCap", seed, Map.of("decoder", 30.0, "alignment", 0.02)));
        }
        BenchmarkResults results = new BenchmarkResults(all.made(), all.references(), units);
        Finding fast = finding("in-domain/work: DeCap@plain#decoder > 1000 ReCap@plain#alignment", results);
        assertEquals(Verdict.HOLDS, fast.verdict());
        assertEquals(2, fast.measured().get(0).difference().difference().value(), 1e-9);
        assertTrue(fast.evidence().endsWith("#alignment: 2.00 s [1.00, 3.00] (3 seeds)"), fast.evidence());
        assertEquals(Verdict.DOES_NOT, verdict("in-domain/work: DeCap@plain#decoder > ReCap@plain#decoder", results));
        assertEquals("the systems of 'in-domain/work: DeCap@plain#refinement > ReCap@plain#decoder' have no work that "
                + "was measured", finding("in-domain/work: DeCap@plain#refinement > ReCap@plain#decoder", results)
                .evidence());
    }

    private static BenchmarkUnit worked(String system, long seed, Map<String, Double> work) {
        BenchmarkUnit like = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow().units().stream()
                .filter(unit -> unit.condition().equals("plain")).findFirst().orElseThrow();
        return new BenchmarkUnit("plain", like.target(), system, seed, true, like.settings(), like.captions(),
                like.scores(), Map.of(), null, 0, 0, work);
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
                "P\there\tx\tin-domain: a@b\t", "P\there\tx\tin-domain: a > c@d\t",
                "P\there\tx\tin-domain: x a@b > c@d@e\t", "P\there")) {
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
