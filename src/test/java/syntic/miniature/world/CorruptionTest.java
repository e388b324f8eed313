package syntic.miniature.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import syntic.miniature.world.Corruption.Kind;

/** Photos worse than those that models were trained on. */
class CorruptionTest {
    private static final byte[] PHOTO = Renderer.photo(SceneSampler.sample(7, SceneMix.uniform()), 7);

    @Test
    void noneAndStrengthZeroLeaveAPhotoAsItIs() {
        for (Kind kind : Kind.values()) {
            assertArrayEquals(PHOTO, new Corruption(kind, 0).of(PHOTO, 1), kind.name());
        }
    }

    @Test
    void halfTheLightIsHalfOfEveryValueAndHazeGoesToItsColour() {
        byte[] dark = new Corruption(Kind.DARKNESS, 0.5).of(PHOTO, 1);
        byte[] covered = new Corruption(Kind.HAZE, 1).of(PHOTO, 1);
        for (int i = 0; i < PHOTO.length; i++) {
            assertEquals((PHOTO[i] & 255) / 2.0, dark[i] & 255, 0.51);
            assertEquals(i % 3 == 2 ? 200 : 190, covered[i] & 255);
        }
    }

    @Test
    void noiseHasItsDeviationAndItsSeed() {
        byte[] grey = new byte[PHOTO.length];
        Arrays.fill(grey, (byte) 128);
        Corruption noise = new Corruption(Kind.NOISE, 20);
        byte[] noisy = noise.of(grey, 1);
        double squares = 0;
        for (byte value : noisy) {
            squares += Math.pow((value & 255) - 128, 2);
        }
        assertEquals(20, Math.sqrt(squares / noisy.length), 0.5);
        assertArrayEquals(noisy, noise.of(grey, 1));
        assertFalse(Arrays.equals(noisy, noise.of(grey, 2)));
    }

    @Test
    void blurSpreadsAPointToItsDeviationBothWaysAndKeepsItsLight() {
        byte[] point = new byte[PHOTO.length];
        int middle = (32 * Scene.SIZE + 32) * 3;
        Arrays.fill(point, middle, middle + 3, (byte) 255);
        byte[] blurred = new Corruption(Kind.BLUR, 1).of(point, 1);
        double peak = 255 / (2 * Math.PI);
        assertEquals(peak, blurred[middle] & 255, 1.5);
        for (int step : new int[] {3, -3, 3 * Scene.SIZE, -3 * Scene.SIZE}) {
            assertEquals(peak * Math.exp(-0.5), blurred[middle + step] & 255, 1.5);
        }
        byte[] even = new byte[PHOTO.length];
        Arrays.fill(even, (byte) 90);
        assertArrayEquals(even, new Corruption(Kind.BLUR, 2).of(even, 1), "borders included");
    }

    @Test
    void namesThemselvesAndRefusesStrengthsBeyondTheScale() {
        assertEquals("noise 40", new Corruption(Kind.NOISE, 40).label());
        assertEquals("haze 0.25", new Corruption(Kind.HAZE, 0.25).label());
        assertEquals("none", Corruption.NONE.label());
        for (double wrong : new double[] {-0.1, 1.5, Double.NaN}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new Corruption(Kind.HAZE, wrong))
                    .getMessage();
            assertTrue(message.contains("haze") && message.contains(Double.toString(wrong)), message);
        }
    }
}
