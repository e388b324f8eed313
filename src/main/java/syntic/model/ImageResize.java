package syntic.model;

/**
 * Resizes images exactly as the Python library Pillow does: a separable filter that widens when it shrinks (antialias),
 * in fixed point with 22 fractional bits, rounded to 8 bits after each direction.
 */
public final class ImageResize {
    private static final int FRACTION_BITS = 22;

    private ImageResize() {}

    /** The filters, with the numbers that configurations give them. */
    public enum Filter {
        BILINEAR(2, 1), BICUBIC(3, 2);

        private final int number;
        private final double support;

        Filter(int number, double support) {
            this.number = number;
            this.support = support;
        }

        static Filter of(ConfigFile file, Filter otherwise) {
            int number = file.integer("resample", otherwise.number);
            for (Filter filter : values()) {
                if (filter.number == number) {
                    return filter;
                }
            }
            throw file.refuse("resample", "is " + number + "; 2 (bilinear) and 3 (bicubic) are known");
        }

        private double at(double distance) {
            double x = Math.abs(distance);
            if (this == BILINEAR) {
                return x < 1 ? 1 - x : 0;
            }
            double a = -0.5;
            if (x < 1) {
                return ((a + 2) * x - (a + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
        }
    }

    /** One output position: the first input position it reads and the weights from there on. */
    private record Window(int first, int[] weights) {}

    /** The image in another size; an image of this size already is returned as it is. */
    public static RgbImage resize(RgbImage image, int width, int height, Filter filter) {
        RgbImage result = image;
        if (width != image.width()) {
            result = horizontal(result, windows(image.width(), width, filter));
        }
        if (height != image.height()) {
            result = vertical(result, windows(image.height(), height, filter));
        }
        return result;
    }

    private static Window[] windows(int in, int out, Filter filter) {
        double scale = (double) in / out;
        double widening = Math.max(scale, 1);
        double support = filter.support * widening;
        Window[] windows = new Window[out];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - support + 0.5));
            int last = Math.min(in, (int) (centre + support + 0.5));
            double[] exact = new double[last - first];
            double sum = 0;
            for (int j = 0; j < exact.length; j++) {
                exact[j] = filter.at((j + first - centre + 0.5) * (1 / widening));
                sum += exact[j];
            }
            int[] weights = new int[exact.length];
            for (int j = 0; j < exact.length; j++) {
                double weight = (sum == 0 ? exact[j] : exact[j] / sum) * (1 << FRACTION_BITS);
                weights[j] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
            windows[i] = new Window(first, weights);
        }
        return windows;
    }

    private static RgbImage horizontal(RgbImage image, Window[] windows) {
        int height = image.height();
        byte[] out = new byte[3 * windows.length * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < windows.length; x++) {
                int from = 3 * (y * image.width() + windows[x].first);
                sum(image.data(), from, 3, windows[x].weights, out, 3 * (y * windows.length + x));
            }
        }
        return new RgbImage(windows.length, height, out);
    }

    private static RgbImage vertical(RgbImage image, Window[] windows) {
        int width = image.width();
        byte[] out = new byte[3 * width * windows.length];
        for (int y = 0; y < windows.length; y++) {
            for (int x = 0; x < width; x++) {
                int from = 3 * (windows[y].first * width + x);
                sum(image.data(), from, 3 * width, windows[y].weights, out, 3 * (y * width + x));
            }
        }
        return new RgbImage(width, windows.length, out);
    }

    private static void sum(byte[] in, int from, int step, int[] weights, byte[] out, int to) {
        int red = 1 << FRACTION_BITS - 1;
        int green = red;
        int blue = red;
        for (int i = 0, at = from; i < weights.length; i++, at += step) {
            red += (in[at] & 255) * weights[i];
            green += (in[at + 1] & 255) * weights[i];
            blue += (in[at + 2] & 255) * weights[i];
        }
        out[to] = clip(red);
        out[to + 1] = clip(green);
        out[to + 2] = clip(blue);
    }

    private static byte clip(int fixed) {
        return (byte) Math.max(0, Math.min(255, fixed >> FRACTION_BITS));
    }
}
