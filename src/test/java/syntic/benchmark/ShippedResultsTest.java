package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.data.CaptionData;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.stage.LanguageModels;
import syntic.store.Provenance;

/**
 * What is shipped under former names is found under today's: every setting, and in results of today's pictures with the
 * value that is in use. Earlier ones were run with what was in use then.
 */
class ShippedResultsTest {
    static final Path FOLDER = Path.of("notebooks", "results");
    private static final String PICTURES = "text-to-image";
    private static final String EARLIER = ", of the pictures of an earlier model";

    @TestFactory
    Stream<DynamicTest> everySettingIsInTermsOfToday() throws IOException {
        List<Path> packs;
        try (Stream<Path> files = Files.list(FOLDER)) {
            packs = files.filter(file -> file.toString().endsWith(ResultsPack.ENDING)).sorted().toList();
        }
        assertFalse(packs.isEmpty(), FOLDER.toAbsolutePath() + " holds no results");
        List<CaptionData> data;
        try (Miniature mini = Miniature.open()) {
            data = mini.data();
        }
        return packs.stream().map(pack -> DynamicTest.dynamicTest(pack.getFileName().toString(),
                () -> check(pack, data)));
    }

    private static boolean isToday(BenchmarkResults results) {
        return ShippedModels.fingerprint(PICTURES).equals(results.made().inputs().get(PICTURES));
    }

    /** Those of the protocols that every notebook begins with are today's; of others it is said where they are not. */
    private static void checkPictures(Path pack, BenchmarkResults results) {
        boolean today = isToday(results);
        String name = pack.getFileName().toString();
        assertTrue(today || !name.equals("in-domain.json.gz") && !name.equals("ablation.json.gz"), name);
        String version = results.made().inputs().get(ResultsVersion.NAME);
        assertEquals(today ? Integer.toString(ResultsVersion.CURRENT) : "1", version, name);
        assertEquals(!today, results.origin().endsWith(EARLIER), results.origin());
        SortedMap<String, String> inputs = new TreeMap<>(results.made().inputs());
        inputs.put(PICTURES, "another");
        assertTrue(new BenchmarkResults(new Provenance(results.made().stage(), results.made().settings(), inputs),
                results.references(), results.units()).origin().endsWith(EARLIER), name);
    }

    private static void check(Path pack, List<CaptionData> data) {
        BenchmarkResults results = BenchmarkResults.read(pack);
        assertEquals(Provenance.of("benchmark", BenchmarkSettings.of("in-domain"), Map.of()).settings().keySet(),
                results.made().settings().keySet());
        for (String model : List.of("clip", "detr")) {
            assertEquals(ShippedModels.fingerprint(model), results.made().inputs().get(model), model);
        }
        checkPictures(pack, results);
        Protocol protocol = Protocols.named(results.made().settings().get("protocol"), Systems.MINIATURE,
                data);
        assertFalse(results.units().isEmpty());
        for (BenchmarkUnit unit : results.units()) {
            List<Protocol.Trial> trials = protocol.trials().stream()
                    .filter(one -> one.system().name().equals(unit.system())).toList();
            Optional<Protocol.Trial> same = trials.stream()
                    .filter(one -> one.condition().name().equals(unit.condition())).findFirst();
            if (same.isPresent()) {
                Map<String, String> inUse = RunFolder.settings(same.get().condition(), same.get().trained(0),
                        LanguageModels.NONE);
                assertEquals(inUse.keySet(), unit.settings().keySet(), unit.fileName());
                if (isToday(results)) {
                    assertEquals(inUse, unit.settings(), unit.fileName());
                }
            } else {
                // Protocols may go on to other conditions than those of older results.
                assertEquals(unit.condition(), Condition.of(unit.settings()).name());
                assertEquals(RunFolder.settings(trials.get(0).condition(), trials.get(0).system(),
                        LanguageModels.NONE).keySet(), unit.settings().keySet(), unit.fileName());
            }
        }
    }
}
