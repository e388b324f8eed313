package syntic.workbook;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pictures in a grid with their captions under them, shown as one static picture, which every notebook reader shows.
 * Immutable; every method returns a gallery with one more thing in it.
 *
 * <pre>{@code
 * Gallery.of("Generated for the same sentence").columns(4)
 *         .add(image, "a red dog on the beach", Palette.RIGHT)
 *         .show();
 * }</pre>
 */
public final class Gallery {
    /** @param frame colour around the picture, or null */
    record Item(BufferedImage picture, String caption, Color frame) {
    }

    static final int MOST_COLUMNS = 6;

    final String title;
    final int columns;
    final List<Item> items;
    final List<String> columnTitles;
    final List<String> rowTitles;

    private Gallery(String title, int columns, List<Item> items, List<String> columnTitles, List<String> rowTitles) {
        this.title = title;
        this.columns = columns;
        this.items = List.copyOf(items);
        this.columnTitles = List.copyOf(columnTitles);
        this.rowTitles = List.copyOf(rowTitles);
    }

    /** An empty gallery of four columns; the title may be empty. */
    public static Gallery of(String title) {
        return new Gallery(title, 4, List.of(), List.of(), List.of());
    }

    /** Pictures are laid row by row, so many in each, at most six: more would be too small to see. */
    public Gallery columns(int count) {
        if (count < 1 || count > MOST_COLUMNS) {
            throw new IllegalArgumentException("gallery '%s' of %d columns: give 1 to %d, further pictures go below"
                    .formatted(title, count, MOST_COLUMNS));
        }
        return new Gallery(title, count, items, columnTitles, rowTitles);
    }

    /** The next picture; the caption may be empty. */
    public Gallery add(BufferedImage picture, String caption) {
        return add(picture, caption, null);
    }

    /** The next picture with a coloured frame, such as {@link Palette#RIGHT} or {@link Palette#WRONG}. */
    public Gallery add(BufferedImage picture, String caption, Color frame) {
        if (picture == null) {
            throw new IllegalArgumentException("picture %d of gallery '%s' (%s) is missing"
                    .formatted(items.size() + 1, title, caption));
        }
        List<Item> more = new ArrayList<>(items);
        more.add(new Item(picture, caption, frame));
        return new Gallery(title, columns, more, columnTitles, rowTitles);
    }

    /** What each column shows; sets how many columns there are. */
    public Gallery columnTitles(String... titles) {
        return new Gallery(title, titles.length, items, List.of(titles), rowTitles).columns(titles.length);
    }

    /** What each row shows. */
    public Gallery rowTitles(String... titles) {
        return new Gallery(title, columns, items, columnTitles, List.of(titles));
    }

    /** Shows the gallery in the notebook. */
    public void show() {
        Notebook.display(Bundle.text(text()).picture(picture(), Canvas.PIXEL_RATIO));
    }

    /** The gallery as a picture, twice as many pixels as its layout. */
    public BufferedImage picture() {
        return GalleryPainter.paint(this);
    }

    /** What a reader without pictures gets: the title, how it is laid out, and a line for each picture. */
    public String text() {
        StringBuilder text = new StringBuilder("[gallery] ").append(title.isBlank() ? "" : title + ": ")
                .append(items.size()).append(items.size() == 1 ? " picture" : " pictures");
        for (int i = 0; i < items.size(); i++) {
            String said = Stream.of(titleOf(rowTitles, i / columns), titleOf(columnTitles, i % columns),
                    items.get(i).caption()).filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
            text.append(said.isEmpty() ? "" : "\n- " + said);
        }
        return text.toString();
    }

    private static String titleOf(List<String> titles, int place) {
        return place < titles.size() ? titles.get(place) : "";
    }
}
