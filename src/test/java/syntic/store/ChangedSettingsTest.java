package syntic.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntic.benchmark.Systems;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.capdec.CapDec;
import syntic.method.capdec.NoiseInjection;
import syntic.method.syntic.Components;
import syntic.method.syntic.SynticConfig;
import syntic.stage.Projection;

class ChangedSettingsTest {
    @Test
    void settingsAreChangedByNameWithFractionsAndShortNames() {
        SynticConfig changed = ChangedSettings.of(SynticConfig.MINIATURE, Map.of("projection.temperature", "1/200",
                "training.epochs", "3", "normalise", "false", "objects", "false"));
        assertEquals(new Projection.Config(1.0 / 200, false), changed.projection());
        assertEquals(3, changed.decoder().training().epochs());
        assertEquals(SynticConfig.MINIATURE.refinement(), changed.refinement());
        assertEquals(new Components(true, true, false), changed.components());
    }

    @Test
    void aShortNameThatMayBeSeveralSettingsIsRefusedWithThemAll() {
        String message = refused(SynticConfig.MINIATURE, "temperature", "1/50");
        assertTrue(message.contains("refinement.temperature") && message.contains("projection.temperature"), message);
    }

    @Test
    void tauIsTheTemperatureOfTheProjectionAndTuaSuggestsIt() {
        assertEquals(0.02, ChangedSettings.of(SynticConfig.PAPER, Map.of("tau", "1/50")).projection().temperature());
        String message = refused(SynticConfig.PAPER, "tua", "1/50");
        assertTrue(message.contains("tau (projection.temperature)"), message);
        message = refused(SynticConfig.PAPER, "projection.temprature", "1/50");
        assertTrue(message.contains("did you mean projection.temperature"), message);
    }

    @Test
    void valuesThatASettingCannotHaveAreRefusedByName() {
        for (String[] change : new String[][] {{"tau", "warm"}, {"tau", "-1"}, {"projection.normalise", "maybe"},
            {"decoder.training.epochs", "1.5"}, {"decoder.training.optimizer.epsilon", "big"},
            {"decoder.decoding", "BeamSearch"}}) {
            String message = refused(SynticConfig.PAPER, change[0], change[1]);
            assertTrue(message.contains(change[1]), message);
        }
    }

    @Test
    void everySystemIsItselfWithItsOwnSettings() {
        for (Systems scale : new Systems[] {Systems.PAPER, Systems.MINIATURE}) {
            for (CaptionSystem system : scale.all()) {
                Map<String, String> settings = new LinkedHashMap<>();
                RecordSettings.put(settings, "", system.config());
                assertEquals(system.config(), ChangedSettings.of(system.config(), settings), system.name());
            }
        }
    }

    @Test
    void settingsOfOneKindOfSeveralAreChangedWithinIt() {
        CapDec.Config changed = ChangedSettings.of(CapDec.Config.PAPER, Map.of("decoder.decoding.beams", "3",
                "noise.distribution", "uniform_ball"));
        assertTrue(changed.decoder().toString().contains("beams=3"), changed.toString());
        assertEquals(NoiseInjection.Distribution.UNIFORM_BALL, changed.noise().distribution());
    }

    private static String refused(Record record, String name, String value) {
        return assertThrows(UserException.class, () -> ChangedSettings.of(record, Map.of(name, value))).getMessage();
    }
}
