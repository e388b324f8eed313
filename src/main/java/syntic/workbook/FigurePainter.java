package syntic.workbook;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws the static picture of a figure: title, legend, axes and caption; {@link MarkPainter} draws the data. */
final class FigurePainter {
    private final Frame frame;
    private final Graphics2D pen;

    private FigurePainter(Frame frame, Graphics2D pen) {
        this.frame = frame;
        this.pen = pen;
    }

    static BufferedImage paint(Figure figure) {
        Frame frame = Frame.of(figure);
        return Canvas.drawn(figure.width, frame.height, pen -> {
            FigurePainter painter = new FigurePainter(frame, pen);
            painter.headings();
            painter.bottomAxis();
            painter.leftAxis();
            pen.setClip(new Rectangle2D.Double(frame.plotLeft - 1, frame.plotTop - 1,
                    frame.plotRight - frame.plotLeft + 2, frame.plotBottom - frame.plotTop + 2));
            new MarkPainter(frame, pen).paint();
            pen.setClip(null);
            painter.border();
        });
    }

    private void headings() {
        Text.draw(pen, frame.titleLines, Text.TITLE, Palette.INK, Frame.EDGE, Frame.EDGE, 0);
        int y = Frame.EDGE + frame.titleLines.size() * Text.lineHeight(Text.TITLE) + 8;
        for (List<String> row : frame.legendRows) {
            double x = frame.plotLeft;
            for (String name : row) {
                glyph(name, x, y + Frame.legendRowHeight() / 2.0);
                Text.draw(pen, name, Text.TICK, Palette.INK, x + 32, y, 0);
                x += Frame.legendEntryWidth(name);
            }
            y += Frame.legendRowHeight();
        }
        Text.draw(pen, frame.captionLines, Text.CAPTION, Palette.FAINT_INK, Frame.EDGE, frame.captionTop, 0);
        double middle = (frame.plotLeft + frame.plotRight) / 2.0;
        Text.draw(pen, frame.bottomAxis.title(), Text.LABEL, Palette.INK, middle,
                frame.figure.height - Frame.EDGE - Text.lineHeight(Text.LABEL) + 2, 0.5);
        AffineTransform upright = pen.getTransform();
        pen.rotate(-Math.PI / 2);
        Text.draw(pen, frame.leftTitleLines, Text.LABEL, Palette.INK, -(frame.plotTop + frame.plotBottom) / 2.0,
                Frame.EDGE - 4, 0.5);
        pen.setTransform(upright);
    }

    private void glyph(String name, double x, double y) {
        Color colour = frame.colours.get(name);
        List<Series> parts = frame.figure.series.stream().filter(part -> part.name().equals(name)).toList();
        for (Series part : parts) {
            pen.setColor(colour);
            if (part instanceof Series.Level) {
                pen.setStroke(Canvas.dashed(1.8));
                pen.draw(new Line2D.Double(x, y, x + 26, y));
            } else if (part instanceof Series.Line line) {
                if (line.interval() == Series.Interval.BAND) {
                    pen.setColor(Palette.translucent(colour, MarkPainter.BAND_OPACITY));
                    pen.fill(new Rectangle2D.Double(x, y - 6, 26, 12));
                    pen.setColor(colour);
                }
                pen.setStroke(Canvas.stroke(2));
                pen.draw(new Line2D.Double(x, y, x + 26, y));
                if (MarkPainter.showsMarkers(line)) {
                    MarkPainter.disc(pen, x + 13, y, 3.4);
                }
            } else if (part instanceof Series.Points) {
                MarkPainter.disc(pen, x + 13, y, 4);
            } else {
                boolean overlaid = part instanceof Series.Histogram;
                pen.setColor(overlaid ? Palette.translucent(colour, MarkPainter.COUNT_OPACITY) : colour);
                pen.fill(new Rectangle2D.Double(x + 7, y - 6, 12, 12));
            }
        }
    }

    private void bottomAxis() {
        double y = frame.plotBottom + 5;
        if (frame.bottomCategories.isEmpty()) {
            for (Scale.Tick tick : frame.bottomTicks()) {
                double x = frame.bottom.at(tick.value());
                grid(new Line2D.Double(x, frame.plotTop, x, frame.plotBottom), tick);
                tickMark(new Line2D.Double(x, frame.plotBottom, x, frame.plotBottom + (minor(tick) ? 2.5 : 4)));
                Text.draw(pen, tick.label(), Text.TICK, Palette.INK, x, y, 0.5);
            }
            return;
        }
        for (int i = 0; i < frame.bottomCategories.size(); i += frame.bottomEvery) {
            double x = frame.bottom.at(i + 0.5);
            AffineTransform upright = pen.getTransform();
            if (frame.rotateBottomLabels) {
                pen.translate(x + 4, y);
                pen.rotate(-Frame.ROTATED);
            } else {
                pen.translate(x, y);
            }
            Text.draw(pen, frame.bottomLabel(i), Text.TICK, Palette.INK, 0, 0, frame.rotateBottomLabels ? 1 : 0.5);
            pen.setTransform(upright);
        }
    }

    private void leftAxis() {
        double x = frame.plotLeft - 7;
        double half = Text.lineHeight(Text.TICK) / 2.0;
        if (frame.leftCategories.isEmpty()) {
            for (Scale.Tick tick : frame.leftTicks()) {
                double y = frame.left.at(tick.value());
                grid(new Line2D.Double(frame.plotLeft, y, frame.plotRight, y), tick);
                tickMark(new Line2D.Double(frame.plotLeft - (minor(tick) ? 2.5 : 4), y, frame.plotLeft, y));
                Text.draw(pen, tick.label(), Text.TICK, Palette.INK, x, y - half, 1);
            }
            return;
        }
        for (int i = 0; i < frame.leftCategories.size(); i += frame.leftEvery) {
            List<String> lines = frame.leftLabel(i);
            Text.draw(pen, lines, Text.TICK, Palette.INK, x, frame.left.at(i + 0.5) - half * lines.size(), 1);
        }
    }

    private void border() {
        pen.setColor(Palette.AXIS);
        pen.setStroke(Canvas.stroke(1));
        pen.draw(new Line2D.Double(frame.plotLeft, frame.plotBottom, frame.plotRight, frame.plotBottom));
        pen.draw(new Line2D.Double(frame.plotLeft, frame.plotTop, frame.plotLeft, frame.plotBottom));
    }

    private void grid(Line2D line, Scale.Tick tick) {
        pen.setColor(minor(tick) ? Palette.mix(Color.WHITE, Palette.GRID, 0.6) : Palette.GRID);
        pen.setStroke(Canvas.stroke(minor(tick) ? 0.6 : 1));
        pen.draw(line);
    }

    private void tickMark(Line2D line) {
        pen.setColor(Palette.AXIS);
        pen.setStroke(Canvas.stroke(1));
        pen.draw(line);
    }

    private static boolean minor(Scale.Tick tick) {
        return tick.label().isEmpty();
    }
}
