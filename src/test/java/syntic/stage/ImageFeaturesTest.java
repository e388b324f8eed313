package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.miniature.Miniature;
import syntic.model.RgbImage;
import syntic.store.FeatureSet;
import syntic.store.Provenance;
import syntic.store.ResultStore;
import syntic.store.StoreException;

class ImageFeaturesTest {
    private static final Provenance MADE = new Provenance("test", new TreeMap<>(), new TreeMap<>());

    @TempDir
    private Path folder;

    @Test
    void whatIsSavedIsOpened() {
        ImageFeatures saved = features();
        saved.save(folder, "plain");
        ImageFeatures opened = ImageFeatures.open(folder, "plain");
        assertEquals(saved.tags(), opened.tags());
        assertEquals(saved.features().ids(), opened.features().ids());
        assertArrayEquals(saved.features().row(1), opened.features().row(1));
        assertEquals(List.of("boat", "dog"), opened.select(List.of("b")).tags().get("b"));
    }

    @Test
    void missingAndDamagedFilesAreNamed() throws IOException {
        assertTrue(assertThrows(StoreException.class, () -> ImageFeatures.open(folder, "none")).getMessage()
                .contains("none.tags.json"));
        features().save(folder, "plain");
        for (String wrong : List.of("", "{\"a\": [1,", "[]", "{\"a\": 3}", "{\"a\": null, \"b\": null}")) {
            Files.writeString(folder.resolve("plain.tags.json"), wrong);
            String message = assertThrows(StoreException.class, () -> ImageFeatures.open(folder, "plain"), wrong)
                    .getMessage();
            assertTrue(message.startsWith(folder.resolve("plain.tags.json") + ": ")
                    && message.contains("plain.safetensors away too: both are then made again"), message);
        }
        Files.writeString(folder.resolve("plain.tags.json"), "{\"a\": []}");
        assertTrue(assertThrows(StoreException.class, () -> ImageFeatures.open(folder, "plain")).getMessage()
                .contains("'b'"));
    }

    @Test
    void featuresOfOtherPicturesOrOfAnotherClipClaimNotToBeEqual() {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            Encoding clip = mini.encoding();
            Encoding other = new Encoding(clip.clip(), clip.tokenizer(), clip.preprocessor(), "another", clip.batch());
            byte[] pixels = new byte[3 * 64 * 64];
            Provenance made = made(clip, pixels);
            assertEquals(made, made(clip, pixels));
            assertNotEquals(made, made(other, pixels));
            pixels[0] = 1;
            assertNotEquals(made, made(clip, pixels));
        }
    }

    private static Provenance made(Encoding clip, byte[] pixels) {
        return ImageFeatures.of(List.of("photo"), List.of(new RgbImage(64, 64, pixels.clone())), clip, null).features()
                .provenance();
    }

    @Test
    void imagesThatAreNotThereCannotBeSelected() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> features().select(List.of("a", "z"))).getMessage()
                .contains("'z'"));
    }

    private static ImageFeatures features() {
        Map<String, List<String>> tags = new LinkedHashMap<>();
        tags.put("a", List.of());
        tags.put("b", List.of("boat", "dog"));
        return new ImageFeatures(FeatureSet.of(List.of("a", "b"), new float[][] {{1, 2}, {3, 4}}, MADE), tags);
    }
}
