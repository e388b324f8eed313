package syntic.workbook;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Draws a gallery. Pictures grow by whole factors only, so that their pixels stay sharp and square. */
final class GalleryPainter {
    private static final int EDGE = 12;
    private static final int GAP = 16;
    /** Widest gallery, in layout pixels; wider than most notebooks' cells would only be shrunk again. */
    private static final int MOST_WIDTH = 900;
    /** Longer side of a small picture, in layout pixels, where there is room. */
    private static final int PICTURE_SIDE = 256;
    private static final int CAPTION_WIDTH = 128;
    private static final int ROW_TITLE_WIDTH = 110;
    private static final int FRAME = 3;

    private final Gallery gallery;
    private final int columns;
    private final int side;
    private final int cellWidth;
    private final int rowTitleWidth;
    private final int width;
    private final List<String> titleLines;
    private final List<List<String>> columnTitles;
    private final List<Integer> rowTops = new ArrayList<>();
    private final List<Integer> captionTops = new ArrayList<>();
    private final int height;

    static BufferedImage paint(Gallery gallery) {
        if (gallery.items.isEmpty()) {
            throw new IllegalArgumentException("gallery '%s' has no pictures".formatted(gallery.title));
        }
        GalleryPainter painter = new GalleryPainter(gallery);
        return Canvas.drawn(painter.width, painter.height, painter::draw);
    }

    private GalleryPainter(Gallery gallery) {
        this.gallery = gallery;
        rowTitleWidth = gallery.rowTitles.isEmpty() ? 0 : ROW_TITLE_WIDTH;
        columns = Math.min(gallery.columns, gallery.items.size());
        int room = (MOST_WIDTH - 2 * EDGE - rowTitleWidth - (columns - 1) * GAP) / columns;
        side = room;
        int widest = gallery.items.stream().mapToInt(item -> size(item.picture())[0]).max().orElseThrow();
        boolean captions = gallery.items.stream().anyMatch(item -> !item.caption().isBlank());
        cellWidth = captions || !gallery.columnTitles.isEmpty()
                ? Math.max(widest, Math.min(CAPTION_WIDTH, room)) : widest;
        int content = rowTitleWidth + columns * cellWidth + (columns - 1) * GAP;
        int titleWidth = (int) Math.ceil(Text.width(Text.TITLE, gallery.title));
        width = 2 * EDGE + Math.max(content, Math.min(titleWidth, MOST_WIDTH - 2 * EDGE));
        titleLines = Text.wrap(gallery.title, Text.TITLE, width - 2 * EDGE);
        columnTitles = gallery.columnTitles.stream().limit(columns)
                .map(title -> Text.wrap(title, Text.LABEL, cellWidth)).toList();

        int y = EDGE + titleLines.size() * Text.lineHeight(Text.TITLE) + (titleLines.isEmpty() ? 0 : 8);
        int most = columnTitles.stream().mapToInt(List::size).max().orElse(0);
        y += most * Text.lineHeight(Text.LABEL) + (most > 0 ? 6 : 0);
        for (int first = 0; first < gallery.items.size(); first += columns) {
            int tallest = 0;
            int lines = 0;
            for (Gallery.Item item : gallery.items.subList(first, Math.min(first + columns, gallery.items.size()))) {
                tallest = Math.max(tallest, size(item.picture())[1]);
                lines = Math.max(lines, captionLines(item).size());
            }
            rowTops.add(y);
            captionTops.add(y + tallest + 6);
            y += tallest + (lines > 0 ? 6 + lines * Text.lineHeight(Text.CAPTION) : 0) + GAP;
        }
        height = y - GAP + EDGE;
    }

    private void draw(Graphics2D pen) {
        Text.draw(pen, titleLines, Text.TITLE, Palette.INK, EDGE, EDGE, 0);
        for (int i = 0; i < columnTitles.size(); i++) {
            List<String> lines = columnTitles.get(i);
            Text.draw(pen, lines, Text.LABEL, Palette.FAINT_INK, middle(i),
                    rowTops.get(0) - 6 - lines.size() * Text.lineHeight(Text.LABEL), 0.5);
        }
        for (int i = 0; i < gallery.items.size(); i++) {
            item(pen, gallery.items.get(i), i / columns, middle(i % columns));
        }
        for (int i = 0; i < Math.min(rowTops.size(), gallery.rowTitles.size()); i++) {
            Text.draw(pen, Text.wrap(gallery.rowTitles.get(i), Text.LABEL, ROW_TITLE_WIDTH - 12), Text.LABEL,
                    Palette.FAINT_INK, EDGE, rowTops.get(i), 0);
        }
    }

    private void item(Graphics2D pen, Gallery.Item item, int row, double middle) {
        int[] size = size(item.picture());
        double x = Math.round(middle - size[0] / 2.0);
        double y = rowTops.get(row);
        BufferedImage sized = Drawing.resized(item.picture(), size[0] * Canvas.PIXEL_RATIO,
                size[1] * Canvas.PIXEL_RATIO);
        pen.drawImage(sized, (int) x, (int) y, size[0], size[1], null);
        if (item.frame() != null) {
            pen.setColor(item.frame());
            pen.setStroke(new BasicStroke(FRAME, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            double out = FRAME / 2.0;
            pen.draw(new Rectangle2D.Double(x - out, y - out, size[0] + 2 * out, size[1] + 2 * out));
        }
        Text.draw(pen, captionLines(item), Text.CAPTION, Palette.INK, middle, captionTops.get(row), 0.5);
    }

    private double middle(int column) {
        return EDGE + rowTitleWidth + column * (cellWidth + GAP) + cellWidth / 2.0;
    }

    private List<String> captionLines(Gallery.Item item) {
        return Text.wrap(item.caption(), Text.CAPTION, cellWidth);
    }

    /** Width and height in layout pixels. */
    private int[] size(BufferedImage picture) {
        int longer = Math.max(picture.getWidth(), picture.getHeight());
        int most = side * Canvas.PIXEL_RATIO;
        // Large pictures shrink to the room; small ones grow by a whole factor.
        double factor = longer > most ? (double) most / longer
                : Math.max(1, Math.min(most, PICTURE_SIDE * Canvas.PIXEL_RATIO) / longer);
        return new int[] {Math.max(1, (int) (picture.getWidth() * factor / Canvas.PIXEL_RATIO)),
            Math.max(1, (int) (picture.getHeight() * factor / Canvas.PIXEL_RATIO))};
    }
}
