package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.method.CaptionSystem;
import syntic.stage.LanguageModels;
import syntic.store.Provenance;
import syntic.store.StoreException;

/** A row of a table is the mean of units that differ in their seeds alone. */
class RunFolderTest {
    private static final Condition PLAIN = Condition.within("plain");

    @TempDir
    private Path folder;

    private static BenchmarkUnit unit(CaptionSystem system, long seed) {
        return new BenchmarkUnit("plain", "plain", system.name(), seed, true, settings(system),
                Map.of("photo", "a cat"), Map.of("CIDEr", 1.0), Map.of(), 1.0, 1, 1, Map.of());
    }

    private static Map<String, String> settings(CaptionSystem system) {
        return RunFolder.settings(PLAIN, system, LanguageModels.NONE);
    }

    @Test
    void aSeedOfOtherSettingsStandsInTheWayOfFurtherOnes() {
        CaptionSystem now = Systems.MINIATURE.named("DeCap");
        CaptionSystem before = now.with(Map.of("projection.temperature", "0.5"));
        Provenance made = Provenance.of("benchmark", BenchmarkSettings.of("in-domain"), Map.of());
        try (RunFolder own = RunFolder.open(folder, made)) {
            own.write(unit(before, 1));
            own.write(unit(Systems.MINIATURE.named("C3"), 1));
            String message = assertThrows(StoreException.class, () -> own.find("plain", "DeCap", 2, settings(now)))
                    .getMessage();
            assertTrue(message.startsWith(folder.resolve("units/plain--DeCap--seed-1.json")
                    + ": was made with other settings ("), message);
            assertEquals(Optional.empty(), own.find("plain", "DeCap", 2, settings(before)));
            own.write(unit(before, 2));
            assertEquals(2, own.find("plain", "DeCap", 2, settings(before)).orElseThrow().seed());
            assertEquals(Optional.empty(), own.find("plain", "CLIPRe", 1, settings(now)));
        }
    }

    @Test
    void anotherLanguageModelMakesAnotherUnit() throws IOException {
        CaptionSystem capdec = Systems.PAPER.named("CapDec");
        Map<String, String> small = RunFolder.settings(PLAIN, capdec, new LanguageModels(model("small"), null));
        assertNotEquals(small, RunFolder.settings(PLAIN, capdec, new LanguageModels(model("large"), null)));
        assertEquals(small, RunFolder.settings(PLAIN, capdec, new LanguageModels(model("small"), model("t5"))));
        CaptionSystem decap = Systems.PAPER.named("DeCap");
        assertEquals(RunFolder.settings(PLAIN, decap, LanguageModels.NONE),
                RunFolder.settings(PLAIN, decap, new LanguageModels(model("small"), null)), "it begins with none");
        assertEquals(PLAIN, Condition.of(small));
    }

    private Path model(String name) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.writeString(model.resolve("config.json"), "{\"model_type\": \"" + name + "\"}");
        return model;
    }
}
