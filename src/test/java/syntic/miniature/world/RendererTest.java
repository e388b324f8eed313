package syntic.miniature.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class RendererTest {

    @Test
    void theSameSeedGivesTheSameBytes() {
        for (int seed = 0; seed < 20; seed++) {
            Scene scene = SceneSampler.sample(seed, SceneMix.uniform());
            assertEquals(scene, SceneSampler.sample(seed, SceneMix.uniform()));
            assertArrayEquals(Renderer.photo(scene, seed), Renderer.photo(scene, seed));
            assertArrayEquals(Renderer.illustration(scene, seed), Renderer.illustration(scene, seed));
            assertFalse(Arrays.equals(Renderer.photo(scene, seed), Renderer.photo(scene, seed + 1)));
        }
    }

    /** Shipped models were trained on exactly these pixels; a change here means training them again. */
    @Test
    void picturesAreTheOnesTheShippedModelsKnow() {
        CRC32 sum = new CRC32();
        for (int seed = 0; seed < 200; seed++) {
            Scene scene = SceneSampler.sample(seed, SceneMix.uniform());
            sum.update(Renderer.photo(scene, seed));
            sum.update(Renderer.illustration(scene, seed));
            sum.update(Renderer.photo(DetectionScenes.sample(seed, Set.of()), seed));
        }
        assertEquals("ab599086", Long.toHexString(sum.getValue()));
    }

    @Test
    void boxesHoldAllThatIsDrawnOfAnObjectAndHoldItTightly() {
        for (Kind kind : Kind.values()) {
            for (boolean flip : new boolean[] {false, true}) {
                Placed object = new Placed(kind, Colour.RED, Size.MEDIUM, 30, 33, 24, 24 / kind.aspect(), flip);
                double[] box = object.box();
                byte[] with = Renderer.illustration(new Scene(Setting.SNOW, List.of(object), null), 5);
                byte[] without = Renderer.illustration(new Scene(Setting.SNOW, List.of(outside(object)), null), 5);
                double[] drawn = changed(with, without);
                for (int side = 0; side < 4; side++) {
                    double out = (side < 2 ? box[side] - drawn[side] : drawn[side] - box[side]) * Scene.SIZE;
                    assertTrue(out < 1, kind + " is drawn " + out + " pixels outside of its box");
                    assertTrue(out > -1.6, kind + " is drawn " + -out + " pixels inside of its box");
                }
            }
        }
    }

    private static Placed outside(Placed object) {
        return object.at(-100, -100);
    }

    /** The box around the pixels that differ. */
    private static double[] changed(byte[] one, byte[] other) {
        double[] box = {1, 1, 0, 0};
        for (int i = 0; i < one.length; i++) {
            if (one[i] != other[i]) {
                double x = i / 3 % Scene.SIZE;
                double y = i / 3 / Scene.SIZE;
                box[0] = Math.min(box[0], x / Scene.SIZE);
                box[1] = Math.min(box[1], y / Scene.SIZE);
                box[2] = Math.max(box[2], (x + 1) / Scene.SIZE);
                box[3] = Math.max(box[3], (y + 1) / Scene.SIZE);
            }
        }
        return box;
    }

    @Test
    void everyColourStandsOutInEverySetting() {
        for (Setting setting : Setting.values()) {
            for (Colour colour : Colour.values()) {
                Placed ball = new Placed(Kind.BALL, colour, Size.SMALL, 32, 46, 20, 20, false);
                byte[] with = Renderer.illustration(new Scene(setting, List.of(ball), null), 1);
                byte[] without = Renderer.illustration(new Scene(setting, List.of(outside(ball)), null), 1);
                int clear = 0;
                for (int y = 36; y < 56; y++) {
                    for (int x = 22; x < 42; x++) {
                        clear += distance(with, without, x, y) > 60 ? 1 : 0;
                    }
                }
                // At least the outline of black at night: about 60 pixels.
                assertTrue(clear > 45, colour + " is lost in " + setting + ": " + clear + " pixels stand out");
            }
        }
    }

    private static double distance(byte[] one, byte[] other, int x, int y) {
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            int at = (y * Scene.SIZE + x) * 3 + channel;
            double difference = (one[at] & 255) - (other[at] & 255);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    @Test
    void objectsOfCorpusAndDetectionScenesAreWhollyInTheFrame() {
        for (int seed = 0; seed < 2000; seed++) {
            assertInside(SceneSampler.sample(seed, SceneMix.uniform()));
            assertInside(DetectionScenes.sample(seed, Set.of()));
        }
    }

    private static void assertInside(Scene scene) {
        for (Placed object : scene.objects()) {
            boolean inside = object.x() - object.width() / 2 >= 0 && object.x() + object.width() / 2 <= Scene.SIZE
                    && object.y() - object.height() / 2 >= 0 && object.y() + object.height() / 2 <= Scene.SIZE;
            assertTrue(inside, object + " leaves the frame");
            assertTrue(Math.min(object.width(), object.height()) > 8, object + " is too small to be recognised");
        }
    }

    @Test
    void aPictureOfAnotherSizeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Renderer.image(new byte[12]));
    }
}
