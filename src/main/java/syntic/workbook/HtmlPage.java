package syntic.workbook;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import syntic.io.AtomicFile;
import tech.tablesaw.api.Table;

/**
 * A page that is complete in one file: it opens from a disk and loads nothing. Figures are interactive where plotly.js
 * is at hand when it is written, else pictures.
 */
public final class HtmlPage {
    private static final String STYLE = "body{font-family:" + Text.FONT_FAMILY + ";max-width:60em;margin:2em auto;"
            + "padding:0 1em;line-height:1.45;color:#222}table{border-collapse:collapse;margin:1em 0}"
            + "caption{text-align:left;font-weight:bold;padding:.3em 0}th,td{padding:.2em .7em;border-bottom:1px solid "
            + "#ddd;vertical-align:top}img{max-width:100%;height:auto}";

    private final StringBuilder body = new StringBuilder();
    private final Optional<Path> plotly = Notebook.plotlySource();
    private final String title;
    private int figures;

    public HtmlPage(String title) {
        this.title = title;
        heading(1, title);
    }

    public HtmlPage heading(String text) {
        return heading(2, text);
    }

    private HtmlPage heading(int level, String text) {
        return add("<h%1$d>%2$s</h%1$d>".formatted(level, Html.escape(text)));
    }

    public HtmlPage paragraph(String text) {
        return add("<p>" + Html.escape(text) + "</p>");
    }

    public HtmlPage table(Table table) {
        return add(TextTable.of(table).html());
    }

    public HtmlPage figure(Figure figure) {
        if (plotly.isPresent()) {
            if (figures == 0) {
                add(Interactive.loader(plotly.get()));
            }
            return add(Interactive.html(figure, "figure_" + ++figures));
        }
        return picture(figure.picture(), figure.text(), Canvas.PIXEL_RATIO);
    }

    /** @param text what a reader without pictures gets */
    public HtmlPage picture(BufferedImage picture, String text) {
        return picture(picture, text, 1);
    }

    /** @param pixelRatio pixels of the picture for one of the page */
    HtmlPage picture(BufferedImage picture, String text, int pixelRatio) {
        return add("<p><img src=\"data:image/png;base64,%s\" width=\"%d\" alt=\"%s\"></p>".formatted(
                Base64.getEncoder().encodeToString(Bundle.png(picture)), picture.getWidth() / pixelRatio,
                Html.escape(text)));
    }

    /** @param html escaped where it has to be */
    HtmlPage add(String html) {
        body.append(html).append('\n');
        return this;
    }

    /** Writes the page, whole or not at all. */
    public void write(Path file) {
        AtomicFile.write(file, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
                + Html.escape(title) + "</title><style>" + STYLE + "</style></head><body>\n" + body
                + "</body></html>\n");
    }
}
