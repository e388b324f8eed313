package syntic.miniature.world;

/** Outlines as polygons {@code {x0, y0, x1, y1, …}}, all turning the same way, y downwards. */
final class Polygons {
    private Polygons() { }

    /** The polygon through the given points, turned the common way. */
    static double[] polygon(double... points) {
        double area = 0;
        int length = points.length;
        for (int i = 0; i < length; i += 2) {
            area += points[i] * points[(i + 3) % length] - points[(i + 2) % length] * points[i + 1];
        }
        if (area >= 0) {
            return points;
        }
        double[] reversed = new double[length];
        for (int i = 0; i < length; i += 2) {
            reversed[i] = points[length - 2 - i];
            reversed[i + 1] = points[length - 1 - i];
        }
        return reversed;
    }

    static double[] rectangle(double x, double y, double width, double height) {
        return polygon(x, y, x + width, y, x + width, y + height, x, y + height);
    }

    static double[] ellipse(double centreX, double centreY, double radiusX, double radiusY) {
        return sector(centreX, centreY, radiusX, radiusY, 0, 360, 28);
    }

    /** The points of an elliptic arc between two angles in degrees (clockwise from the right), closed by its chord. */
    static double[] sector(double centreX, double centreY, double radiusX, double radiusY, double from, double to,
                           int count) {
        // A full turn must not repeat its first point.
        int steps = to - from >= 360 ? count : count - 1;
        double[] points = new double[count * 2];
        for (int i = 0; i < count; i++) {
            double angle = StrictMath.toRadians(from + (to - from) * i / steps);
            points[2 * i] = centreX + radiusX * StrictMath.cos(angle);
            points[2 * i + 1] = centreY + radiusY * StrictMath.sin(angle);
        }
        return polygon(points);
    }

    /** A bent band: the part of an elliptic ring between two angles in degrees. */
    static double[] band(double centreX, double centreY, double radiusX, double radiusY, double thickness,
                         double from, double to) {
        int count = 12;
        double[] points = new double[count * 4];
        for (int i = 0; i < count; i++) {
            double angle = StrictMath.toRadians(from + (to - from) * i / (count - 1));
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            int inner = 4 * count - 2 - 2 * i;
            points[2 * i] = centreX + radiusX * cos;
            points[2 * i + 1] = centreY + radiusY * sin;
            points[inner] = centreX + (radiusX - thickness) * cos;
            points[inner + 1] = centreY + (radiusY - thickness) * sin;
        }
        return polygon(points);
    }
}
