package syntic.workbook;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Fonts, and how texts are measured, broken into lines and drawn. */
final class Text {
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font CAPTION = TICK;
    /** What the interactive figures ask the browser for. */
    static final String FONT_FAMILY = "DejaVu Sans, Verdana, Arial, sans-serif";

    private static final BufferedImage MEASURE = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    private Text() {
    }

    /** Height of a line's box, in layout pixels. */
    static int lineHeight(Font font) {
        return (int) Math.ceil(font.getSize() * 1.3);
    }

    static double width(Font font, String line) {
        return metrics(font).stringWidth(line);
    }

    /** Width of the widest line; 0 for none. */
    static double width(Font font, Collection<String> lines) {
        return lines.stream().mapToDouble(line -> width(font, line)).max().orElse(0);
    }

    /** Draws a line by the top of its box. {@code anchor} 0, 0.5 or 1: {@code x} is its left, middle or right. */
    static void draw(Graphics2D pen, String line, Font font, Color colour, double x, double top, double anchor) {
        pen.setFont(font);
        pen.setColor(colour);
        double width = pen.getFontMetrics().getStringBounds(line, pen).getWidth();
        double ascent = font.getSize() * 1.02; // of the line box of 1.3 font sizes
        pen.drawString(line, (float) (x - anchor * width), (float) (top + ascent));
    }

    /** Draws lines under each other, the first with its top here. */
    static void draw(Graphics2D pen, List<String> lines, Font font, Color colour, double x, double top,
            double anchor) {
        for (int i = 0; i < lines.size(); i++) {
            draw(pen, lines.get(i), font, colour, x, top + i * lineHeight(font), anchor);
        }
    }

    /**
     * The lines of a text no wider than this, broken at spaces; a word too long for a line is broken inside. A blank
     * text has none.
     */
    static List<String> wrap(String text, Font font, double width) {
        FontMetrics metrics = metrics(font);
        List<String> lines = new ArrayList<>();
        if (text.isBlank()) {
            return lines;
        }
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.trim().split("\\s+")) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (metrics.stringWidth(longer) <= width) {
                    line.setLength(0);
                    line.append(longer);
                    continue;
                }
                if (!line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                while (metrics.stringWidth(word) > width && word.length() > 1) {
                    int fits = word.length() - 1;
                    while (fits > 1 && metrics.stringWidth(word.substring(0, fits)) > width) {
                        fits--;
                    }
                    lines.add(word.substring(0, fits));
                    word = word.substring(fits);
                }
                line.append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static FontMetrics metrics(Font font) {
        synchronized (MEASURE) {
            Graphics2D pen = MEASURE.createGraphics();
            try {
                Canvas.smooth(pen);
                return pen.getFontMetrics(font);
            } finally {
                pen.dispose();
            }
        }
    }
}
