package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.ResultStore;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Names of files, CSS and scripts are the same everywhere, also where numbers are written in other digits. */
class OtherLocaleTest {
    private final Locale usual = Locale.getDefault();

    @BeforeEach
    void writeOtherDigits() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        assertFalse(String.format("%d", 7).equals("7"), "this locale has other digits");
    }

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    @Test
    void pagesAreTheSame() {
        assertEquals("rgba(0,114,178,0.5)", Palette.css(Palette.translucent(Palette.BLUE, 0.5)));
        assertEquals("#ff0000", Palette.css(Color.RED));
        Table table = Table.create(StringColumn.create("sentence", "a dog"));
        assertOrdinary(Slider.of("temperature").step("1/400", "", table).step("1/10", "", table).bundle("figure_1"));
        Figure figure = Figure.of("loss", "step", "loss").line("train", new double[] {1, 2}, new double[] {0.5, 0.25});
        assertOrdinary(Bundle.text("").html(Interactive.html(figure, "figure_1")));
    }

    private static void assertOrdinary(Bundle bundle) {
        String html = bundle.data().get("text/html");
        assertTrue(html.codePoints().noneMatch(c -> Character.isDigit(c) && c > '9'), html);
    }

    @Test
    void aStoreIsTheSame(@TempDir Path folder) throws Exception {
        Provenance made = new Provenance("test", new TreeMap<>(), new TreeMap<>(Map.of("corpus", "1")));
        new ResultStore(folder).features(made, List.of("a", "b"), 1,
                ids -> new float[][] {{1, 2}}, ProgressListener.SILENT);
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(List.of("rows-0000000.safetensors", "rows-0000001.safetensors"), files
                    .map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".safetensors")).sorted()
                    .toList());
        }
    }
}
