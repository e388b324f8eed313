package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.CommandRun;
import syntic.Workbook;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.benchmark.Prices;
import syntic.benchmark.Protocols;
import syntic.benchmark.Systems;
import syntic.ledger.Finding.Measured;
import syntic.ledger.Finding.Verdict;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.miniature.Miniature;
import syntic.store.Provenance;

@Tag("slow")
class ClaimsTest {
    private static final Path RESULTS = Workbook.ROOT.resolve("notebooks/results");
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
    void everySystemAndConditionIsAmongTheTrialsOfItsProtocol() {
        try (Miniature mini = Miniature.open()) {
            for (Claim claim : Claim.all()) {
                claim.tests().forEach(test -> requireTrials(test, mini));
                if (claim.isMeasuredInNotebook()) {
                    try (Stream<Path> notebooks = Files.list(Workbook.ROOT.resolve("notebooks"))) {
                        assertTrue(notebooks.anyMatch(one -> one.getFileName().toString().startsWith(claim.notebook()
                                + "-")), claim.toString());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            for (String wrong : List.of("in-domain: SynTIK@plain > DeCap@plain",
                    "in-domain: SynTIC@plane > DeCap@plain", "corruption: SynTIC@noise 40 / non > 0.5",
                    "zero-shot: SynTIC@web to plain > 0.5 SynTIC@plain",
                    "in-domain/CIDER: SynTIC@plain > DeCap@plain", "in-domain/work: SynTIC@plain#decode > 1")) {
                assertThrows(AssertionError.class, () -> requireTrials(Inequality.parse(wrong).get(0), mini), wrong);
            }
        }
    }

    private static void requireTrials(Inequality test, Miniature mini) {
        assertTrue(test.isOfWork() || Measures.names().contains(test.measure()), test.text());
        Set<List<String>> trials = test.protocols().stream().flatMap(protocol -> Protocols.named(protocol,
                Systems.MINIATURE, protocol.equals("style") ? mini.voices() : mini.data()).trials().stream())
                .map(trial -> List.of(trial.system().name(), trial.condition().name())).collect(Collectors.toSet());
        for (Inequality.Term term : test.systems()) {
            term.conditions().forEach(condition -> assertTrue(trials.contains(List.of(term.system(), condition)),
                    test.text() + ": " + term.system() + " in " + condition));
            assertTrue(!test.isOfWork() || term.stage().equals(Inequality.WHOLE)
                    || Prices.STAGES.contains(term.stage()), test.text());
        }
    }

    @Test
    void verdictsFollowTheResults() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        BenchmarkResults results = all.where(unit -> unit.condition().equals("verbose") && unit.seed() == 1);
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
        assertEquals(Verdict.HOLDS_SO_FAR, verdict("in-domain: supervised@verbose > CapDec@verbose & GPT@verbose",
                results));
        Finding refuted = finding("in-domain: CapDec@verbose > GPT@verbose & supervised@verbose", results);
        assertEquals(Verdict.DOES_NOT, refuted.verdict(), "what can be measured refutes it");
        assertTrue(refuted.evidence().endsWith("; " + missing.evidence()), refuted.evidence());
    }

    @Test
    void onAParIsABandAndShareIsOfAnotherCondition() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        BenchmarkResults results = all.where(unit -> unit.condition().equals("verbose") && unit.seed() == 1);
        assertEquals(Verdict.HOLDS, verdict("in-domain: CapDec@verbose ~ CLOSE@verbose", results), "the same captions");
        assertEquals(Verdict.DOES_NOT, verdict("in-domain: supervised@verbose ~ CapDec@verbose", results));
        Finding share = finding("in-domain: CapDec@verbose / verbose > 0.25", results);
        assertEquals(0.75, share.measured().get(0).difference().difference().value(), 1e-12);
        assertEquals(Verdict.HOLDS, share.verdict());
        assertEquals(Verdict.HOLDS, verdict("in-domain: CapDec@verbose | supervised@verbose > CapDec@verbose", results),
                "the higher of the two");
        assertEquals(List.of("a/METEOR: B@c > 0.9 C@d", "a/METEOR: 1.1 C@d > B@c"), Inequality.parse(
                "a/METEOR: B@c ~ C@d").stream().map(Inequality::text).toList());
    }

    @Test
    void oneOfManyThatIsBelowByChanceRefutesNothing() {
        List<Measured> many = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.add(new Measured(Inequality.parse("in-domain: A@b > C@d").get(0), new Comparison(i == 0
                    ? new Interval(-0.02, -0.04, -0.001) : new Interval(0.01, -0.01, 0.03), i == 0 ? 0.04 : 0.3), 3));
        }
        assertEquals(Verdict.OPEN, Verdict.of(many, 8, 8));
        assertEquals(Verdict.DOES_NOT, Verdict.of(many.subList(0, 1), 1, 1));
        assertEquals(Verdict.OPEN, Verdict.of(many.subList(1, 8), 7, 7));
    }

