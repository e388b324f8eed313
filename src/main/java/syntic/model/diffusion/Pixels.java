package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import syntic.model.RgbImage;

/** Images of one size as arrays of values in 0 … 1, and back. */
public final class Pixels {
    private static final float WHITE = 255;

    private Pixels() {}

    /** @return [images, 3, height, width] */
    public static NDArray toArray(NDManager manager, List<RgbImage> images) {
        int width = images.get(0).width();
        int height = images.get(0).height();
        int area = width * height;
        float[] values = new float[images.size() * 3 * area];
        for (int row = 0; row < images.size(); row++) {
            RgbImage image = images.get(row);
            if (image.width() != width || image.height() != height) {
                throw new IllegalArgumentException("image " + row + " has " + image.width() + " × " + image.height()
                        + " pixels, the first " + width + " × " + height);
            }
            for (int channel = 0; channel < 3; channel++) {
                for (int i = 0; i < area; i++) {
                    values[(row * 3 + channel) * area + i] = (image.data()[3 * i + channel] & 255) / WHITE;
                }
            }
        }
        return manager.create(values, new Shape(images.size(), 3, height, width));
    }

    /** @param pixels [images, 3, height, width], rounded to 8 bits */
    public static List<RgbImage> toImages(NDArray pixels) {
        Shape shape = pixels.getShape();
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        float[] values = pixels.toFloatArray();
        List<RgbImage> images = new ArrayList<>();
        for (int row = 0; row < shape.get(0); row++) {
            byte[] data = new byte[3 * height * width];
            for (int channel = 0; channel < 3; channel++) {
                int plane = (row * 3 + channel) * height * width;
                for (int i = 0; i < height * width; i++) {
                    data[3 * i + channel] = (byte) Math.round(values[plane + i] * WHITE);
                }
            }
            images.add(new RgbImage(width, height, data));
        }
        return images;
    }
}
