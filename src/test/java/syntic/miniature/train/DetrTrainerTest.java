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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.miniature.world.Kind;
import syntic.model.ImagePreprocessor;
import syntic.model.detr.Detr;
import syntic.nn.Torch;
import syntic.nn.WeightsException;

class DetrTrainerTest {
    private static final DetrRecipe SHORT = new DetrRecipe(3, 4, 6, 2, 2, 2e-3, 5e-4);

    @TempDir
    Path folder;

    @Test
    void whatIsTrainedIsAnOrdinaryDetector() {
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        try (NDManager manager = Torch.newManager(); DetrTrainer trainer = new DetrTrainer(SHORT);
                Detr trained = trainer.train(checkpoint)) {
            DetrExport.write(folder, trained);
            assertEquals(DetrExport.PREPROCESSOR, ImagePreprocessor.from(folder));
            try (Detr opened = Detr.from(manager, folder)) {
                assertEquals(trained.config(), opened.config());
                assertEquals(Kind.values().length, opened.config().labels().size());
                assertEquals(Detr.parameters(opened.config()).keySet(), opened.weights().names());
                NDArray pixels = manager.randomNormal(new Shape(2, 3, 64, 64));
                // Half precision on disk.
                assertArrayEquals(trained.forward(pixels).logits().toFloatArray(),
                        opened.forward(pixels).logits().toFloatArray(), 0.02f);
            }
        }
        assertTrue(Files.exists(checkpoint));
    }

    @Test
    void aFinishedTrainingIsTakenFromItsCheckpoint() {
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        float[] first = queriesAfter(SHORT, checkpoint);
        assertArrayEquals(first, queriesAfter(SHORT, checkpoint));
        DetrRecipe other = new DetrRecipe(4, 4, 6, 2, 2, 2e-3, 5e-4);
        assertThrows(WeightsException.class, () -> queriesAfter(other, checkpoint));
    }

    private static float[] queriesAfter(DetrRecipe recipe, Path checkpoint) {
        try (DetrTrainer trainer = new DetrTrainer(recipe); Detr trained = trainer.train(checkpoint)) {
            return trained.weights().get(DetrExport.QUERIES).toFloatArray();
        }
    }
}
