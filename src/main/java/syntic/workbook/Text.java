package syntic.workbook;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;

/** Draws single lines of text by the top of their line box. */
final class Text {
    private Text() {
    }

    /** {@code anchor} 0, 0.5 or 1: {@code x} is the left, the middle or the right of the line. */
    static void draw(Graphics2D pen, String line, Font font, Color colour, double x, double top, double anchor) {
        pen.setFont(font);
        pen.setColor(colour);
        double width = pen.getFontMetrics().getStringBounds(line, pen).getWidth();
        double ascent = font.getSize() * 1.02; // of the line box of 1.3 font sizes
        pen.drawString(line, (float) (x - anchor * width), (float) (top + ascent));
    }
}
