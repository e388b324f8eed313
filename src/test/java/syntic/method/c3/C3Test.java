package syntic.method.c3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.method.TinyTask;
import syntic.method.capdec.NoiseInjection;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.nn.Compute;
import syntic.nn.Normalization;
import syntic.nn.Operators;
import syntic.nn.Torch;
import syntic.store.FeatureSet;
import syntic.store.ResultStore;

class C3Test {
    @Test
    void collapsedFeaturesHaveNoCommonDirectionLeft(@TempDir Path folder) {
        FeatureSet texts;
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            texts = TinyTask.sentences(mini,
                    mini.corpus(Style.PLAIN, Split.TRAIN).captions().subList(0, 24)).inMemory();
        }
        assertTrue(length(C3.mean(texts)) > 0.3, "features of CLIP lie in a cone");
        FeatureSet collapsed = C3.collapse(Compute.PLAIN, texts, C3.mean(texts));
        assertEquals(0, length(C3.mean(collapsed)), 1e-6);
        for (float[] row : collapsed.rows()) {
            assertTrue(length(row) < 0.99, "features are as short as they became; noise is added before they are "
                    + "brought to length 1");
        }
    }

    @Test
    void corruptionIsTheStrongerTheShorterFeaturesAre() {
        C3.Corruption corruption = new C3.Corruption(NoiseInjection.gaussian(0.04));
        try (NDManager scope = Torch.newManager()) {
            Torch.seed(1);
            NDArray clean = Normalization.unit(scope.randomNormal(new Shape(100, 128)));
            double whole = cosine(clean, corruption.apply(clean));
            double half = cosine(clean, corruption.apply(Operators.scale(clean, 0.5)));
            // The noise has length 0.04 √128 = 0.45.
            assertEquals(1 / Math.hypot(1, 0.4525), whole, 0.01);
            assertEquals(1 / Math.hypot(1, 2 * 0.4525), half, 0.02);
        }
    }

    private static double cosine(NDArray unit, NDArray other) {
        return unit.mul(Normalization.unit(other)).sum(new int[] {1}).mean().getFloat();
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += x * x;
        }
        return Math.sqrt(squares);
    }
}
