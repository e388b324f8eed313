package syntic.workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import syntic.io.Resource;

/** The HTML of interactive figures. */
final class Interactive {
    private Interactive() {
    }

    /**
     * A place for the figure, which scrolls on a narrow page, and the call of the script in {@code figure.js} that
     * draws it there.
     */
    static String html(Figure figure, String id) {
        PlotlyJson json = PlotlyJson.of(figure);
        return String.format(Locale.ROOT, "<div style=\"overflow-x:auto\"><div id=\"%s\" class=\"syntic-figure\" "
                + "role=\"img\" aria-label=\"%s\" style=\"width:%dpx;height:%dpx\"></div></div>"
                + "<script>window.synticFigure(\"%s\", %s, %s);</script>", id, Html.escape(figure.text()),
                figure.width, Frame.of(figure).height, id, json.data(), json.layout());
    }

    /**
     * Brings plotly.js and {@code figure.js} into the page. A page with RequireJS offers {@code define}, and plotly.js
     * would hand itself to that instead of becoming {@code window.Plotly}; so it does not see it. The mark lets an
     * exporter leave this output out: it is long, and of use in a live notebook only.
     */
    static String loader(Path plotly) {
        return "<script data-syntic=\"plotly\">if (!window.Plotly) { (function () { var define, exports, module;\n"
                + read(plotly).replace("</script", "<\\/script") + "\n}).call(window); }\n"
                + Resource.text(Interactive.class, "figure.js") + "</script>";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read plotly.js from " + file + " (SYNTIC_PLOTLY)", e);
        }
    }
}
