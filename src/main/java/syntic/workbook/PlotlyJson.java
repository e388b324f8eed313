package syntic.workbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;

/**
 * The data and layout of a figure as plotly.js 2 takes them, in JSON that is safe inside a script element.
 *
 * <p>Plotly for Java writes JavaScript of an older plotly.js; it is read leniently into a tree, which then gets what
 * that library does not offer (error bars, fonts, place of the legend, cell texts, a caption) and the texts anew,
 * since its templates escape them for HTML.
 *
 * @param data a JSON array of traces
 * @param layout a JSON object
 */
record PlotlyJson(String data, String layout) {
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA, JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    static PlotlyJson of(Figure description) {
        PlotlyFigure plotly = PlotlyFigure.of(description);
        ArrayNode data = LENIENT.createArrayNode();
        List<String> named = new ArrayList<>();
        for (int i = 0; i < plotly.parts().size(); i++) {
            ObjectNode trace = tree(plotly.figure().getTraces()[i].asJavascript(i));
            complete(trace, plotly.frame(), plotly.parts().get(i), named);
            data.add(trace);
        }
        ObjectNode layout = tree(plotly.figure().getLayout().asJavascript());
        complete(layout, plotly.frame());
        for (Series.Level level : plotly.frame().parts(Series.Level.class)) {
            line(layout.withArray("shapes").addObject(), plotly.frame(), level, named);
        }
        return new PlotlyJson(inScript(data.toString()), inScript(layout.toString()));
    }

