package syntic.workbook;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Enlarges pictures, and draws detected objects on them. */
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

    /** The picture with each pixel as a square of {@code factor} pixels. */
    static BufferedImage enlarged(BufferedImage picture, int factor) {
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
        double width = (double) canvas.getWidth() / Canvas.PIXEL_RATIO;
        double height = (double) canvas.getHeight() / Canvas.PIXEL_RATIO;
        Canvas.drawOn(canvas, pen -> {
            List<Rectangle2D> frames = boxes.stream().<Rectangle2D>map(box -> new Rectangle2D.Double(
                    box.left() * width, box.top() * height, (box.right() - box.left()) * width,
                    (box.bottom() - box.top()) * height)).toList();
            for (int i = 0; i < boxes.size(); i++) {
                pen.setColor(colour(boxes, boxes.get(i)));
                pen.setStroke(Canvas.stroke(2));
                pen.draw(frames.get(i));
            }
            List<Rectangle2D> names = new ArrayList<>(); // over all frames
            for (int i = 0; i < boxes.size(); i++) {
                String name = "%s %s".formatted(boxes.get(i).label(), percent(boxes.get(i).weight()));
                Rectangle2D place = free(frames.get(i), Text.width(Text.TICK, name) + 8,
                        Text.lineHeight(Text.TICK) + 2, new Rectangle2D.Double(0, 0, width, height), names, frames);
                names.add(place);
                pen.setColor(colour(boxes, boxes.get(i)));
                pen.fill(place);
                Text.draw(pen, name, Text.TICK, Palette.inkOn(colour(boxes, boxes.get(i))), place.getX() + 4,
                        place.getY() + 1, 0);
            }
        });
        return canvas;
    }

    /**
     * Where a frame's name goes: over its upper edge if nothing is there, else at another edge or further down, inside
     * the picture, where it covers the least of what is framed; over the upper edge all the same where names fill the
     * picture.
     */
    private static Rectangle2D free(Rectangle2D frame, double wide, double high, Rectangle2D picture,
            List<Rectangle2D> taken, List<Rectangle2D> frames) {
        List<Rectangle2D> places = new ArrayList<>();
        for (double y = frame.getY() - high; places.isEmpty() || y + high <= picture.getHeight(); y += high) {
            for (double x : new double[] {frame.getX() - 1, frame.getMaxX() + 1 - wide, frame.getMaxX() + 1,
                frame.getX() - 1 - wide}) {
                places.add(new Rectangle2D.Double(Math.max(0, Math.min(x, picture.getWidth() - wide)),
                        Math.max(0, Math.min(y, picture.getHeight() - high)), wide, high));
            }
        }
        return places.stream().filter(place -> taken.stream().noneMatch(place::intersects))
                .min(Comparator.comparingDouble(place -> frames.stream()
                        .mapToDouble(one -> shared(place, one)).sum())).orElse(places.get(0));
    }

    /** The area of what two rectangles have in common. */
    private static double shared(Rectangle2D one, Rectangle2D other) {
        Rectangle2D common = one.createIntersection(other);
        return Math.max(0, common.getWidth()) * Math.max(0, common.getHeight());
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
        int pictureWidth = boxed.getWidth() / Canvas.PIXEL_RATIO;
        int pictureHeight = boxed.getHeight() / Canvas.PIXEL_RATIO;
        List<String> names = boxes.isEmpty() ? List.of("no object") : boxes.stream().map(Box::label).toList();
        int start = pictureWidth + (int) Math.ceil(Text.width(Text.LABEL, names)) + 28;
        int top = 34;
        return Canvas.drawn(start + 200, Math.max(pictureHeight, top + 26 * boxes.size()), pen -> {
            pen.drawImage(boxed, 0, 0, pictureWidth, pictureHeight, null);
            Text.draw(pen, "attention", Text.LABEL, Palette.FAINT_INK, start, 8, 0);
            if (boxes.isEmpty()) {
                Text.draw(pen, names.get(0), Text.LABEL, Palette.FAINT_INK, start - 8, top, 1);
            }
            for (int i = 0; i < boxes.size(); i++) {
                double y = top + 26 * i;
                Text.draw(pen, names.get(i), Text.LABEL, Palette.INK, start - 8, y + 1, 1);
                pen.setColor(colour(boxes, boxes.get(i)));
                double length = 140 * Math.min(Math.max(weights[i], 0), 1);
                pen.fill(new Rectangle2D.Double(start, y, Math.max(length, 1), 18));
                Text.draw(pen, percent(weights[i]), Text.TICK, Palette.INK, start + length + 6, y + 1, 0);
            }
        });
    }

    private static Color colour(List<Box> boxes, Box box) {
        return Palette.series(boxes.stream().map(Box::label).distinct().toList().indexOf(box.label()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
