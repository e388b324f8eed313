package syntic.model;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

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

    /** Grey is replicated, transparency dropped. */
    public static RgbImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] data = new byte[3 * width * height];
        if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            // getRGB would treat the levels as linear light and brighten them.
            int[] levels = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
            for (int i = 0; i < levels.length; i++) {
                data[3 * i] = data[3 * i + 1] = data[3 * i + 2] = (byte) levels[i];
            }
            return new RgbImage(width, height, data);
        }
        int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < argb.length; i++) {
            data[3 * i] = (byte) (argb[i] >> 16);
            data[3 * i + 1] = (byte) (argb[i] >> 8);
            data[3 * i + 2] = (byte) argb[i];
        }
        return new RgbImage(width, height, data);
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

    /** Reads a PNG, JPEG, GIF or BMP file. */
    public static RgbImage read(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new ModelException(file + ": not an image that Java reads (PNG, JPEG, GIF, BMP); convert it");
            }
            return of(image);
        } catch (IOException e) {
            throw new ModelException(file + ": the image cannot be read: " + e, e);
        }
    }
}
