package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.method.CaptionSystem;
import syntic.method.capdec.CapDec;
import syntic.miniature.Miniature;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/** Settings are searched with the same effort for every system, on validation photos. */
@Tag("slow")
class TuningTest {
    @TempDir
    private Path folder;

    @Test
    void everySystemHasTheSameBudgetAndItsSettingInUseIsAmongThem() {
        Map<String, List<CaptionSystem>> bySystem = Tuning.trials(Systems.MINIATURE, Condition.within("plain")).stream()
                .map(Protocol.Trial::system).collect(Collectors.groupingBy(CaptionSystem::name, LinkedHashMap::new,
                        Collectors.toList()));
        assertEquals(List.of("SynTIC", "DeCap", "CapDec", "CapDec-ball", "CLOSE", "C3", "ReCap-ridge",
                "ReCap-Procrustes"), List.copyOf(bySystem.keySet()));
        bySystem.forEach((name, systems) -> {
            Map<String, String> inUse = settings(Systems.MINIATURE.named(name));
            assertEquals(Tuning.BUDGET, systems.stream().map(TuningTest::settings).distinct().count(), name);
            assertTrue(systems.stream().map(TuningTest::settings).anyMatch(inUse::equals), name + " is used with "
                    + inUse + ", which is not tried");
            for (CaptionSystem system : systems) {
                Map<String, String> changed = new HashMap<>(settings(system));
                changed.entrySet().removeAll(inUse.entrySet());
                assertTrue(changed.size() <= 1, name + " is changed in " + changed);
            }
        });
    }

    private static Map<String, String> settings(CaptionSystem system) {
        return Provenance.of("system", system.config(), Map.of()).settings();
    }

    @Test
    void choosesTheBestOfEverySystem() {
        assertEquals("validation", BenchmarkSettings.of("tuning").split());
        BenchmarkSettings tiny = new BenchmarkSettings("tuning", "validation", 24, 4, 1);
        BenchmarkResults results;
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            Protocol protocol = Protocols.named("tuning", Systems.MINIATURE, mini.data())
                    .only(List.of("CapDec", "CLOSE", "ReCap-ridge"));
            results = new BenchmarkRun(folder.resolve("run"), tiny, protocol, List.of(1L)).run(mini.models(),
                    BenchmarkRun.Listener.SILENT);
        }
        assertEquals(3 * Tuning.BUDGET, results.units().size());
        BenchmarkTable table = BenchmarkTable.of(results, new SeedBootstrap(50, 1));
        List<Choices.Choice> choices = Choices.of(results, table, Systems.MINIATURE).all();
        assertEquals(List.of("CapDec", "CLOSE", "ReCap-ridge"), choices.stream().map(Choices.Choice::system).toList());
        for (Choices.Choice choice : choices) {
            assertEquals(Tuning.BUDGET, choice.tried());
            double best = results.units().stream().filter(unit -> unit.system().equals(choice.system()))
                    .mapToDouble(unit -> unit.scores().get("CIDEr")).max().orElseThrow();
            assertEquals(best, choice.score().value(), 1e-12);
            boolean same = choice.inUse().equals(Optional.of(choice.chosen()));
            if (same) {
                assertNull(choice.gain());
            } else {
                assertNotNull(choice.gain());
            }
        }
        for (Choices.Choice choice : choices.subList(0, 2)) {
            CapDec system = (CapDec) Systems.MINIATURE.named(choice.system());
            assertEquals(Optional.of("sigma = " + system.config().noise().scale()), choice.inUse());
        }
        assertEquals(Optional.of("ridge = 1"), choices.get(2).inUse());
        // With the decoder of the miniature, CLOSE and CapDec differ in nothing but the noise that is chosen for them.
        assertEquals(choices.get(0).score().value(), choices.get(1).score().value());
        assertTrue(Choices.are(results) && Choices.of(results, table, Systems.MINIATURE).table().print()
                .contains("ridge = 1"));
    }
}
