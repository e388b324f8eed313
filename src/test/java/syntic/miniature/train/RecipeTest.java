package syntic.miniature.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import syntic.nn.Precision;

class RecipeTest {
    @Test
    void aTrainingThatCannotBeIsRefused() {
        assertRefused("steps must be 1 or more, not 0", () -> ClipRecipe.STANDARD.withSteps(0));
        assertRefused("batch must be 2 or more, not 1", () -> new ClipRecipe(1, 6, 1, 1e-3, 1, 1, 20, 100, 0.5));
        assertRefused("rate must be over 0, not NaN", () -> new ClipRecipe(1, 6, 2, Double.NaN, 1, 1, 20, 100, 0.5));
        assertRefused("scaleRise must be over 0 and at most 1, not 0.0",
                () -> new ClipRecipe(1, 6, 2, 1e-3, 1, 1, 20, 100, 0));
        assertRefused("pretraining must be 0 or more, not -312", () -> DetrRecipe.STANDARD.withSteps(-1000));
        assertRefused("steps must be 1 or more, not 0", () -> DetrRecipe.STANDARD.withSteps(0));
        assertRefused("groups must be 1 or more, not 0", () -> new DetrRecipe(3, 4, 6, 2, 0, 2e-3, 5e-4));
        assertRefused("share must be over 0 and at most 1, not 1.5", () -> TextToImageRecipe.STANDARD.shortened(1.5));
        assertRefused("vaeBatch must be 1 or more, not 0",
                () -> new TextToImageRecipe(1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, Precision.FP32,
                        Precision.FP32));
    }

    @Test
    void theShortestTrainingsAreAllowed() {
        assertEquals(1, ClipRecipe.STANDARD.withSteps(1).steps());
        assertEquals(0, DetrRecipe.STANDARD.withSteps(1).pretraining());
        assertEquals(1, TextToImageRecipe.STANDARD.shortened(1e-9).unetSteps());
    }

    private static void assertRefused(String message, Executable recipe) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, recipe).getMessage());
    }
}
