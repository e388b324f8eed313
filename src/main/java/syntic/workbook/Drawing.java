package syntic.workbook;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Makes pictures of pixel values, and draws detected objects on pictures. */
public final class Drawing {
    /**
     * A detected object.
     *
     * @param left corners as shares of the picture's width and height, 0 to 1 from its upper left
     * @param weight how certain the detection is, 0 to 1
     */
    public record Box(double left, double top, double right, double bottom, String label, double weight) {
        /** @throws IllegalArgumentException for corners or a weight that are not finite, or corners out of order */
        public Box {
            if (!(left <= right && top <= bottom) || !Double.isFinite(left + top + right + bottom + weight)) {
                throw new IllegalArgumentException("box '%s' has corners (%s, %s), (%s, %s) and weight %s"
                        .formatted(label, left, top, right, bottom, weight));
            }
        }
    }

    /** Boxes are drawn on pictures of at least this many pixels, so that labels are readable. */
    private static final int BOXED_SIDE = 560;

    private Drawing() {
    }

    /**
     * A picture of bytes.
     *
     * @param rgb red, green, blue of each pixel, row by row: [height, width, 3], 0 to 255 as unsigned bytes
     */
    public static BufferedImage ofBytes(byte[] rgb, int width, int height) {
        requireLength(rgb.length, width, height);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width,
                    (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255);
        }
        return picture;
    }

    /** The picture with each pixel as a square of {@code factor} pixels. */
    public static BufferedImage enlarged(BufferedImage picture, int factor) {
        return resized(picture, picture.getWidth() * factor, picture.getHeight() * factor);
    }

    /** Sharp squares where it grows, smooth where it shrinks. */
    static BufferedImage resized(BufferedImage picture, int width, int height) {
        BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = resized.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, width >= picture.getWidth()
                ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(picture, 0, 0, width, height, null);
        pen.dispose();
        return resized;
    }

    /** The enlarged picture with a frame, a name and a percentage for each object; one colour for each name. */
    public static BufferedImage boxes(BufferedImage picture, List<Box> boxes) {
        int factor = Math.max(1, (int) Math.round((double) BOXED_SIDE
                / Math.max(picture.getWidth(), picture.getHeight())));
        BufferedImage canvas = enlarged(picture, factor);
        Graphics2D pen = canvas.createGraphics();
        Style.smooth(pen);
        pen.scale(Style.PIXEL_RATIO, Style.PIXEL_RATIO);
        double width = (double) canvas.getWidth() / Style.PIXEL_RATIO;
        double height = (double) canvas.getHeight() / Style.PIXEL_RATIO;
        for (Box box : boxes) {
            pen.setColor(colour(boxes, box));
            pen.setStroke(Style.stroke(2));
            pen.draw(new Rectangle2D.Double(box.left() * width, box.top() * height,
                    (box.right() - box.left()) * width, (box.bottom() - box.top()) * height));
        }
        for (Box box : boxes) { // names over all frames
            String name = "%s %s".formatted(box.label(), percent(box.weight()));
            double wide = Style.width(Style.TICK, name) + 8;
            double high = Frame.lineHeight(Style.TICK) + 2;
            double x = Math.max(0, Math.min(box.left() * width - 1, width - wide));
            double above = box.top() * height - high;
            double y = above >= 0 ? above : Math.min(box.top() * height, height - high);
            pen.setColor(colour(boxes, box));
            pen.fill(new Rectangle2D.Double(x, y, wide, high));
            Text.draw(pen, name, Style.TICK, Style.inkOn(colour(boxes, box)), x + 4, y + 1, 0);
        }
        pen.dispose();
        return canvas;
    }

    /**
     * The picture with its boxes, and beside it a bar for the attention that each object gets, in the same colours.
     *
     * @param weights attention of each box, 0 to 1
     */
    public static BufferedImage attention(BufferedImage picture, List<Box> boxes, double... weights) {
        if (weights.length != boxes.size()) {
            throw new IllegalArgumentException("%d boxes but %d attention weights".formatted(boxes.size(),
                    weights.length));
        }
        BufferedImage boxed = boxes(picture, boxes);
        int names = (int) Math.ceil(boxes.stream().mapToDouble(box -> Style.width(Style.LABEL, box.label())).max()
                .orElse(Style.width(Style.LABEL, "no object"))) + 28;
        int pictureWidth = boxed.getWidth() / Style.PIXEL_RATIO;
        int top = 34;
        int height = Math.max(boxed.getHeight() / Style.PIXEL_RATIO, top + 26 * boxes.size());
        BufferedImage canvas = Style.canvas(pictureWidth + names + 200, height);
        Graphics2D pen = Style.pen(canvas);
        pen.drawImage(boxed, 0, 0, pictureWidth, boxed.getHeight() / Style.PIXEL_RATIO, null);
        double start = pictureWidth + names;
        Text.draw(pen, "attention", Style.LABEL, Style.FAINT_INK, start, 8, 0);
        if (boxes.isEmpty()) {
            Text.draw(pen, "no object", Style.LABEL, Style.FAINT_INK, start - 8, top, 1);
        }
        for (int i = 0; i < boxes.size(); i++) {
            double y = top + 26 * i;
            Text.draw(pen, boxes.get(i).label(), Style.LABEL, Style.INK, start - 8, y + 1, 1);
            pen.setColor(colour(boxes, boxes.get(i)));
            double length = 140 * Math.min(Math.max(weights[i], 0), 1);
            pen.fill(new Rectangle2D.Double(start, y, Math.max(length, 1), 18));
            Text.draw(pen, percent(weights[i]), Style.TICK, Style.INK, start + length + 6, y + 1, 0);
        }
        pen.dispose();
        return canvas;
    }

    private static Color colour(List<Box> boxes, Box box) {
        return Style.series(boxes.stream().map(Box::label).distinct().toList().indexOf(box.label()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static void requireLength(int length, int width, int height) {
        if (width < 1 || height < 1 || length != 3 * width * height) {
            throw new IllegalArgumentException(
                    "%d values are not a picture of %d×%d pixels in red, green and blue (%d)"
                            .formatted(length, width, height, 3 * width * height));
        }
    }
}