    private static ObjectNode tree(String javascript) {
        String object = javascript.substring(javascript.indexOf('{'), javascript.lastIndexOf('}') + 1);
        try {
            return (ObjectNode) LENIENT.readTree(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plotly for Java wrote what is not an object: " + object, e);
        }
    }

    /** Nothing in it can end the script element or open a comment in it. */
    private static String inScript(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static void complete(ObjectNode trace, Frame frame, PlotlyFigure.Part part, List<String> named) {
        Series series = part.series();
        String name = PlotlyFigure.text(series.name());
        trace.put("name", name);
        trace.put("legendgroup", name);
        trace.put("legendrank", rank(frame, series));
        if (part.shaded() || named.contains(name)) {
            trace.put("showlegend", false);
        } else {
            named.add(name);
        }
        if (part.shaded()) {
            trace.put("hoverinfo", "skip");
        } else if (series instanceof Series.Line line && line.interval() == Series.Interval.WHISKERS) {
            trace.set("error_y", whiskers(line.y(), line.low(), line.high(), frame.colours.get(line.name())));
        } else if (series instanceof Series.Bars bars) {
            boolean across = frame.figure.across;
            trace.put("offsetgroup", String.valueOf(frame.barPlaces.get(bars)));
            if (bars.low().length > 0) {
                trace.set(across ? "error_x" : "error_y",
                        whiskers(bars.values(), bars.low(), bars.high(), Palette.INK));
            }
        } else if (series instanceof Series.Histogram) {
            trace.put("width", frame.bins.width());
        } else if (series instanceof Series.HeatMap cells) {
            complete(trace, frame, cells);
        }
    }

    /** A level is a shape, which reaches from edge to edge on any axis, also one of categories. */
    private static void line(ObjectNode shape, Frame frame, Series.Level level, List<String> named) {
        boolean upright = level.vertical() != frame.figure.across;
        String name = PlotlyFigure.text(level.name());
        shape.put("type", "line").put("name", name).put("legendgroup", name)
                .put("legendrank", rank(frame, level)).put("showlegend", !named.contains(name));
        shape.put("xref", upright ? "x" : "paper").put("yref", upright ? "paper" : "y");
        shape.put(upright ? "x0" : "y0", level.value()).put(upright ? "x1" : "y1", level.value())
                .put(upright ? "y0" : "x0", 0).put(upright ? "y1" : "x1", 1);
        shape.putObject("line").put("color", Palette.css(frame.colours.get(level.name()))).put("width", 1.8)
                .put("dash", "dash");
        named.add(name);
    }

    private static int rank(Frame frame, Series series) {
        return 1000 + List.copyOf(frame.colours.keySet()).indexOf(series.name());
    }

    private static ObjectNode whiskers(double[] values, double[] low, double[] high, Color colour) {
        ObjectNode whiskers = LENIENT.createObjectNode();
        whiskers.put("type", "data").put("symmetric", false).put("color", Palette.css(colour)).put("thickness", 1.4)
                .put("width", 4);
        ArrayNode up = whiskers.putArray("array");
        ArrayNode down = whiskers.putArray("arrayminus");
        for (int i = 0; i < values.length; i++) {
            double[] ends = PlotlyFigure.rounded(new double[] {high[i] - values[i], values[i] - low[i]});
            up.add(ends[0]);
            down.add(ends[1]);
        }
        return whiskers;
    }

    private static void complete(ObjectNode trace, Frame frame, Series.HeatMap cells) {
        HeatScale scale = HeatScale.of(cells);
        ArrayNode colours = trace.putArray("colorscale");
        int last = scale.colours().size() - 1;
        for (int i = 0; i <= last; i++) {
            colours.addArray().add((double) i / last).add(Palette.css(scale.colours().get(i)));
        }
        trace.put("zmin", scale.low()).put("zmax", scale.high()).put("xgap", 1).put("ygap", 1);
        trace.putObject("colorbar").put("thickness", 14).put("outlinewidth", 0).put("ticks", "outside");
        if (MarkPainter.writesCells(frame, cells)) {
            ArrayNode text = trace.putArray("text");
            for (double[] row : cells.values()) {
                ArrayNode line = text.addArray();
                for (double value : row) {
                    line.add(MarkPainter.format(frame, value));
                }
            }
            trace.put("texttemplate", "%{text}");
        }
    }

    private static void complete(ObjectNode layout, Frame frame) {
        layout.put("plot_bgcolor", "#ffffff").put("paper_bgcolor", "#ffffff");
        layout.set("font", font(Text.TICK, Palette.INK));
        ObjectNode title = layout.putObject("title");
        title.put("text", "<b>" + PlotlyFigure.text(String.join("\n", frame.titleLines)) + "</b>")
                .put("x", (double) Frame.EDGE / frame.figure.width).put("xanchor", "left")
                .put("y", 1 - (double) Frame.EDGE / frame.height).put("yanchor", "top");
        title.set("font", font(Text.TITLE, Palette.INK));
        ObjectNode legend = layout.putObject("legend");
        legend.put("orientation", "h").put("x", 0).put("xanchor", "left").put("y", 1).put("yanchor", "bottom");
        layout.put("bargap", frame.bins == null ? 1 - MarkPainter.BAR_SHARE : 0);
        if (!frame.captionLines.isEmpty()) {
            caption(layout.putArray("annotations").addObject(), frame);
        }
        complete((ObjectNode) layout.get("xaxis"), frame.bottomAxis, List.of(frame.bottomAxis.title()),
                frame.bottomCategories, frame.bottom, false);
        complete((ObjectNode) layout.get("yaxis"), frame.leftAxis, frame.leftTitleLines,
                frame.leftCategories, frame.left, true);
        if (frame.rotateBottomLabels) {
            ((ObjectNode) layout.get("xaxis")).put("tickangle", -Math.toDegrees(Frame.ROTATED));
        }
        ticks((ObjectNode) layout.get("xaxis"), frame.bottomCategories, frame.bottomEvery, frame::bottomLabel);
        ticks((ObjectNode) layout.get("yaxis"), frame.leftCategories, frame.leftEvery, frame::leftLabel);
    }

    private static void caption(ObjectNode caption, Frame frame) {
        caption.put("text", PlotlyFigure.text(String.join("\n", frame.captionLines)))
                .put("showarrow", false).put("align", "left")
                .put("xref", "paper").put("x", 0).put("xanchor", "left").put("xshift", Frame.EDGE - frame.plotLeft)
                .put("yref", "paper").put("y", 0).put("yanchor", "top")
                .put("yshift", frame.plotBottom - frame.captionTop);
        caption.set("font", font(Text.CAPTION, Palette.FAINT_INK));
    }

    private static void complete(ObjectNode axis, Axis description, List<String> titleLines, List<String> categories,
            Scale scale, boolean vertical) {
        ObjectNode title = axis.putObject("title");
        title.put("text", PlotlyFigure.text(String.join("\n", titleLines))).put("standoff", 8);
        title.set("font", font(Text.LABEL, Palette.INK));
        axis.put("showline", true).put("linecolor", Palette.css(Palette.AXIS)).put("zeroline", false)
                .put("gridcolor", Palette.css(Palette.GRID)).put("showgrid", categories.isEmpty())
                .put("ticks", categories.isEmpty() ? "outside" : "").put("ticklen", 4)
                .put("tickcolor", Palette.css(Palette.AXIS));
        ArrayNode range = axis.putArray("range");
        if (!categories.isEmpty()) {
            // The first row of a heat map, or of bars on their side, is on top.
            range.add(vertical ? categories.size() - 0.5 : -0.5).add(vertical ? -0.5 : categories.size() - 0.5);
        } else if (description.logarithmic()) {
            range.add(Math.log10(scale.low())).add(Math.log10(scale.high()));
            // Plotly's own labels between powers of ten are single digits.
            List<Scale.Tick> ticks = scale.ticks(8).stream().filter(tick -> !tick.label().isEmpty()).toList();
            ArrayNode values = axis.putArray("tickvals");
            ArrayNode texts = axis.putArray("ticktext");
            ticks.forEach(tick -> values.add(tick.value()));
            ticks.forEach(tick -> texts.add(tick.label()));
        } else {
            range.add(scale.low()).add(scale.high());
        }
    }

    private interface Label {
        List<String> lines(int category);
    }

    private static void ticks(ObjectNode axis, List<String> names, int every, Label label) {
        if (names.isEmpty()) {
            return;
        }
        List<String> unique = PlotlyFigure.categories(names);
        ArrayNode values = axis.putArray("tickvals");
        ArrayNode texts = axis.putArray("ticktext");
        for (int i = 0; i < names.size(); i += every) {
            values.add(unique.get(i));
            texts.add(PlotlyFigure.text(String.join("\n", label.lines(i))));
        }
    }

    private static ObjectNode font(Font font, Color colour) {
        return LENIENT.createObjectNode().put("family", Text.FONT_FAMILY).put("size", font.getSize())
                .put("color", Palette.css(colour));
    }
}
