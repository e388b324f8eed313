package syntic.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.model.ModelFolder;
import syntic.nn.Compute;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;
import syntic.store.ProgressListener;

/** A model is opened from the cache, where its files are links. */
class SnapshotFolderTest {
    @TempDir
    Path temporary;

    @Test
    void aDownloadedFolderOpensAndTheCacheStaysAsItIs() throws IOException {
        try (NDManager manager = NDManager.newBaseManager("PyTorch"); FakeHub fake = new FakeHub()) {
            Path file = temporary.resolve("made.safetensors");
            Map<String, NDArray> weights = Map.of("w", manager.create(new float[] {1, 2, 3}));
            SafetensorsWriter.write(file, weights, ElementType.F32, Map.of());
            HubModel model = fake.model(Files.readAllBytes(file));
            Hub hub = new Hub(fake.settings(temporary.resolve("hub")));
            Path folder = hub.download(model, ProgressListener.SILENT);
            assertTrue(Files.isSymbolicLink(folder.resolve("unet/model.safetensors")));
            assertEquals(4, new ModelFolder(folder).config().count("width"));
            try (Weights opened = new ModelFolder(folder.resolve("unet")).rawWeights(Compute.PLAIN)) {
                opened.get("w").muli(2);
                assertArrayEquals(new float[] {2, 4, 6}, opened.get("w").toFloatArray());
            }
            assertTrue(hub.verify(model, ProgressListener.SILENT).stream()
                    .allMatch(finding -> finding.state() == Hub.State.WHOLE));
        }
    }
}
