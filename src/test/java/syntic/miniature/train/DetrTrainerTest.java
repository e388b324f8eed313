package syntic.miniature.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.miniature.world.Kind;
import syntic.model.ImagePreprocessor;
import syntic.model.detr.Detr;
import syntic.nn.Compute;
import syntic.nn.Torch;
import syntic.nn.WeightsException;

@Tag("slow")
class DetrTrainerTest {
    private static final DetrRecipe SHORT = new DetrRecipe(3, 4, 6, 2, 2, 2e-3, 5e-4);

    @TempDir
    Path folder;

    @Test
    void whatIsTrainedIsAnOrdinaryDetector() {
        try (NDManager manager = Torch.newManager(); DetrTrainer trainer = new DetrTrainer(SHORT, Compute.PLAIN);
                Detr trained = trainer.train(folder, () -> false)) {
            DetrExport.write(folder, trained);
            assertEquals(DetrExport.PREPROCESSOR, ImagePreprocessor.from(folder));
            try (Detr opened = Detr.from(Compute.PLAIN, folder)) {
                assertEquals(trained.config(), opened.config());
                assertEquals(Kind.values().length, opened.config().labels().size());
                assertEquals(Detr.parameters(opened.config()).keySet(), opened.weights().names());
                NDArray pixels = manager.randomNormal(new Shape(2, 3, 64, 64));
                // Half precision on disk.
                assertArrayEquals(trained.forward(pixels).logits().toFloatArray(),
                        opened.forward(pixels).logits().toFloatArray(), 0.02f);
            }
        }
        assertTrue(Files.exists(folder.resolve("detection.safetensors")));
    }

    @Test
    void aFinishedTrainingIsTakenFromItsCheckpoint() {
        float[] first = queriesAfter(SHORT, folder);
        assertArrayEquals(first, queriesAfter(SHORT, folder));
        DetrRecipe other = new DetrRecipe(4, 4, 6, 2, 2, 2e-3, 5e-4);
        assertThrows(WeightsException.class, () -> queriesAfter(other, folder));
    }

    /** Stopped in the backbone's training, then in the detector's. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void aStoppedTrainingGoesOnToTheSameBits(int steps) {
        float[] whole = queriesAfter(SHORT, folder.resolve("whole"));
        Path stopped = folder.resolve("stopped");
        AtomicInteger done = new AtomicInteger();
        try (DetrTrainer trainer = new DetrTrainer(SHORT, Compute.PLAIN)) {
            assertThrows(TrainingStopped.class, () -> trainer.train(stopped, () -> done.incrementAndGet() == steps));
        }
        assertArrayEquals(whole, queriesAfter(SHORT, stopped));
    }

    private static float[] queriesAfter(DetrRecipe recipe, Path checkpoints) {
        try (DetrTrainer trainer = new DetrTrainer(recipe, Compute.PLAIN);
                Detr trained = trainer.train(checkpoints, () -> false)) {
            return trained.weights().get(DetrExport.QUERIES).toFloatArray();
        }
    }
}
