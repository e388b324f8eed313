package syntic.model;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A GIF file: its first picture where it lies on the logical screen. The platform's decoder knows no screen. */
final class GifFile {
    private static final int HEADER = 13;
    private static final int DESCRIPTOR = 10;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int PICTURE = 0x2C;
    /** A code of 12 bits stands for as many pixels as there are codes before it, at most. */
    private static final int PIXELS_PER_BYTE = 4096;
    private static final int TRAILER = 0x3B;

    private final ImageFile file;
    private final byte[] bytes;
    /** The colour around a picture that does not fill the screen: the transparent one, else the first. */
    private int around;

    GifFile(ImageFile file) {
        this.file = file;
        bytes = file.bytes();
    }

    RgbImage read() throws IOException {
        int colours = HEADER + palette(10);
        int picture = picture(colours);
        int end = afterBlocks(picture + DESCRIPTOR + palette(picture + 9) + 1);
        int left = size(picture + 1);
        int top = size(picture + 3);
        int width = Math.max(size(6), left + size(picture + 5));
        int height = Math.max(size(8), top + size(picture + 7));
        file.requireSize(size(picture + 5), size(picture + 7), 1, PIXELS_PER_BYTE);
        file.requireSize(width, height, 1, Integer.MAX_VALUE);
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        alone.write(bytes, 0, colours);
        alone.write(bytes, picture, end - picture);
        alone.write(TRAILER);
        BufferedImage image = ImageFile.decode("gif", alone.toByteArray(), reader -> reader.read(0));
        return onScreen(image, left, top, width, height);
    }

    private RgbImage onScreen(BufferedImage image, int left, int top, int width, int height) {
        RgbImage picture = StoredSamples.rgb(image);
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        IndexColorModel palette = (IndexColorModel) image.getColorModel();
        int argb = around < palette.getMapSize() ? palette.getRGB(around) : 0;
        byte[] data = new byte[3 * width * height];
        for (int i = 0; i < data.length; i += 3) {
            data[i] = (byte) (argb >> 16);
            data[i + 1] = (byte) (argb >> 8);
            data[i + 2] = (byte) argb;
        }
        for (int y = 0; y < picture.height(); y++) {
            System.arraycopy(picture.data(), 3 * y * picture.width(), data, 3 * ((top + y) * width + left),
                    3 * picture.width());
        }
        return new RgbImage(width, height, data);
    }

    /** Where the first picture's descriptor is. */
    private int picture(int from) {
        int at = from;
        while (at(at) != PICTURE) {
            if (at(at) == TRAILER) {
                throw file.refuse("the image is damaged: a GIF file without a picture");
            }
            if (at(at) == EXTENSION) {
                if (at(at + 1) == GRAPHIC_CONTROL && (at(at + 3) & 1) == 1) {
                    around = at(at + 6);
                }
                at = afterBlocks(at + 2);
            } else {
                at++;
            }
        }
        return at;
    }

    /** The bytes that a palette takes, by the flags before it. */
    private int palette(int flags) {
        return (at(flags) & 0x80) == 0 ? 0 : 3 << (at(flags) & 7) + 1;
    }

    private int afterBlocks(int from) {
        int at = from;
        while (at(at) != 0) {
            at += 1 + at(at);
        }
        return at + 1;
    }

    private int size(int at) {
        return at(at) | at(at + 1) << 8;
    }

    private int at(int index) {
        if (index >= bytes.length) {
            throw file.cutShort();
        }
        return bytes[index] & 255;
    }
}
