package syntic.model;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** An image's samples as they are stored, in 8 bits: no colour space or profile is followed. */
final class StoredSamples {
    private StoredSamples() {}

    /** Grey is replicated, transparency dropped; of 16 bits the upper 8 are taken. */
    static RgbImage rgb(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        Raster raster = image.getRaster();
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        int[] row = new int[width * raster.getNumBands()];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                pixel(colours, row, x * raster.getNumBands(), rgb, 3 * (y * width + x));
            }
        }
        return new RgbImage(width, image.getHeight(), rgb);
    }

    /** Indices into a palette of 16-bit levels, all reds before all greens before all blues. */
    static RgbImage rgb(Raster indices, int[] palette) {
        int width = indices.getWidth();
        byte[] rgb = new byte[3 * width * indices.getHeight()];
        for (int i = 0; i < rgb.length; i++) {
            int colour = indices.getSample(i / 3 % width, i / 3 / width, 0);
            rgb[i] = (byte) (palette[i % 3 * (palette.length / 3) + colour] >> 8);
        }
        return new RgbImage(width, indices.getHeight(), rgb);
    }

    private static void pixel(ColorModel colours, int[] row, int from, byte[] rgb, int to) {
        if (colours instanceof IndexColorModel palette) {
            int argb = row[from] < palette.getMapSize() ? palette.getRGB(row[from]) : 0;
            rgb[to] = (byte) (argb >> 16);
            rgb[to + 1] = (byte) (argb >> 8);
            rgb[to + 2] = (byte) argb;
            return;
        }
        int kind = colours.getColorSpace().getType();
        if (kind != ColorSpace.TYPE_RGB && kind != ColorSpace.TYPE_GRAY && kind != ColorSpace.TYPE_CMYK) {
            throw new IllegalArgumentException("colours of another kind than grey, RGB and CMYK");
        }
        for (int c = 0; c < 3; c++) {
            int band = kind == ColorSpace.TYPE_GRAY ? 0 : c;
            rgb[to + c] = eight(row[from + band], colours.getComponentSize(band));
            if (kind == ColorSpace.TYPE_CMYK) {
                rgb[to + c] = inked(rgb[to + c] & 255, 255 - (eight(row[from + 3], colours.getComponentSize(3)) & 255));
            }
        }
    }

    private static byte eight(int sample, int bits) {
        if (bits > 16) {
            throw new IllegalArgumentException("samples of " + bits + " bits");
        }
        return (byte) (bits >= 8 ? sample >> bits - 8 : sample * 255 / ((1 << bits) - 1));
    }

    /** What an ink of 0 to 255 leaves of the light that black leaves, rounded as Pillow does. */
    static byte inked(int ink, int light) {
        int product = ink * light + 128;
        return (byte) (light - ((product >> 8) + product >> 8));
    }
}
