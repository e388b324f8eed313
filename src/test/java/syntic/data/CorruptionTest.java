package syntic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import syntic.data.Corruption.Kind;
import syntic.model.RgbImage;

/** Photos worse than those that models were trained on, of any size. */
class CorruptionTest {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 40;
    private static final RgbImage PHOTO = photo();

    private static RgbImage photo() {
        byte[] data = new byte[3 * WIDTH * HEIGHT];
        new Random(7).nextBytes(data);
        return new RgbImage(WIDTH, HEIGHT, data);
    }

    private static RgbImage filled(int value) {
        byte[] data = new byte[3 * WIDTH * HEIGHT];
        Arrays.fill(data, (byte) value);
        return new RgbImage(WIDTH, HEIGHT, data);
    }

    private static byte[] corrupted(Corruption corruption, RgbImage photo, long seed) {
        return corruption.of(photo, new Random(seed)::nextGaussian).data();
    }

    @Test
    void noneAndStrengthZeroLeaveAPhotoAsItIs() {
        for (Kind kind : Kind.values()) {
            assertArrayEquals(PHOTO.data(), corrupted(new Corruption(kind, 0), PHOTO, 1), kind.name());
        }
    }

    @Test
    void halfTheLightIsHalfOfEveryValueAndHazeGoesToItsColour() {
        byte[] before = PHOTO.data().clone();
        byte[] dark = corrupted(new Corruption(Kind.DARKNESS, 0.5), PHOTO, 1);
        byte[] covered = corrupted(new Corruption(Kind.HAZE, 1), PHOTO, 1);
        for (int i = 0; i < before.length; i++) {
            assertEquals((before[i] & 255) / 2.0, dark[i] & 255, 0.51);
            assertEquals(i % 3 == 2 ? 200 : 190, covered[i] & 255);
        }
        assertArrayEquals(before, PHOTO.data(), "the photo itself is not changed");
    }

    @Test
    void noiseHasItsDeviationAndItsSeed() {
        RgbImage grey = filled(128);
        Corruption noise = new Corruption(Kind.NOISE, 20);
        byte[] noisy = corrupted(noise, grey, 1);
        double squares = 0;
        for (byte value : noisy) {
            squares += Math.pow((value & 255) - 128, 2);
        }
        assertEquals(20, Math.sqrt(squares / noisy.length), 1);
        assertArrayEquals(noisy, corrupted(noise, grey, 1));
        assertFalse(Arrays.equals(noisy, corrupted(noise, grey, 2)));
    }

    @Test
    void blurSpreadsAPointToItsDeviationBothWaysAndKeepsItsLight() {
        RgbImage point = filled(0);
        int middle = (HEIGHT / 2 * WIDTH + WIDTH / 2) * 3;
        Arrays.fill(point.data(), middle, middle + 3, (byte) 255);
        byte[] blurred = corrupted(new Corruption(Kind.BLUR, 1), point, 1);
        double peak = 255 / (2 * Math.PI);
        assertEquals(peak, blurred[middle] & 255, 1.5);
        for (int step : new int[] {3, -3, 3 * WIDTH, -3 * WIDTH}) {
            assertEquals(peak * Math.exp(-0.5), blurred[middle + step] & 255, 1.5);
        }
        RgbImage even = filled(90);
        assertArrayEquals(even.data(), corrupted(new Corruption(Kind.BLUR, 2), even, 1), "borders included");
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
