package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntic.metric.Bootstrap;
import syntic.store.Provenance;

class BenchmarkTableTest {
    private static final List<String> WORDS = List.of("a red dog", "a blue cat on the beach", "two green birds",
            "a dog left of a cat", "a boat");

    /** Two processes may have run the seeds, and a killed run goes on with those that are missing. */
    @Test
    void theOrderOfTheSeedsDoesNotMatter() {
        List<BenchmarkUnit> units = new ArrayList<>();
        for (long seed = 1; seed <= 4; seed++) {
            units.add(unit("SynTIC", seed, (int) seed));
        }
        List<BenchmarkTable.Row> rows = BenchmarkTable.of(results(units)).rows();
        assertNotEquals(rows.get(0).scores().get("CIDEr").low(), rows.get(0).scores().get("CIDEr").high());
        Collections.reverse(units);
        assertEquals(rows, BenchmarkTable.of(results(units)).rows());
    }

    @Test
    void theRatioToTheBoundHasAnIntervalThatIsNarrowerThanItsParts() {
        List<BenchmarkUnit> units = new ArrayList<>();
        for (long seed = 1; seed <= 4; seed++) {
            units.add(unit("SynTIC", seed, 3));
            units.add(unit("supervised", seed, 2));
        }
        BenchmarkTable table = BenchmarkTable.of(results(units));
        BenchmarkTable.Row syntic = table.rows().get(0);
        BenchmarkTable.Row bound = table.rows().get(1);
        assertNull(bound.ofBound());
        assertEquals(syntic.scores().get("CIDEr").value() / bound.scores().get("CIDEr").value(),
                syntic.ofBound().value(), 1e-12);
        assertTrue(syntic.ofBound().low() <= syntic.ofBound().value());
        assertTrue(syntic.ofBound().high() <= 1, "the same photos are drawn for both, and all that one has right the "
                + "other has: " + syntic.ofBound());
    }

    @Test
    void aContrastIsASumOfDifferencesOnTheSamePhotos() {
        List<BenchmarkUnit> units = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            units.add(unit("SynTIC", seed, 1));
            units.add(unit("DeCap", seed, 3));
            units.add(unit("CLIPRe", seed, 4));
        }
        BenchmarkTable table = BenchmarkTable.of(results(units));
        double first = table.compareIn("plain", "DeCap", "SynTIC").difference().value();
        double second = table.compareIn("plain", "CLIPRe", "SynTIC").difference().value();
        Bootstrap.Comparison both = table.contrast("CIDEr", List.of(new BenchmarkTable.Term(1, "plain", "SynTIC"),
                new BenchmarkTable.Term(-0.5, "plain", "DeCap"), new BenchmarkTable.Term(-0.5, "plain", "CLIPRe")));
        assertEquals((first + second) / 2, both.difference().value(), 1e-12);
        assertTrue(both.difference().low() < both.difference().high());
        BenchmarkTable.Term missing = new BenchmarkTable.Term(1, "plain", "C3");
        assertThrows(IllegalArgumentException.class, () -> table.contrast("CIDEr", List.of(missing)));
        assertThrows(IllegalArgumentException.class, () -> table.contrast("METEOR", List.of()));
    }

    private static BenchmarkResults results(List<BenchmarkUnit> units) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        WORDS.forEach(words -> references.put("photo " + references.size(), List.of(words)));
        return new BenchmarkResults(Provenance.of("benchmark", BenchmarkSettings.of("in-domain"), Map.of()),
                Map.of("plain", references), List.copyOf(units));
    }

    /** Right captions for all photos but {@code wrong} of them. */
    private static BenchmarkUnit unit(String system, long seed, int wrong) {
        Map<String, String> captions = new LinkedHashMap<>();
        WORDS.forEach(words -> captions.put("photo " + captions.size(),
                captions.size() < wrong ? "a tree under the moon" : words));
        return new BenchmarkUnit("plain", "plain", system, seed, true, Map.of(), captions, Map.of(), Map.of(), null, 0,
                1);
    }
}
