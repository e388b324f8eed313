package syntic.model;

import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * An image with 8 bits for each of red, green and blue.
 *
 * @param data row by row, red green blue of each pixel
 */
public record RgbImage(int width, int height, byte[] data) {

    public RgbImage {
        if (width < 1 || height < 1 || data.length != 3L * width * height) {
            throw new IllegalArgumentException("an image of " + width + " × " + height + " pixels needs "
                    + 3L * width * height + " bytes, not " + data.length);
        }
    }

    /** The data of a black image. */
    static byte[] blank(int width, int height) {
        if (3L * width * height > Integer.MAX_VALUE - 8) {
            throw new ModelException("an image of " + width + " × " + height + " pixels is too large");
        }
        return new byte[3 * width * height];
    }

    /** The same pixels for Java2D. */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] rgb = new int[width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (data[3 * i] & 255) << 16 | (data[3 * i + 1] & 255) << 8 | data[3 * i + 2] & 255;
        }
        image.setRGB(0, 0, width, height, rgb, 0, width);
        return image;
    }

    /**
     * Reads a PNG, JPEG, GIF, BMP or TIFF file, whatever its name, as Pillow's {@code convert("RGB")} does: the stored
     * samples without colour profile and transparency, 8 bits of 16, the first picture of several. What EXIF says about
     * the orientation of PNG and JPEG files is not followed, as CLIP's own preprocessing does not; see
     * {@link #readUpright}.
     *
     * @throws ModelException naming the file and what it is, if it is another kind of file, damaged, cut short, or
     *                        larger than 178,956,970 pixels or than the memory
     */
    public static RgbImage read(Path file) {
        return ImageFile.read(file, false);
    }

    /** As {@link #read}, turned as its EXIF orientation says. */
    public static RgbImage readUpright(Path file) {
        return ImageFile.read(file, true);
    }
}
