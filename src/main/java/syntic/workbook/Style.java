package syntic.workbook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one look of everything that is drawn: colours that colour-blind readers tell apart, fonts, line widths. */
public final class Style {
    public static final Color BLUE = new Color(0x0072B2);
    public static final Color VERMILLION = new Color(0xD55E00);
    public static final Color GREEN = new Color(0x009E73);
    public static final Color PURPLE = new Color(0xCC79A7);
    public static final Color ORANGE = new Color(0xE69F00);
    public static final Color SKY = new Color(0x56B4E9);
    public static final Color BLACK = new Color(0x222222);
    public static final Color GREY = new Color(0x8A8A8A);

    /** Frame of what is right, and of what is wrong; distinct without red and green. */
    public static final Color RIGHT = GREEN;
    public static final Color WRONG = VERMILLION;

    static final Color INK = BLACK;
    static final Color FAINT_INK = new Color(0x666666);
    static final Color GRID = new Color(0xE4E4E4);
    static final Color AXIS = new Color(0x777777);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font CAPTION = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    /** What the interactive figures ask the browser for. */
    static final String FONT_FAMILY = "DejaVu Sans, Verdana, Arial, sans-serif";

    /** How many picture pixels a static image has for each of its layout pixels. */
    static final int PIXEL_RATIO = 2;

    /** Okabe and Ito's palette, most readable on white first; their yellow is left out, it vanishes on white. */
    private static final List<Color> SERIES = List.of(BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK);

    private static final BufferedImage MEASURE = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    private Style() {
    }

    /** The colour of the {@code index}-th series; the palette begins anew after the seventh. */
    public static Color series(int index) {
        return SERIES.get(Math.floorMod(index, SERIES.size()));
    }

    static BasicStroke stroke(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    static BasicStroke dashed(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
    }

    static Color translucent(Color colour, double opacity) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
    }

    static Color mix(Color from, Color to, double share) {
        return new Color((int) Math.round(from.getRed() + share * (to.getRed() - from.getRed())),
                (int) Math.round(from.getGreen() + share * (to.getGreen() - from.getGreen())),
                (int) Math.round(from.getBlue() + share * (to.getBlue() - from.getBlue())));
    }

    /** Black or white, whichever is read more easily on this background. */
    static Color inkOn(Color background) {
        double luminance = 0.299 * background.getRed() + 0.587 * background.getGreen() + 0.114 * background.getBlue();
        return luminance > 140 ? INK : Color.WHITE;
    }

    static String css(Color colour) {
        return colour.getAlpha() == 255
                ? String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF)
                : String.format(Locale.ROOT, "rgba(%d,%d,%d,%s)", colour.getRed(), colour.getGreen(), colour.getBlue(),
                        Math.round(colour.getAlpha() / 2.55) / 100.0);
    }

    /** A white picture of so many layout pixels, and the pen that draws on it in layout pixels. */
    static BufferedImage canvas(int width, int height) {
        return new BufferedImage(width * PIXEL_RATIO, height * PIXEL_RATIO, BufferedImage.TYPE_INT_RGB);
    }

    static Graphics2D pen(BufferedImage canvas) {
        Graphics2D pen = canvas.createGraphics();
        smooth(pen);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        pen.scale(PIXEL_RATIO, PIXEL_RATIO);
        return pen;
    }

    static void smooth(Graphics2D pen) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    static FontMetrics metrics(Font font) {
        synchronized (MEASURE) {
            Graphics2D pen = MEASURE.createGraphics();
            try {
                smooth(pen);
                return pen.getFontMetrics(font);
            } finally {
                pen.dispose();
            }
        }
    }

    static double width(Font font, String text) {
        return metrics(font).stringWidth(text);
    }

    /** The lines of a text no wider than this, broken at spaces; a word too long for a line is broken inside. */
    static List<String> wrap(String text, Font font, double width) {
        FontMetrics metrics = metrics(font);
        List<String> lines = new ArrayList<>();
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
}