    /** The smallest p-value of a bootstrap of 1,000 samples, times the number of tests, decides. */
    @Test
    void oneOfAsManyTestsAsAClaimMayHaveCanRefuteIt() {
        double[] below = new double[1000];
        Arrays.fill(below, -0.1);
        for (int tests : List.of(Claim.MOST_TESTS, Claim.MOST_TESTS + 1)) {
            List<Comparison> family = new ArrayList<>(Collections.nCopies(tests - 1, new Comparison(
                    new Interval(0, -1, 1), 0.9)));
            family.add(Comparison.of(-0.1, below));
            assertEquals(tests == Claim.MOST_TESTS, Comparison.corrected(family).get(tests - 1) < 0.05);
        }
    }

    @Test
    void someOfManyAreEnoughWhereNoMoreIsClaimed() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        BenchmarkResults results = all.where(unit -> unit.condition().equals("verbose") && unit.seed() == 1);
        String both = "in-domain: supervised@verbose > CapDec@verbose ; in-domain: CapDec@verbose > supervised@verbose";
        assertEquals(Verdict.DOES_NOT, verdict(both, results));
        assertEquals(Verdict.HOLDS, verdict("1 of: " + both, results));
        assertEquals(Verdict.DOES_NOT, verdict("1 of: in-domain: 0 > CapDec@verbose & supervised@verbose", results));
    }

    @Test
    void captionsAreMeasuredByWhatTheyStateAndHowTheyDiffer() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        List<BenchmarkUnit> units = new ArrayList<>(all.where(unit -> unit.condition().equals("plain")
                && unit.seed() == 1 && unit.system().equals("supervised")).units());
        Map<String, String> same = new LinkedHashMap<>(units.get(0).captions());
        same.replaceAll((photo, caption) -> "a red car on the beach");
        units.add(saying("mute", units.get(0), same));
        BenchmarkResults results = new BenchmarkResults(all.made(), all.references(), units);
        for (String measure : List.of("facts", "nouns", "setting", "distinct-2", "CLIPScore", "RefaCLIP-S")) {
            assertEquals(Verdict.HOLDS, verdict("in-domain/" + measure + ": supervised@plain > mute@plain", results),
                    measure);
        }
        Finding repeated = finding("in-domain/distinct-2: mute@plain > 0", results);
        assertEquals(1.0 / same.size(), repeated.measured().get(0).difference().difference().value(), 1e-12,
                "five different pairs of words");
        Map<String, String> astray = new LinkedHashMap<>(units.get(0).captions());
        astray.replaceAll((photo, caption) -> "a red car to the left of a blue boat");
        units.add(saying("astray", units.get(0), astray));
        assertEquals(Verdict.HOLDS, verdict("in-domain/relations: supervised@plain > astray@plain",
                new BenchmarkResults(all.made(), all.references(), units)),
                "who names other things tells no relation rightly, though no relation of theirs is judged");
        Finding elsewhere = Claims.of(List.of(Claim.parse("P\there\tsomething\t\tnotebook 02: cosines")), none ->
                Optional.empty()).get(0);
        assertEquals(Verdict.ELSEWHERE, elsewhere.verdict());
        assertEquals("notebook 02: cosines", elsewhere.evidence());
    }

    private static BenchmarkUnit saying(String system, BenchmarkUnit like, Map<String, String> captions) {
        return new BenchmarkUnit(like.condition(), like.target(), system, like.seed(), true, like.settings(),
                captions, Map.of(), Map.of(), null, 0, 0, Map.of());
    }

    @Test
    void workIsComparedInSecondsOfEverySeed() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        List<BenchmarkUnit> units = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            units.add(worked("DeCap", seed, Map.of("decoder", 20.0 + seed)));
            units.add(worked("ReCap", seed, Map.of("decoder", 30.0, "alignment", 0.02)));
            units.add(worked("CapDec", seed, Map.of("decoder", 10.0)));
        }
        BenchmarkResults results = new BenchmarkResults(all.made(), all.references(), units);
        Finding fast = finding("in-domain/work: CapDec@plain#decoder | DeCap@plain#decoder > 1000 "
                + "ReCap@plain#alignment", results);
        assertEquals(Verdict.HOLDS, fast.verdict(), "the dearest");
        assertEquals(2, fast.measured().get(0).difference().difference().value(), 1e-9);
        assertTrue(fast.evidence().endsWith("#alignment: 2.00 s [1.00, 3.00] (3 seeds)"), fast.evidence());
        assertEquals(Verdict.DOES_NOT, verdict("in-domain/work: DeCap@plain#decoder > ReCap@plain#decoder", results));
        Finding once = finding("in-domain/work: CapDec@plain#decoder > 9", results.where(unit -> unit.seed() == 1));
        assertEquals(Verdict.CANNOT, once.verdict());
        assertEquals("the work of 'in-domain/work: CapDec@plain#decoder > 9' was measured with one seed, which has no "
                + "interval", once.evidence());
        assertEquals("the work of DeCap in 'in-domain/work: DeCap@plain#whole > ReCap@plain#decoder' was not measured",
                finding("in-domain/work: DeCap@plain#whole > ReCap@plain#decoder", results).evidence());
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

    @Test
    void resultsOfDifferentPicturesAreNotComparedAndEarlierOnesSaySo() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        BenchmarkResults results = all.where(unit -> unit.condition().equals("verbose") && unit.seed() == 1);
        Map<String, String> inputs = new TreeMap<>(all.made().inputs());
        inputs.put("text-to-image", "of an earlier model");
        BenchmarkResults earlier = new BenchmarkResults(new Provenance(all.made().stage(), all.made().settings(),
                new TreeMap<>(inputs)), results.references(), results.units());
        Claim claim = Claim.parse("P\there\tsomething\tzero-shot+in-domain: CapDec@verbose > 0.5 "
                + "supervised@verbose\t");
        Finding found = Claims.of(List.of(claim), protocol -> Optional.of(protocol.equals("zero-shot") ? earlier
                : results)).get(0);
        assertEquals(Verdict.CANNOT, found.verdict());
        assertEquals("the results of zero-shot and in-domain are not of the same pictures", found.evidence());
        Finding alone = finding("zero-shot: supervised@verbose > CapDec@verbose", earlier);
        assertEquals(Verdict.HOLDS, alone.verdict());
        assertTrue(Claims.table(List.of(alone)).stringColumn(Claims.MEASURED).get(0)
                .startsWith("of the pictures of an earlier model (zero-shot); zero-shot: supervised@verbose > "),
                alone.evidence());
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
        for (String line : List.of("P\there\tsomething\t\t", "P\there\tx\tin-domain: 2 > 1\t",
                "P\there\tx\t2 of: in-domain: a@b > c@d\t",
                "P\there\tx\tin-domain/work: a@b > c@d\t", "P\there\tx\tin-domain: a@b#decoder > 1\t",
                "P\there\tx\tin-domain/all: a@b > c@d & e@f & g@h & i@j & k@l & m@n\t",
                "P\there\tx\tin-domain: a@b > c@d\tand a reason",
                "P\there\tx\tin-domain: a@b\t", "P\there\tx\tin-domain: a > c@d\t",
                "P\there\tx\tin-domain: x a@b > c@d@e\t", "P\there")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> Claim.parse(line)).getMessage()
                    .startsWith("claims.tsv: '"), line);
        }
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
