package syntic.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.Fuzz;

/** Image files that the platform writes; the odd ones are in the reference set. */
class ImageFileTest {
    @TempDir
    private Path folder;

    private static BufferedImage noise(int type) {
        BufferedImage image = new BufferedImage(24, 20, type);
        Random random = new Random(1);
        for (int i = 0; i < 24 * 20; i++) {
            image.setRGB(i % 24, i / 24, random.nextInt(1 << 24) | 0xff000000);
        }
        return image;
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    private RgbImage read(byte[] bytes) throws IOException {
        return RgbImage.read(Files.write(folder.resolve("picture"), bytes));
    }

    private void refused(byte[] bytes, String said) {
        String message = assertThrows(ModelException.class, () -> read(bytes)).getMessage();
        assertTrue(message.startsWith(folder.resolve("picture") + ": ") && message.contains(said), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void theStoredSamplesCount(String format) throws IOException {
        BufferedImage image = noise(BufferedImage.TYPE_INT_RGB);
        assertArrayEquals(image.getRGB(0, 0, 24, 20, null, 0, 24),
                read(written(image, format)).toBufferedImage().getRGB(0, 0, 24, 20, null, 0, 24));
    }

    /** By way of a colour space, level 60 of grey would become 133. */
    @ParameterizedTest
    @CsvSource({"1, 8", "1, 16", "2, 8", "2, 16"})
    void greyIsNotBrightened(int bands, int bits) throws IOException {
        ColorSpace grey = ColorSpace.getInstance(ColorSpace.CS_GRAY);
        ComponentColorModel colours = new ComponentColorModel(grey, bands == 2, false, bands == 2
                ? Transparency.TRANSLUCENT : Transparency.OPAQUE, bits == 8 ? DataBuffer.TYPE_BYTE
                : DataBuffer.TYPE_USHORT);
        WritableRaster raster = colours.createCompatibleWritableRaster(2, 1);
        raster.setSample(0, 0, 0, 60 << bits - 8);
        raster.setSample(1, 0, 0, 255 << bits - 8);
        byte white = (byte) 255;
        assertArrayEquals(new byte[] {60, 60, 60, white, white, white},
                read(written(new BufferedImage(colours, raster, false, null), "png")).data());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void halfAFileIsRefused(String format) throws IOException {
        byte[] whole = written(noise(BufferedImage.TYPE_INT_RGB), format);
        refused(Arrays.copyOf(whole, whole.length / 2), "cut short");
    }

    @Test
    void aJpegWithoutItsEndIsRefused() throws IOException {
        byte[] whole = written(noise(BufferedImage.TYPE_INT_RGB), "jpg");
        refused(Arrays.copyOf(whole, whole.length - 2), "cut short");
    }

    @Test
    void sizesAreCheckedBeforeAnythingIsAllocated() throws IOException {
        byte[] png = written(noise(BufferedImage.TYPE_INT_RGB), "png");
        ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
        refused(png, "50000 × 50000 pixels are too many");
        ByteBuffer.wrap(png).putInt(16, 12_000).putInt(20, 12_000);
        refused(png, "cannot hold the 12000 × 12000 pixels");
    }

    @Test
    void whatIsNotReadIsNamed() {
        refused("RIFF0000WEBPVP8 ".getBytes(), "a WebP file; convert it, for example with dwebp");
        refused("II+\0\10\0\0\0".getBytes(), "a BigTIFF file; convert it");
        refused("<!DOCTYPE html><html>".getBytes(), "a web page");
        refused("version https://git-lfs.github.com/spec/v1".getBytes(), "git lfs pull");
        refused("not an image at all".getBytes(), "not an image that is read (PNG, JPEG, GIF, BMP, TIFF)");
        refused(new byte[0], "empty");
    }

    @Test
    void samplesOfOddSizesAreRefusedBeforeATableOfTheirValuesIsMade() throws IOException {
        byte[] tiff = written(noise(BufferedImage.TYPE_INT_RGB), "tiff");
        String text = new String(tiff, StandardCharsets.ISO_8859_1);
        int bits = text.indexOf("\0\u0008\0\u0008\0\u0008", 8);
        for (byte odd : new byte[] {24, 32}) {
            tiff[bits + 1] = odd;
            refused(tiff, "samples of " + odd + " bits are not read; make it one of 8 or 16 bits");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void damageGivesOnlyTypedErrors(String format) throws Exception {
        byte[] good = written(noise(BufferedImage.TYPE_INT_RGB), format);
        assertEquals(24, read(good).width());
        Fuzz.run(format, good, Fuzz.inputs(300), Set.of(ModelException.class), this::read);
    }
}
