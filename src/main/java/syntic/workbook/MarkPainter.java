package syntic.workbook;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/** Draws the data of a figure's static picture. */
final class MarkPainter {
    static final double BAND_OPACITY = 0.2;
    static final double COUNT_OPACITY = 0.5;
    static final double POINT_OPACITY = 0.75;
    /** Share of a category's room that its bars fill. */
    static final double BAR_SHARE = 0.76;
    private static final int MOST_MARKERS = 25;

    private final Frame frame;
    private final Graphics2D pen;

    MarkPainter(Frame frame, Graphics2D pen) {
        this.frame = frame;
        this.pen = pen;
    }

    void paint() {
        if (frame.heatMap) {
            cells((Series.HeatMap) frame.figure.series.get(0));
            return;
        }
        frame.parts(Series.Line.class).forEach(this::band);
        frame.parts(Series.Histogram.class).forEach(this::counts);
        int places = frame.barPlaces.values().stream().mapToInt(place -> place + 1).max().orElse(0);
        frame.barPlaces.forEach((bars, place) -> bars(bars, place, places));
        frame.parts(Series.Level.class).forEach(this::level);
        points(frame.parts(Series.Points.class));
        frame.parts(Series.Line.class).forEach(this::line); // a mean lies over what it is of
    }

    /** Markers say where the data is, as long as they do not hide the line. */
    static boolean showsMarkers(Series.Line line) {
        return line.x().length <= MOST_MARKERS;
    }

