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
    private static final int PICTURE_SIDE = 160;
    private static final int CAPTION_WIDTH = 128;
    private static final int ROW_TITLE_WIDTH = 110;
    private static final int FRAME = 3;

    private final Gallery gallery;
    private final int side;
    private final int cellWidth;
    private final int rowTitleWidth;
    private final int width;
    private final List<Integer> rowTops = new ArrayList<>();
    private final List<Integer> captionTops = new ArrayList<>();
    private int height;

    static BufferedImage paint(Gallery gallery) {
        if (gallery.items.isEmpty()) {
            throw new IllegalArgumentException("gallery '%s' has no pictures".formatted(gallery.title));
        }
        GalleryPainter painter = new GalleryPainter(gallery);
        BufferedImage canvas = Style.canvas(painter.width, painter.height);
        Graphics2D pen = Style.pen(canvas);
        try {
            painter.draw(pen);
        } finally {
            pen.dispose();
        }
        return canvas;
    }

    private GalleryPainter(Gallery gallery) {
        this.gallery = gallery;
        rowTitleWidth = gallery.rowTitles.isEmpty() ? 0 : ROW_TITLE_WIDTH;
        int columns = Math.min(gallery.columns, gallery.items.size());
        int room = (MOST_WIDTH - 2 * EDGE - rowTitleWidth - (columns - 1) * GAP) / columns;
        side = room;
        int widest = gallery.items.stream().mapToInt(item -> size(item.picture())[0]).max().orElseThrow();
        boolean captions = gallery.items.stream().anyMatch(item -> !item.caption().isBlank());
        cellWidth = captions || !gallery.columnTitles.isEmpty()
                ? Math.max(widest, Math.min(CAPTION_WIDTH, room)) : widest;
        int content = rowTitleWidth + columns * cellWidth + (columns - 1) * GAP;
        int titleWidth = gallery.title.isBlank() ? 0 : (int) Math.ceil(Style.width(Style.TITLE, gallery.title));
        width = 2 * EDGE + Math.max(content, Math.min(titleWidth, MOST_WIDTH - 2 * EDGE));
        layOut(columns);
    }

    private void layOut(int columns) {
        int y = EDGE + titleLines().size() * Frame.lineHeight(Style.TITLE) + (gallery.title.isBlank() ? 0 : 8);
        int titleLines = 0;
        for (String title : gallery.columnTitles) {
            titleLines = Math.max(titleLines, Style.wrap(title, Style.LABEL, cellWidth).size());
        }
        y += titleLines * Frame.lineHeight(Style.LABEL) + (titleLines > 0 ? 6 : 0);
        for (int first = 0; first < gallery.items.size(); first += columns) {
            int tallest = 0;
            int lines = 0;
            for (Gallery.Item item : row(first, columns)) {
                tallest = Math.max(tallest, size(item.picture())[1]);
                lines = Math.max(lines, captionLines(item).size());
            }
            rowTops.add(y);
            captionTops.add(y + tallest + 6);
            y += tallest + (lines > 0 ? 6 + lines * Frame.lineHeight(Style.CAPTION) : 0) + GAP;
        }
        height = y - GAP + EDGE;
    }

    private void draw(Graphics2D pen) {
        int y = EDGE;
        for (String line : titleLines()) {
            Text.draw(pen, line, Style.TITLE, Style.INK, EDGE, y, 0);
            y += Frame.lineHeight(Style.TITLE);
        }
        int columns = Math.min(gallery.columns, gallery.items.size());
        for (int i = 0; i < Math.min(columns, gallery.columnTitles.size()); i++) {
            List<String> lines = Style.wrap(gallery.columnTitles.get(i), Style.LABEL, cellWidth);
            double top = rowTops.get(0) - 6 - lines.size() * Frame.lineHeight(Style.LABEL);
            for (String line : lines) {
                Text.draw(pen, line, Style.LABEL, Style.FAINT_INK, middle(i), top, 0.5);
                top += Frame.lineHeight(Style.LABEL);
            }
        }
        for (int i = 0; i < gallery.items.size(); i++) {
            item(pen, gallery.items.get(i), i / columns, middle(i % columns));
        }
        for (int i = 0; i < Math.min(rowTops.size(), gallery.rowTitles.size()); i++) {
            double top = rowTops.get(i);
            for (String line : Style.wrap(gallery.rowTitles.get(i), Style.LABEL, ROW_TITLE_WIDTH - 12)) {
                Text.draw(pen, line, Style.LABEL, Style.FAINT_INK, EDGE, top, 0);
                top += Frame.lineHeight(Style.LABEL);
            }
        }
    }

    private void item(Graphics2D pen, Gallery.Item item, int row, double middle) {
        int[] size = size(item.picture());
        double x = Math.round(middle - size[0] / 2.0);
        double y = rowTops.get(row);
        BufferedImage sized = Drawing.resized(item.picture(), size[0] * Style.PIXEL_RATIO, size[1] * Style.PIXEL_RATIO);
        pen.drawImage(sized, (int) x, (int) y, size[0], size[1], null);
        if (item.frame() != null) {
            pen.setColor(item.frame());
            pen.setStroke(new BasicStroke(FRAME, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            double out = FRAME / 2.0;
            pen.draw(new Rectangle2D.Double(x - out, y - out, size[0] + 2 * out, size[1] + 2 * out));
        }
        double top = captionTops.get(row);
        for (String line : captionLines(item)) {
            Text.draw(pen, line, Style.CAPTION, Style.INK, middle, top, 0.5);
            top += Frame.lineHeight(Style.CAPTION);
        }
    }

    private double middle(int column) {
        return EDGE + rowTitleWidth + column * (cellWidth + GAP) + cellWidth / 2.0;
    }

    private List<Gallery.Item> row(int first, int columns) {
        return gallery.items.subList(first, Math.min(first + columns, gallery.items.size()));
    }

    private List<String> titleLines() {
        return gallery.title.isBlank() ? List.of() : Style.wrap(gallery.title, Style.TITLE, width - 2 * EDGE);
    }

    private List<String> captionLines(Gallery.Item item) {
        return item.caption().isBlank() ? List.of() : Style.wrap(item.caption(), Style.CAPTION, cellWidth);
    }

    /** Width and height in layout pixels. */
    private int[] size(BufferedImage picture) {
        int longer = Math.max(picture.getWidth(), picture.getHeight());
        int most = side * Style.PIXEL_RATIO;
        if (longer > most) {
            double shrink = (double) most / longer;
            return new int[] {Math.max(1, (int) (picture.getWidth() * shrink / Style.PIXEL_RATIO)),
                Math.max(1, (int) (picture.getHeight() * shrink / Style.PIXEL_RATIO))};
        }
        int wanted = Math.min(most, PICTURE_SIDE * Style.PIXEL_RATIO);
        int factor = Math.max(1, wanted / longer);
        return new int[] {Math.max(1, picture.getWidth() * factor / Style.PIXEL_RATIO),
            Math.max(1, picture.getHeight() * factor / Style.PIXEL_RATIO)};
    }
}
