package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import syntic.store.Provenance;

/** Results of two protocols stand in one table only where the same models made them. */
class BenchmarkResultsTest {
    private static BenchmarkResults results(String protocol, String system, Map<String, String> inputs) {
        BenchmarkUnit unit = new BenchmarkUnit("plain", "plain", system, 1, true, Map.of(), Map.of("photo", "a dog"),
                Map.of("CIDEr", 1.0), Map.of(), 1.0, 1, 1, null);
        return new BenchmarkResults(new Provenance("benchmark", new TreeMap<>(Map.of("protocol", protocol)),
                new TreeMap<>(inputs)), Map.of("plain", Map.of("photo", List.of("a dog"))), List.of(unit));
    }

    @Test
    void systemsOfTwoProtocolsStandBesideEachOther() {
        BenchmarkResults one = results("support-set", "SynTIC", Map.of("text-to-image", "a", "clip", "c"));
        BenchmarkResults other = results("ablation", "+objects", Map.of("text-to-image", "a", "web", "w"));
        assertEquals(List.of(), one.differences(other), "what one of them lacks does not differ");
        assertEquals(List.of("SynTIC", "+objects"), one.with(other).units().stream().map(BenchmarkUnit::system)
                .toList());
    }

    @Test
    void thoseOfOtherPicturesDoNot() {
        BenchmarkResults old = results("support-set", "SynTIC", Map.of("text-to-image", "a", "clip", "c"));
        BenchmarkResults made = results("ablation", "+objects", Map.of("text-to-image", "b", "clip", "c"));
        assertEquals(List.of("pictures"), old.differences(made));
        assertEquals("results of support-set and ablation are not of the same pictures: compare each with its own, or "
                + "run the older ones again", assertThrows(IllegalArgumentException.class,
                () -> old.with(made)).getMessage());
        assertEquals(List.of("clip"), old.differences(results("ablation", "+objects", Map.of("clip", "d"))));
    }
}