    static void disc(Graphics2D pen, double x, double y, double radius) {
        pen.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    private void band(Series.Line line) {
        if (line.interval() != Series.Interval.BAND) {
            return;
        }
        double[][] outline = line.outline();
        pen.setColor(Palette.translucent(frame.colours.get(line.name()), BAND_OPACITY));
        pen.fill(path(outline[0], outline[1]));
    }

    private Path2D path(double[] x, double[] y) {
        Path2D path = new Path2D.Double();
        path.moveTo(frame.bottom.at(x[0]), frame.left.at(y[0]));
        for (int i = 1; i < x.length; i++) {
            path.lineTo(frame.bottom.at(x[i]), frame.left.at(y[i]));
        }
        return path;
    }

    private void line(Series.Line line) {
        pen.setColor(frame.colours.get(line.name()));
        pen.setStroke(Canvas.stroke(2));
        pen.draw(path(line.x(), line.y()));
        for (int i = 0; i < line.x().length; i++) {
            double x = frame.bottom.at(line.x()[i]);
            if (line.interval() == Series.Interval.WHISKERS) {
                whisker(x, frame.left.at(line.low()[i]), frame.left.at(line.high()[i]), false, 1.5);
            }
            if (showsMarkers(line)) {
                disc(pen, x, frame.left.at(line.y()[i]), 3.4);
            }
        }
    }

    /** A point of each series in turn, so that no series hides another that lies where it lies. */
    private void points(List<Series.Points> all) {
        int most = all.stream().mapToInt(points -> points.x().length).max().orElse(0);
        for (int i = 0; i < most; i++) {
            for (Series.Points points : all) {
                if (i < points.x().length) {
                    pen.setColor(Palette.translucent(frame.colours.get(points.name()), POINT_OPACITY));
                    disc(pen, frame.bottom.at(points.x()[i]), frame.left.at(points.y()[i]), pointSize(points) / 2);
                }
            }
        }
    }

    /** Diameter; smaller where there are many. */
    static double pointSize(Series.Points points) {
        return points.x().length > 400 ? 5 : 7;
    }

    private void level(Series.Level level) {
        pen.setColor(frame.colours.get(level.name()));
        pen.setStroke(Canvas.dashed(1.8));
        boolean upright = level.vertical() != frame.figure.across;
        double at = (upright ? frame.bottom : frame.left).at(level.value());
        pen.draw(upright ? new Line2D.Double(at, frame.plotTop, at, frame.plotBottom)
                : new Line2D.Double(frame.plotLeft, at, frame.plotRight, at));
    }

    private void counts(Series.Histogram histogram) {
        double[] counts = frame.bins.fill(histogram.values(), frame.figure.shares);
        Color colour = frame.colours.get(histogram.name());
        double zero = frame.left.at(0);
        Path2D outline = new Path2D.Double();
        outline.moveTo(frame.bottom.at(frame.bins.start()), zero);
        for (int i = 0; i < counts.length; i++) {
            double from = frame.bins.start() + i * frame.bins.width();
            outline.lineTo(frame.bottom.at(from), frame.left.at(counts[i]));
            outline.lineTo(frame.bottom.at(from + frame.bins.width()), frame.left.at(counts[i]));
        }
        outline.lineTo(frame.bottom.at(frame.bins.start() + counts.length * frame.bins.width()), zero);
        pen.setColor(Palette.translucent(colour, COUNT_OPACITY));
        pen.fill(outline);
        pen.setColor(colour);
        pen.setStroke(Canvas.stroke(1.2));
        pen.draw(outline);
    }

    private void bars(Series.Bars bars, int place, int places) {
        boolean across = frame.figure.across;
        Scale along = across ? frame.left : frame.bottom;
        Scale values = across ? frame.bottom : frame.left;
        List<String> categories = across ? frame.leftCategories : frame.bottomCategories;
        double share = BAR_SHARE / places;
        for (int i = 0; i < bars.values().length; i++) {
            double start = categories.indexOf(bars.categories().get(i)) + (1 - BAR_SHARE) / 2 + place * share;
            double from = along.at(start + share * (places > 1 ? 0.04 : 0));
            double to = along.at(start + share * (places > 1 ? 0.96 : 1));
            double zero = values.at(Math.max(0, values.low()));
            double end = values.at(bars.values()[i]);
            pen.setColor(frame.colours.get(bars.name()));
            pen.fill(across ? box(zero, from, end, to) : box(from, zero, to, end));
            if (bars.low().length > 0) {
                pen.setColor(Palette.INK);
                whisker((from + to) / 2, values.at(bars.low()[i]), values.at(bars.high()[i]), across, 1.3);
            }
        }
    }

    private static Rectangle2D box(double x1, double y1, double x2, double y2) {
        return new Rectangle2D.Double(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
    }

    private void whisker(double at, double low, double high, boolean across, double width) {
        pen.setStroke(Canvas.stroke(width));
        double cap = 4;
        for (double[] piece : new double[][] {{at, low, at, high}, {at - cap, low, at + cap, low},
            {at - cap, high, at + cap, high}}) {
            pen.draw(across ? new Line2D.Double(piece[1], piece[0], piece[3], piece[2])
                    : new Line2D.Double(piece[0], piece[1], piece[2], piece[3]));
        }
    }

    private void cells(Series.HeatMap cells) {
        HeatScale colours = HeatScale.of(cells);
        double width = (double) (frame.plotRight - frame.plotLeft) / cells.columns().size();
        double height = (double) (frame.plotBottom - frame.plotTop) / cells.rows().size();
        double gap = Math.min(width, height) > 12 ? 1 : 0;
        boolean written = writesCells(frame, cells);
        for (int row = 0; row < cells.rows().size(); row++) {
            for (int column = 0; column < cells.columns().size(); column++) {
                double value = cells.values()[row][column];
                double x = frame.plotLeft + column * width;
                double y = frame.plotTop + row * height;
                pen.setColor(colours.colour(value));
                pen.fill(new Rectangle2D.Double(x, y, width - gap, height - gap));
                if (written) {
                    Text.draw(pen, format(frame, value), Text.TICK, Palette.inkOn(colours.colour(value)),
                            x + width / 2, y + height / 2 - Text.lineHeight(Text.TICK) / 2.0, 0.5);
                }
            }
        }
        pen.setClip(null);
        colourBar(colours);
    }

    static boolean writesCells(Frame frame, Series.HeatMap cells) {
        double room = (double) (frame.plotRight - frame.plotLeft) / cells.columns().size() - 6;
        double tall = (double) (frame.plotBottom - frame.plotTop) / cells.rows().size();
        for (double[] row : cells.values()) {
            for (double value : row) {
                if (Text.width(Text.TICK, format(frame, value)) > room) {
                    return false;
                }
            }
        }
        return tall >= Text.lineHeight(Text.TICK);
    }

    static String format(Frame frame, double value) {
        return String.format(Locale.ROOT, frame.figure.cellFormat, value).replace("-", "−");
    }

    private void colourBar(HeatScale colours) {
        double x = frame.plotRight + 14;
        Scale scale = new Scale(colours.low(), colours.high(), Axis.Scaling.LINEAR, frame.plotBottom, frame.plotTop);
        int steps = frame.plotBottom - frame.plotTop;
        for (int i = 0; i < steps; i++) {
            pen.setColor(colours.colour(colours.low() + (i + 0.5) / steps * (colours.high() - colours.low())));
            pen.fill(new Rectangle2D.Double(x, frame.plotBottom - i - 1, 14, 1.2));
        }
        for (Scale.Tick tick : scale.ticks(5)) {
            double y = scale.at(tick.value());
            pen.setColor(Palette.AXIS);
            pen.setStroke(Canvas.stroke(1));
            pen.draw(new Line2D.Double(x + 14, y, x + 17, y));
            Text.draw(pen, tick.label(), Text.TICK, Palette.INK, x + 21, y - Text.lineHeight(Text.TICK) / 2.0, 0);
        }
    }
}
