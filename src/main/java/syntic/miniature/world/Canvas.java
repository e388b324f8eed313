package syntic.miniature.world;

import java.util.Arrays;
import java.util.List;

/**
 * A picture of {@link Scene#SIZE} × {@link Scene#SIZE} being drawn: antialiased filling of polygons.
 *
 * <p>It does by hand what {@code java.awt.Graphics2D} would do, because the pixels of the JDK's own rasteriser differ
 * between Java versions (by up to 19 grey levels between 17 and 25), and the same seed must give the same bytes.
 */
final class Canvas {
    private static final int SIZE = Scene.SIZE;
    /** Lines on which the outline is evaluated in each row of pixels; across a line the coverage is exact. */
    private static final int LINES = 4;

    /** The channels, red green blue of each pixel row by row, 0 … 255. */
    final float[] pixels = new float[SIZE * SIZE * 3];

    /** How much of each pixel of the current row is covered. */
    private final float[] cover = new float[SIZE];
    private double[] crossing = new double[64];
    private int[] turn = new int[64];

    /** What colour to lay on a pixel. */
    interface Ink {
        Rgb at(double x, double y);
    }

    /** Fills the union of polygons, each {@code {x0, y0, x1, y1, …}} in pixels and all turning the same way. */
    void fill(List<double[]> polygons, double opacity, Ink ink) {
        double[] tops = new double[polygons.size()];
        double[] bottoms = new double[polygons.size()];
        double top = SIZE;
        double bottom = 0;
        for (int i = 0; i < tops.length; i++) {
            tops[i] = SIZE;
            for (int y = 1; y < polygons.get(i).length; y += 2) {
                tops[i] = Math.min(tops[i], polygons.get(i)[y]);
                bottoms[i] = Math.max(bottoms[i], polygons.get(i)[y]);
            }
            top = Math.min(top, tops[i]);
            bottom = Math.max(bottom, bottoms[i]);
        }
        int first = (int) Math.max(0, Math.floor(top));
        int last = (int) Math.min(SIZE - 1, Math.floor(bottom));
        for (int row = first; row <= last; row++) {
            Arrays.fill(cover, 0);
            for (int line = 0; line < LINES; line++) {
                double y = row + (line + 0.5) / LINES;
                int count = 0;
                for (int i = 0; i < tops.length; i++) {
                    if (tops[i] <= y && y <= bottoms[i]) {
                        count = cross(polygons.get(i), y, count);
                    }
                }
                coverLine(count);
            }
            for (int column = 0; column < SIZE; column++) {
                double share = Math.min(1, cover[column]) * opacity;
                if (share > 0) {
                    blend(column, row, share, ink.at(column + 0.5, row + 0.5));
                }
            }
        }
    }

    /** Fills one polygon with one colour. */
    void fill(double[] polygon, Rgb colour) {
        fill(List.of(polygon), 1, (x, y) -> colour);
    }

    /** Adds the crossings of a polygon with a horizontal line to those found before; returns how many there are. */
    private int cross(double[] polygon, double y, int before) {
        int count = before;
        int length = polygon.length;
        double x0 = polygon[length - 2];
        double y0 = polygon[length - 1];
        for (int i = 0; i < length; i += 2) {
            double x1 = polygon[i];
            double y1 = polygon[i + 1];
            if (y0 <= y != y1 <= y) {
                if (count == crossing.length) {
                    crossing = Arrays.copyOf(crossing, 2 * count);
                    turn = Arrays.copyOf(turn, 2 * count);
                }
                count = insert(count, x0 + (y - y0) / (y1 - y0) * (x1 - x0), y0 < y1 ? 1 : -1);
            }
            x0 = x1;
            y0 = y1;
        }
        return count;
    }

    private void coverLine(int count) {
        int winding = 0;
        for (int i = 0; i + 1 < count; i++) {
            winding += turn[i];
            if (winding != 0) {
                coverSpan(crossing[i], crossing[i + 1]);
            }
        }
    }

    private int insert(int count, double x, int direction) {
        int at = count;
        while (at > 0 && crossing[at - 1] > x) {
            crossing[at] = crossing[at - 1];
            turn[at] = turn[at - 1];
            at--;
        }
        crossing[at] = x;
        turn[at] = direction;
        return count + 1;
    }

    private void coverSpan(double from, double to) {
        double left = Math.max(0, from);
        double right = Math.min(SIZE, to);
        for (int column = (int) left; column < right; column++) {
            double share = Math.min(right, column + 1) - Math.max(left, column);
            cover[column] += (float) (share / LINES);
        }
    }

    private void blend(int column, int row, double share, Rgb colour) {
        int at = (row * SIZE + column) * 3;
        pixels[at] += (float) (share * (colour.red() - pixels[at]));
        pixels[at + 1] += (float) (share * (colour.green() - pixels[at + 1]));
        pixels[at + 2] += (float) (share * (colour.blue() - pixels[at + 2]));
    }

    /** Mean brightness inside a box of pixels. */
    double luminance(double left, double top, double right, double bottom) {
        double sum = 0;
        int count = 0;
        for (int row = (int) Math.max(0, top); row < Math.min(SIZE, bottom); row++) {
            for (int column = (int) Math.max(0, left); column < Math.min(SIZE, right); column++) {
                int at = (row * SIZE + column) * 3;
                sum += new Rgb(pixels[at], pixels[at + 1], pixels[at + 2]).luminance();
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** The picture as bytes, row by row, red green blue of each pixel. */
    byte[] bytes() {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(pixels[i])));
        }
        return bytes;
    }
}
