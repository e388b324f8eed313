package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.miniature.Miniature;
import syntic.store.ResultStore;

/** The price of a system is that of all its stages, and what was not measured is not made up. */
class PricesTest {
    private static final Condition PLAIN = Condition.within("plain");

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void aRunRecordsWhatEveryStageTook() {
        List<String> systems = List.of("SynTIC", "DeCap", "CLIPRe", "ReCap-ridge", "ClipCap");
        BenchmarkSettings tiny = new BenchmarkSettings("in-domain", "validation", 24, 4, 1);
        BenchmarkResults results;
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            results = new BenchmarkRun(folder.resolve("run"), tiny, Protocols.named("in-domain", Systems.MINIATURE,
                    mini.data()).in("plain").only(systems), List.of(1L, 2L)).run(mini.models(),
                    BenchmarkRun.Listener.SILENT);
        }
        results.pack(folder);
        BenchmarkResults packed = BenchmarkResults.shipped(folder, "in-domain-validation").orElseThrow();
        Prices prices = Prices.of(packed, BenchmarkTable.of(packed, new SeedBootstrap(20, 1)), PLAIN);
        Map<String, Prices.Row> rows = prices.rows().stream().collect(Collectors.toMap(Prices.Row::system,
                row -> row));
        assertEquals(systems.size(), rows.size());
        rows.values().forEach(row -> assertEquals(row.seconds().values().stream().mapToDouble(one -> one).sum(),
                row.total().orElseThrow(), 1e-9, row.system()));
        for (Prices.Row row : rows.values()) {
            assertEquals(List.of("SynTIC", "ReCap-ridge").contains(row.system()), row.seconds().get("pictures") > 0,
                    row.toString());
            assertEquals(row.system().equals("SynTIC"), row.seconds().get("refinement") > 0, row.toString());
            assertEquals(row.system().equals("ReCap-ridge"), row.seconds().get("alignment") > 0, row.toString());
            assertEquals(!row.system().equals("CLIPRe"), row.seconds().get("decoder") > 0, row.toString());
            assertTrue(row.seconds().get("features") > 0 && row.seconds().get("captioning") > 0, row.toString());
        }
        assertEquals(rows.get("CLIPRe").seconds().get("features"), rows.get("DeCap").seconds().get("features"), 1e-9,
                "both encode all sentences that are looked up, once");
        assertEquals("CLIPRe", prices.rows().get(0).system(), "the cheapest first");
    }

    @Test
    void whatFormerResultsDoNotTellIsNotMeasured() {
        BenchmarkResults shipped = BenchmarkResults.shipped(ShippedResultsTest.FOLDER, "in-domain").orElseThrow();
        BenchmarkResults before = new BenchmarkResults(shipped.made(), shipped.references(), shipped.units().stream()
                .filter(unit -> unit.condition().equals("plain") && List.of("SynTIC", "DeCap").contains(unit.system()))
                .map(unit -> new BenchmarkUnit(unit.condition(), unit.target(), unit.system(), unit.seed(),
                        unit.textOnly(), unit.settings(), unit.captions(), unit.scores(), Map.of(),
                        unit.trainingSeconds(), unit.captioningSeconds(), unit.parameters(), null)).toList());
        Prices prices = Prices.of(before, BenchmarkTable.of(before, new SeedBootstrap(20, 1)), PLAIN);
        for (Prices.Row row : prices.rows()) {
            assertEquals(OptionalDouble.empty(), row.total());
            assertEquals(before.units(PLAIN, row.system()).stream().mapToDouble(BenchmarkUnit::trainingSeconds)
                    .average().orElseThrow(), row.seconds().get("decoder"), 1e-9);
        }
        assertTrue(prices.table().print().contains("not measured"));
    }
}
