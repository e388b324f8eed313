package syntic.workbook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/** White pictures to draw on, and the pens that do. */
final class Canvas {
    /** How many picture pixels a static image has for each of its layout pixels. */
    static final int PIXEL_RATIO = 2;

    private Canvas() {
    }

    /** A white picture of so many layout pixels, drawn on by a pen that counts in layout pixels. */
    static BufferedImage drawn(int width, int height, Consumer<Graphics2D> drawing) {
        BufferedImage canvas = new BufferedImage(width * PIXEL_RATIO, height * PIXEL_RATIO,
                BufferedImage.TYPE_INT_RGB);
        drawOn(canvas, pen -> {
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, width, height);
            drawing.accept(pen);
        });
        return canvas;
    }

    /** Draws on a picture by a pen that counts in layout pixels. */
    static void drawOn(BufferedImage canvas, Consumer<Graphics2D> drawing) {
        Graphics2D pen = canvas.createGraphics();
        try {
            smooth(pen);
            pen.scale(PIXEL_RATIO, PIXEL_RATIO);
            drawing.accept(pen);
        } finally {
            pen.dispose();
        }
    }

    static void smooth(Graphics2D pen) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    static BasicStroke stroke(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    static BasicStroke dashed(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
    }
}
