package syntic.miniature.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.miniature.world.Splits;
import syntic.model.detr.Detr;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.MovingAverage;
import syntic.nn.train.TrainingStep;

/** A long training needs no more memory at its end than at its beginning. */
@Tag("slow")
class FlatMemoryTest {
    private static final int WARM_UP = 10;
    private static final int STEPS = 60;
    /** A step that leaked its graph would leave some 10 MB, so 500 MB in all. */
    private static final long MOST_GROWTH = 150L << 20;

    @Test
    void trainingLeavesNothingBehind() throws Exception {
        DetrRecipe recipe = DetrRecipe.STANDARD;
        Splits splits = new Splits(1);
        try (NDManager manager = Torch.newManager()) {
            Weights weights = DetrRecipe.initializer().create(manager, recipe.shapes(), 1, "test");
            Detr detr = new Detr(DetrRecipe.config(), weights);
            Map<String, NDArray> trained = new LinkedHashMap<>(weights.toMap());
            trained.keySet().removeIf(name -> name.contains("running_"));
            try (AdamW optimizer = new AdamW(trained, AdamW.Config.ADAM, manager);
                    MovingAverage average = new MovingAverage(weights, 0.9, manager)) {
                NDManager root = manager.getParentManager();
                int arrays = -1;
                long resident = 0;
                for (int step = 0; step < STEPS; step++) {
                    DetectionBatch batch = DetectionBatch.of(splits, 1, step, 4);
                    TrainingStep.run(manager, optimizer, 1e-4,
                            inner -> DetrTrainer.loss(inner, detr, batch, recipe.groups()));
                    average.update();
                    if (step == WARM_UP) {
                        arrays = managed(root);
                        resident = residentBytes();
                    }
                }
                assertEquals(arrays, managed(root), "arrays that are managed after " + WARM_UP + " and " + STEPS
                        + " steps");
                long growth = residentBytes() - resident;
                assertTrue(growth < MOST_GROWTH, "the process grew by " + (growth >> 20) + " MB");
            }
        }
    }

    /** Arrays in the manager and all below it. */
    private static int managed(NDManager manager) throws ReflectiveOperationException {
        Field resources = BaseNDManager.class.getDeclaredField("resources");
        resources.setAccessible(true);
        int count = 0;
        for (Object resource : ((Map<?, ?>) resources.get(manager)).values()) {
            count += resource instanceof NDManager inner ? managed(inner) : resource instanceof NDArray ? 1 : 0;
        }
        return count;
    }

    /** Memory of this process where the system tells it, else 0. */
    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).sum();
    }
}
