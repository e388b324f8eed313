package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntic.ledger.Tested.RESULTS;
import static syntic.ledger.Tested.finding;
import static syntic.ledger.Tested.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.ledger.Finding.Verdict;
import syntic.miniature.Miniature;

/** What captions are measured by where a claim is tested. */
@Tag("slow")
class MeasuresTest {
    private static final int PHOTOS = 20;

    @Test
    void valuesStandInTheOrderOfThePhotosIdsWhateverTheOrderOfAPack() {
        BenchmarkResults all = BenchmarkResults.shipped(RESULTS, "in-domain").orElseThrow();
        BenchmarkUnit unit = all.where(one -> one.condition().equals("plain") && one.seed() == 1).units().get(0);
        List<String> photos = unit.captions().keySet().stream().sorted().limit(PHOTOS).toList();
        List<String> backwards = new ArrayList<>(photos);
        Collections.reverse(backwards);
        try (Measures measures = new Measures(Miniature::open)) {
            for (String measure : List.of("CIDEr", "facts", "nouns", "setting", "relations", "distinct-2",
                    "CLIPScore")) {
                assertArrayEquals(perPhoto(measures, measure, all, unit, photos),
                        perPhoto(measures, measure, all, unit, backwards), 1e-5, measure);
            }
        }
    }

    private static double[] perPhoto(Measures measures, String measure, BenchmarkResults all, BenchmarkUnit like,
            List<String> photos) {
        Map<String, String> captions = new LinkedHashMap<>();
        Map<String, List<String>> references = new LinkedHashMap<>();
        for (String photo : photos) {
            captions.put(photo, like.captions().get(photo));
            references.put(photo, all.references().get(like.target()).get(photo));
        }
        BenchmarkUnit unit = new BenchmarkUnit(like.condition(), like.target(), like.system(), like.seed(), true,
                like.settings(), captions, Map.of(), Map.of(), null, 0, 0, Map.of());
        return measures.of(measure, new BenchmarkResults(all.made(), Map.of(like.target(), references),
                List.of(unit)), unit).perImage();
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
        assertTrue(fast.evidence().endsWith("CapDec (plain, decoder) or DeCap (plain, decoder) minus 1000 ReCap (plain, "
                + "alignment) (in-domain, work): 2.00 s [1.00, 3.00] (3 seeds)"), fast.evidence());
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
}
