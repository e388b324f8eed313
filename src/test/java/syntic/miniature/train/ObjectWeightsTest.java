package syntic.miniature.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Kind;
import syntic.miniature.world.Placed;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Setting;
import syntic.miniature.world.Size;
import syntic.nn.Torch;

class ObjectWeightsTest {
    private static Scene scene() {
        Placed ball = new Placed(Kind.BALL, Colour.RED, Size.MEDIUM, 8, 8, 16, 16, false);
        return new Scene(Setting.BEACH, List.of(ball), null);
    }

    @Test
    void errorsOfObjectsCountAsFarAsItIsKnownWhatStandsWhere() {
        try (NDManager manager = Torch.newManager()) {
            assertArrayEquals(new float[] {5, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1}, ObjectWeights.of(manager,
                    List.of(scene(), scene(), scene()), new double[] {1, 0.5, 0}, 2).toFloatArray());
        }
    }
}
