package syntic.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.nn.Torch;

class ImagePreprocessorTest {
    private static final String SMALL = "{\"size\": 64, \"crop_size\": 64, \"image_mean\": [0.5, 0.5, 0.5],"
            + " \"image_std\": [0.5, 0.5, 0.5]}";

    @Test
    void anImageOfTheRightSizePassesAsItIs() {
        RgbImage image = gradient(64, 64);
        assertSame(image, processor(SMALL).fit(image));
    }

    @Test
    void levelsBecomePixelValues() {
        try (NDManager manager = Torch.newManager()) {
            NDArray values = processor(SMALL).pixelValues(manager, List.of(gradient(64, 64)));
            assertEquals(-1, values.getFloat(0, 0, 0, 0), 1e-6);
            assertEquals(2 * 63 / 255.0 - 1, values.getFloat(0, 0, 0, 63), 1e-6);
            assertEquals(-1, values.getFloat(0, 1, 0, 63), 1e-6);
        }
    }

    @Test
    void oldAndNewWaysToWriteSizesMeanTheSame() {
        ImagePreprocessor old = processor("{\"size\": 800, \"max_size\": 1333, "
                + "\"feature_extractor_type\": \"DetrFeatureExtractor\"}");
        assertEquals(old, processor("{\"size\": {\"shortest_edge\": 800, \"longest_edge\": 1333}, "
                + "\"image_processor_type\": \"DetrImageProcessor\"}"));
        assertArrayEquals(new int[] {1332, 333}, old.size().of(400, 100));
    }

    @Test
    void aCropLargerThanTheImageIsBlackAround() {
        RgbImage fitted = processor("{\"do_resize\": false, \"crop_size\": 4}").fit(new RgbImage(2, 1,
                new byte[] {1, 2, 3, 4, 5, 6}));
        byte[] expected = new byte[4 * 4 * 3];
        for (int i = 0; i < 6; i++) {
            expected[(2 * 4 + 1) * 3 + i] = (byte) (i + 1);
        }
        assertArrayEquals(expected, fitted.data());
    }

    /** What is cropped away need not be made: the whole enlarged image would take 3 GB. */
    @Test
    void aThinImageIsCroppedBeforeItIsEnlarged() {
        ImagePreprocessor clip = processor("{\"size\": 224, \"crop_size\": 224}");
        RgbImage small = new RgbImage(2, 60, gradient(2, 60).data());
        RgbImage whole = ImageResize.resize(small, 224, 6720, ImageResize.Filter.BICUBIC);
        assertArrayEquals(Arrays.copyOfRange(whole.data(), 3 * 224 * 3248, 3 * 224 * 3472),
                clip.fit(small).data());
        RgbImage fitted = clip.fit(gradient(20_000, 1));
        assertEquals("224 × 224", fitted.width() + " × " + fitted.height());
        assertEquals(10_000 & 255, fitted.data()[3 * 112] & 255, 1);
        assertEquals(224, clip.fit(gradient(1, 20_000)).height());
    }

    @Test
    void aThinImageKeepsASideOfOneAndTheLimit() {
        ImagePreprocessor.ShortestEdge detr = new ImagePreprocessor.ShortestEdge(800, 1333);
        assertArrayEquals(new int[] {1, 1333}, detr.of(1, 20_000));
        assertArrayEquals(new int[] {1333, 1}, detr.of(20_000, 1));
    }

    @Test
    void sizesDoNotOverflow() {
        ImagePreprocessor uncropped = processor("{\"size\": 16000, \"do_center_crop\": false}");
        assertTrue(assertThrows(ModelException.class, () -> uncropped.fit(gradient(1, 4))).getMessage()
                .contains("16000 × 64000"));
        assertEquals(16_000L * Integer.MAX_VALUE, uncropped.pixels(gradient(1, 200_000)));
        RgbImage square = gradient(8000, 4000);
        ImagePreprocessor whole = processor("{\"do_resize\": false, \"do_center_crop\": false}");
        try (NDManager manager = Torch.newManager()) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> whole.batch(manager,
                    Collections.nCopies(12, square))).getMessage().contains("one batch"));
        }
    }

    @Test
    void differentSizesNeedABatch() {
        ImagePreprocessor whole = processor("{\"do_resize\": false, \"do_center_crop\": false}");
        List<RgbImage> images = List.of(gradient(3, 2), gradient(2, 4));
        try (NDManager manager = Torch.newManager()) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> whole.pixelValues(manager, images))
                    .getMessage().contains("different sizes"));
            assertArrayEquals(new long[] {1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0},
                    whole.batch(manager, images).pixelMask().get(0).toLongArray());
        }
    }

    @Test
    void anUnknownFilterIsNamed() {
        assertTrue(assertThrows(ModelException.class, () -> processor("{\"resample\": 5}")).getMessage()
                .contains("resample"));
    }

    private static ImagePreprocessor processor(String json) {
        return ImagePreprocessor.from(ConfigFile.parse("preprocessor_config.json", json));
    }

    /** Red grows from left to right, by one level a pixel. */
    private static RgbImage gradient(int width, int height) {
        byte[] data = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            data[3 * i] = (byte) (i % width);
        }
        return new RgbImage(width, height, data);
    }
}
