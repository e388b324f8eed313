package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
