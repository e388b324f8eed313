package syntic.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.nn.Initializer;
import syntic.nn.Linear;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.WeightsException;

class TrainingTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void adamwFollowsItsFormula() {
        Weights weights = weights(2);
        float[] p = weights.get("weight").toFloatArray();
        double[] m = new double[4];
        double[] v = new double[4];
        AdamW.Config config = AdamW.Config.ADAM.withDecay(0.1).withBetas(0.8, 0.9);
        try (AdamW adamw = new AdamW(weights, config)) {
            for (int t = 1; t <= 3; t++) {
                // The loss sum(w²)/2 has the gradient w.
                TrainingStep.run(manager, adamw, 0.05, step -> halfSquares(weights, step));
                for (int i = 0; i < 4; i++) {
                    double g = p[i];
                    m[i] = 0.8 * m[i] + 0.2 * g;
                    v[i] = 0.9 * v[i] + 0.1 * g * g;
                    double decayed = p[i] * (1 - 0.05 * 0.1);
                    p[i] = (float) (decayed - 0.05 * (m[i] / (1 - Math.pow(0.8, t)))
                            / (Math.sqrt(v[i] / (1 - Math.pow(0.9, t))) + 1e-8));
                }
            }
            assertArrayEquals(p, weights.get("weight").toFloatArray(), 1e-6f);
        }
    }

    @Test
    void clippingScalesLargeGradientsOfBothSigns() {
        Weights weights = Weights.of(manager, Map.of("weight", manager.create(new float[] {30, -40})), "test");
        try (AdamW adamw = new AdamW(weights, AdamW.Config.ADAM.withClipNorm(5))) {
            TrainingStep.Result result = TrainingStep.run(manager, adamw, 0, step -> halfSquares(weights, step));
            assertEquals(50, result.gradientNorm(), 1e-4);
            float[] first = adamw.state().get("first.weight").toFloatArray();
            assertArrayEquals(new float[] {0.3f, -0.4f}, first, 1e-5f);
        }
    }

    @Test
    void aGradientThatIsNotFiniteStopsBeforeTheUpdate() {
        Weights weights = weights(2);
        float[] before = weights.get("weight").toFloatArray();
        try (AdamW adamw = new AdamW(weights, AdamW.Config.ADAM)) {
            NonFiniteGradientException e = assertThrows(NonFiniteGradientException.class, () -> TrainingStep.run(
                    manager, adamw, 1, step -> halfSquares(weights, step).mul(step.create(Float.NaN))));
            assertTrue(e.getMessage().contains("weight"), e.getMessage());
            assertArrayEquals(before, weights.get("weight").toFloatArray());
            TrainingStep.run(manager, adamw, 0.1, step -> halfSquares(weights, step));
            assertTrue(Float.isFinite(weights.get("weight").toFloatArray()[0]));
        }
    }

    @Test
    void aRestoredTrainingGivesTheSameBits(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint.safetensors");
        float[] straight = train(6, null, file);
        train(3, null, file);
        assertArrayEquals(straight, train(6, file, file));
    }

    @Test
    void aCheckpointOfOtherSettingsIsRefused(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint.safetensors");
        train(1, null, file);
        Weights weights = weights(3);
        try (AdamW adamw = new AdamW(weights, AdamW.Config.ADAM)) {
            WeightsException e = assertThrows(WeightsException.class,
                    () -> new Checkpoint(weights, adamw, null, Map.of("lr", "2")).restore(file));
            assertTrue(e.getMessage().contains("other settings") && e.getMessage().contains(file.toString()));
        }
    }

    @Test
    void aLongLoopKeepsNoArrays() {
        Weights weights = weights(8);
        try (AdamW adamw = new AdamW(weights, AdamW.Config.ADAM);
                MovingAverage average = new MovingAverage(weights, 0.9, manager)) {
            int before = 0;
            for (int i = 0; i < 200; i++) {
                TrainingStep.run(manager, adamw, 0.01, step -> {
                    NDArray x = step.ones(new Shape(4, 8));
                    return Linear.apply(weights, x).square().sum();
                });
                average.update();
                if (i == 10) {
                    before = arrays();
                }
            }
            assertEquals(before, arrays());
        }
    }

    @Test
    void schedulesWarmUpAndFall() {
        LearningRate linear = LearningRate.linear(2, 10, 110);
        assertEquals(0, linear.at(0));
        assertEquals(1, linear.at(5), 1e-12);
        assertEquals(2, linear.at(10), 1e-12);
        assertEquals(1, linear.at(60), 1e-12);
        assertEquals(0, linear.at(200), 1e-12);
        LearningRate cosine = LearningRate.cosine(2, 0, 100, 0.1);
        assertEquals(2, cosine.at(0), 1e-12);
        assertEquals(1.1, cosine.at(50), 1e-12);
        assertEquals(0.2, cosine.at(100), 1e-12);
    }

    private int arrays() {
        return manager.getManagedArrays().size();
    }

    private float[] train(int steps, Path from, Path to) {
        Weights weights = weights(3);
        try (AdamW adamw = new AdamW(weights, AdamW.Config.ADAM);
                MovingAverage average = new MovingAverage(weights, 0.9, manager)) {
            Checkpoint checkpoint = new Checkpoint(weights, adamw, average, Map.of("lr", "1"));
            long done = from == null ? 0 : checkpoint.restore(from);
            for (long i = done; i < steps; i++) {
                TrainingStep.run(manager, adamw, 0.1, step -> halfSquares(weights, step));
                average.update();
            }
            if (from == null) {
                checkpoint.save(to);
            }
            float[] trained = weights.get("weight").toFloatArray();
            float[] averaged = average.weights().get("weight").toFloatArray();
            float[] both = java.util.Arrays.copyOf(trained, trained.length * 2);
            System.arraycopy(averaged, 0, both, trained.length, averaged.length);
            return both;
        }
    }

    private static NDArray halfSquares(Weights weights, NDManager step) {
        NDArray w = weights.get("weight").mul(step.create(1f));
        w.attach(step);
        return w.square().sum().mul(step.create(0.5f));
    }

    private Weights weights(int width) {
        return Initializer.scaled(1).create(manager, Map.of("weight", new Shape(width, width)), 3, "test");
    }
}
