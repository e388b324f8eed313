package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntic.ledger.Tested.RESULTS;
import static syntic.ledger.Tested.finding;
import static syntic.ledger.Tested.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.benchmark.BenchmarkResults;
import syntic.ledger.Finding.Measured;
import syntic.ledger.Finding.Verdict;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.store.Provenance;

/** How verdicts follow from differences between results. */
@Tag("slow")
class VerdictTest {
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
        assertEquals(List.of("B (c) minus 0.9 C (d) (a, METEOR)", "1.1 C (d) minus B (c) (a, METEOR)"),
                Inequality.parse("a/METEOR: B@c ~ C@d").stream().map(Inequality::minus).toList());
        assertEquals("A (b) less C (b) minus 1 (x and y)", Inequality.parse("x+y: A@b - C@b > 1").get(0).minus());
        assertEquals("A (b as a share of c) minus 0.5 (x)", Inequality.parse("x: A@b / c > 0.5").get(0).minus());
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
        assertTrue(Claims.evidence(List.of(alone)).stringColumn(Claims.MEASURED).get(0)
                .startsWith("of the pictures of an earlier model (zero-shot); supervised (verbose) minus CapDec (verbose) "
                        + "(zero-shot): "),
                alone.evidence());
    }
}
