package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Color;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What has a colour of its own has it in every figure, and nothing else in that figure has it. */
class PaletteTest {
    @Test
    void systemsKeepTheirColoursWhateverElseIsDrawn() {
        List<String> names = List.of("mine", "yours", "SynTIC", "DeCap", "supervised");
        Map<String, Color> colours = Palette.of(names);
        assertEquals(Palette.VERMILLION, colours.get("SynTIC"));
        assertEquals(Palette.of(List.of("DeCap")).get("DeCap"), colours.get("DeCap"));
        assertEquals(names, List.copyOf(colours.keySet()));
        assertEquals(names.size(), new HashSet<>(colours.values()).size());
    }

    @Test
    void aPapersSettingIsDrawnAlikeBesideFewAndMany() {
        String setting = "paper's τ (MSCOCO)";
        Color besideFew = Palette.of(List.of("photos", setting)).get(setting);
        assertEquals(besideFew, Palette.of(List.of("projected", "refined and projected", "not projected",
                "refined, not projected", setting)).get(setting));
        assertEquals(besideFew, Palette.of(List.of("SynTIC", "DeCap", "CapDec", "CLIPRe", setting)).get(setting));
    }
}
