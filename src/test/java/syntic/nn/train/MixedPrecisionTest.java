package syntic.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.nn.Convolution;
import syntic.nn.Initializer;
import syntic.nn.Normalization;
import syntic.nn.Precision;
import syntic.nn.ShapeList;
import syntic.nn.Torch;
import syntic.nn.Weights;

/** A small convolutional network that computes in bf16 while its weights stay in fp32. */
class MixedPrecisionTest {
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
    void losesAndGradientsAreThoseOfFp32UpToTheRounding() {
        List<TrainingStep.Result> single = train(Precision.FP32, 5, null, null).results();
        List<TrainingStep.Result> mixed = train(Precision.BF16, 5, null, null).results();
        for (int i = 0; i < single.size(); i++) {
            assertEquals(1, mixed.get(i).loss() / single.get(i).loss(), 0.02, "loss of step " + i);
            assertEquals(1, mixed.get(i).gradientNorm() / single.get(i).gradientNorm(), 0.02, "gradient of step " + i);
            assertTrue(mixed.get(i).loss() != single.get(i).loss(), "nothing was computed in bf16");
        }
    }

    @Test
    void updatesTooSmallForBf16AddUp() {
        Weights weights = Weights.of(manager, Map.of("weight", manager.ones(new Shape(4))), "test");
        try (AdamW adamw = new AdamW(weights, AdamW.Config.ADAM)) {
            for (int i = 0; i < 50; i++) {
                // Beside 1 the next number of bf16 is 0.0039 away.
                TrainingStep.run(manager, adamw, 1e-4, step -> Precision.FP32.cast(
                        weights.in(step, Precision.BF16).get("weight")).sum());
            }
            assertArrayEquals(new float[] {0.995f, 0.995f, 0.995f, 0.995f}, weights.get("weight").toFloatArray(), 1e-5f);
        }
    }

    @Test
    void aRestoredTrainingGivesTheSameBits(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint.safetensors");
        float[] straight = train(Precision.BF16, 6, null, null).weights();
        train(Precision.BF16, 3, null, file);
        assertArrayEquals(straight, train(Precision.BF16, 6, file, null).weights());
    }

    @Test
    void weightsInTheirOwnPrecisionAreNotCopied() {
        Weights weights = Weights.of(manager, Map.of("a.weight", manager.ones(new Shape(4))), "test");
        assertSame(weights.get("a.weight"), weights.at("a").in(manager, Precision.FP32).get("weight"));
        Weights rounded = weights.at("a").in(manager, Precision.BF16);
        assertEquals(Precision.BF16, rounded.precision());
        assertEquals(weights.at("a").names(), rounded.names());
    }

    private record Trained(float[] weights, List<TrainingStep.Result> results) {}

    private Trained train(Precision precision, int steps, Path from, Path to) {
        ShapeList list = new ShapeList();
        list.convolution("first", 3, 8, 3);
        list.norm("norm", 8);
        list.convolution("second", 8, 3, 3);
        Weights weights = Initializer.scaled(1).create(manager, list.shapes(), 3, "test");
        try (AdamW adamw = new AdamW(weights, AdamW.Config.ADAM)) {
            Checkpoint checkpoint = new Checkpoint(weights, adamw, null, Map.of());
            List<TrainingStep.Result> results = new ArrayList<>();
            for (long i = from == null ? 0 : checkpoint.restore(from); i < steps; i++) {
                Torch.seed(i);
                results.add(TrainingStep.run(manager, adamw, 0.01, step -> loss(weights.in(step, precision), step)));
            }
            if (to != null) {
                checkpoint.save(to);
            }
            return new Trained(weights.get("first.weight").toFloatArray(), results);
        }
    }

    private static NDArray loss(Weights weights, NDManager step) {
        NDArray x = step.randomNormal(new Shape(4, 3, 8, 8));
        NDArray hidden = Convolution.apply(weights.at("first"), weights.cast(x), 1, 1);
        NDArray found = Convolution.apply(weights.at("second"),
                Normalization.groupSilu(weights.at("norm"), hidden, 2, 1e-5), 1, 1);
        return Precision.FP32.cast(found).sub(x).square().mean();
    }
}
