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
import org.junit.jupiter.api.function.Executable;
import syntic.data.Corruption;
import syntic.metric.Bootstrap;
import syntic.store.Provenance;

class BenchmarkTableTest {
    private static final Condition PLAIN = Condition.within("plain");
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
        BenchmarkTable.Row syntic = table.row(PLAIN, "SynTIC");
        BenchmarkTable.Row decap = table.row(PLAIN, "DeCap");
        BenchmarkTable.Row clipre = table.row(PLAIN, "CLIPRe");
        double first = table.compare(decap, syntic).difference().value();
        double second = table.compare(clipre, syntic).difference().value();
        Bootstrap.Comparison both = table.contrast("CIDEr", List.of(new BenchmarkTable.Term(1, syntic),
                new BenchmarkTable.Term(-0.5, decap), new BenchmarkTable.Term(-0.5, clipre)));
        assertEquals((first + second) / 2, both.difference().value(), 1e-12);
        assertTrue(both.difference().low() < both.difference().high());
        assertThrows(IllegalArgumentException.class, () -> table.contrast("METEOR", List.of()));
    }

    @Test
    void rowsAreFoundByConditionAndSystemAndHoldValuesInsteadOfLabels() {
        List<BenchmarkUnit> units = new ArrayList<>();
        for (Condition condition : List.of(PLAIN, PLAIN.withShare(0.25), PLAIN.withSupport(500),
                PLAIN.with(new Corruption(Corruption.Kind.NOISE, 20)))) {
            units.add(unit(condition, "DeCap", 1, 2, Map.of("projection.temperature", "0.005")));
        }
        units.add(unit(PLAIN, "CapDec", 1, 2, Map.of("noise.scale", "0.04")));
        BenchmarkTable table = BenchmarkTable.of(results(units));
        assertEquals(List.of("DeCap", "CapDec"), table.systems());
        assertEquals(List.of(1.0, 0.25, 1.0, 1.0), table.rows("DeCap").stream().map(row -> row.condition().share())
                .toList());
        assertEquals(500, table.conditions().get(2).support());
        assertEquals(20, table.conditions().get(3).corruption().strength());
        assertEquals(0.005, table.row(PLAIN.withShare(0.25), "DeCap").temperature());
        assertEquals(0.04, table.row(PLAIN, "CapDec").noise());
        assertEquals(table.rows().get(0).scores().get("CIDEr"), table.row(PLAIN, "DeCap").score("CIDEr"));
        assertTrue(table.find(PLAIN.withSupport(500), "CapDec").isEmpty());
        assertRefused("conditions are plain, 25 %, 500 sentences, noise 20", () -> table.row(PLAIN.withSupport(9),
                "DeCap"));
        assertRefused("CapDec has no setting projection.temperature; it has noise.scale",
                () -> table.row(PLAIN, "CapDec").temperature());
        assertRefused("no metric METEOR", () -> table.row(PLAIN, "CapDec").score("METEOR"));
    }

    @Test
    void systemsThatSayTheSameAreCountedOnce() {
        BenchmarkResults results = results(List.of(unit("CapDec", 1, 2), unit("CLOSE", 1, 2), unit("DeCap", 1, 2),
                unit("CapDec", 2, 3), unit("CLOSE", 2, 3), unit("DeCap", 2, 4)));
        assertEquals(Map.of("CLOSE", "CapDec"), results.twins());
        assertEquals(List.of("CapDec", "DeCap"), BenchmarkTable.of(results.withoutTwins()).systems());
    }

    private static void assertRefused(String message, Executable what) {
        String found = assertThrows(IllegalArgumentException.class, what).getMessage();
        assertTrue(found.contains(message), found);
    }

    private static BenchmarkResults results(List<BenchmarkUnit> units) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        WORDS.forEach(words -> references.put("photo " + references.size(), List.of(words)));
        return new BenchmarkResults(Provenance.of("benchmark", BenchmarkSettings.of("in-domain"), Map.of()),
                Map.of("plain", references), List.copyOf(units));
    }

    private static BenchmarkUnit unit(String system, long seed, int wrong) {
        return unit(PLAIN, system, seed, wrong, Map.of());
    }

    /** Right captions for all photos but {@code wrong} of them. */
    private static BenchmarkUnit unit(Condition condition, String system, long seed, int wrong,
            Map<String, String> own) {
        Map<String, String> captions = new LinkedHashMap<>();
        WORDS.forEach(words -> captions.put("photo " + captions.size(),
                captions.size() < wrong ? "a tree under the moon" : words));
        Map<String, String> settings = new LinkedHashMap<>(own);
        settings.putAll(condition.settings());
        return new BenchmarkUnit(condition.name(), "plain", system, seed, true, settings, captions, Map.of(), Map.of(),
                null, 0, 1, Map.of());
    }
}
