package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.store.StoreException;

class TextToImageCurveTest {
    private static final TextToImageCurve CURVE =
            new TextToImageCurve(List.of(new TextToImageCurve.Point(1000, 200, Map.of("kind", 0.5))));

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("curve.json");
        assertEquals(List.of(), TextToImageCurve.read(file).points());
        CURVE.write(file);
        assertEquals(CURVE, TextToImageCurve.read(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void whatIsNoCurveIsNamed() throws IOException {
        Path file = folder.resolve("curve.json");
        for (String wrong : List.of("", "{}", "[]", "{\"points\": [null]}", "{\"points\": [{\"step\": 1}]}",
                "{\"points")) {
            Files.writeString(file, wrong);
            String message = assertThrows(StoreException.class, () -> TextToImageCurve.read(file), wrong).getMessage();
            assertTrue(message.startsWith(file + ": ") && message.contains("move it away and go on"), message);
        }
    }

}
