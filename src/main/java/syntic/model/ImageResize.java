package syntic.model;

/**
 * Resizes images exactly as the Python library Pillow does: a separable filter that widens when it shrinks (antialias),
 * in fixed point with 22 fractional bits, rounded to 8 bits after each direction.
 */
final class ImageResize {
    private static final int FRACTION_BITS = 22;
    private static final int[] AS_IT_IS = {1 << FRACTION_BITS};

    private ImageResize() {}

    /** The filters, with the numbers that configurations give them. */
    enum Filter {
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
    private record Window(int first, int[] weights) {
        int end() {
            return first + weights.length;
        }
    }

    /** The image in another size; an image of this size already is returned as it is. */
    static RgbImage resize(RgbImage image, int width, int height, Filter filter) {
        return resize(image, width, height, filter, new Cut(0, 0, width, height));
    }

    /** The part of an image that remains, in pixels of it. */
    record Cut(int left, int top, int width, int height) {}

    /** As {@link #resize(RgbImage, int, int, Filter)}, of which only a part within the result is made. */
    static RgbImage resize(RgbImage image, int width, int height, Filter filter, Cut cut) {
        if (width == image.width() && height == image.height() && cut.equals(new Cut(0, 0, width, height))) {
            return image;
        }
        Window[] columns = windows(image.width(), width, filter, cut.left(), cut.width());
        Window[] rows = windows(image.height(), height, filter, cut.top(), cut.height());
        int firstRow = rows[0].first;
        int endRow = rows[rows.length - 1].end();
        return vertical(horizontal(image, columns, firstRow, endRow), rows, firstRow);
    }

    private static Window[] windows(int in, int out, Filter filter, int from, int count) {
        double scale = (double) in / out;
        double widening = Math.max(scale, 1);
        double support = filter.support * widening;
        Window[] windows = new Window[count];
        for (int i = 0; i < count; i++) {
            if (in == out) {
                windows[i] = new Window(from + i, AS_IT_IS);
                continue;
            }
            double centre = (from + i + 0.5) * scale;
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

    private static RgbImage horizontal(RgbImage image, Window[] columns, int firstRow, int endRow) {
        byte[] out = RgbImage.blank(columns.length, endRow - firstRow);
        for (int y = firstRow, to = 0; y < endRow; y++) {
            for (Window column : columns) {
                sum(image.data(), 3 * (y * image.width() + column.first), 3, column.weights, out, to);
                to += 3;
            }
        }
        return new RgbImage(columns.length, endRow - firstRow, out);
    }

    /** @param firstRow which row of the windows the image begins with */
    private static RgbImage vertical(RgbImage image, Window[] rows, int firstRow) {
        int width = image.width();
        byte[] out = RgbImage.blank(width, rows.length);
        int to = 0;
        for (Window row : rows) {
            for (int x = 0; x < width; x++) {
                sum(image.data(), 3 * ((row.first - firstRow) * width + x), 3 * width, row.weights, out, to);
                to += 3;
            }
        }
        return new RgbImage(width, rows.length, out);
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
