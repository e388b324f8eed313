package syntic.workbook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.plotly.components.Axis.Type;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Layout.BarMode;
import tech.tablesaw.plotly.components.Layout.HoverMode;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.HeatmapTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.ScatterTrace.Fill;
import tech.tablesaw.plotly.traces.ScatterTrace.Mode;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A figure in the terms of Plotly for Java, with the series that each trace shows. {@link PlotlyJson} adds what
 * that library has no words for.
 *
 * @param parts the series of each trace of {@code figure}, in the same order
 */
record PlotlyFigure(Frame frame, tech.tablesaw.plotly.components.Figure figure, List<Part> parts) {
    /** @param shaded whether the trace is the band around a line, not the line */
    record Part(Series series, boolean shaded) {
    }

    static PlotlyFigure of(Figure description) {
        Frame frame = Frame.of(description);
        List<Part> parts = new ArrayList<>();
        List<Trace> traces = new ArrayList<>();
        for (Series.Line line : frame.parts(Series.Line.class)) {
            if (line.interval() == Series.Interval.BAND) {
                parts.add(new Part(line, true));
                traces.add(band(frame, line));
            }
        }
        // The order of drawing: what is thin lies over what is filled.
        for (Class<? extends Series> kind : List.of(Series.HeatMap.class, Series.Histogram.class, Series.Bars.class,
                Series.Points.class, Series.Line.class)) {
            for (Series series : frame.parts(kind)) {
                parts.add(new Part(series, false));
                traces.add(trace(frame, series));
            }
        }
        return new PlotlyFigure(frame,
                new tech.tablesaw.plotly.components.Figure(layout(frame), traces.toArray(Trace[]::new)), parts);
    }

    private static Layout layout(Frame frame) {
        return Layout.builder(text(String.join("\n", frame.titleLines)))
                .width(frame.figure.width)
                .height(frame.height)
                .margin(Margin.builder().left(frame.plotLeft).right(frame.figure.width - frame.plotRight)
                        .top(frame.plotTop).bottom(frame.height - frame.plotBottom).build())
                .xAxis(axis(frame.bottomAxis, !frame.bottomCategories.isEmpty()))
                .yAxis(axis(frame.leftAxis, !frame.leftCategories.isEmpty()))
                .showLegend(!frame.legendRows.isEmpty())
                .hoverMode(HoverMode.CLOSEST)
                .barMode(frame.bins == null ? BarMode.GROUP : BarMode.OVERLAY)
                .build();
    }

    private static tech.tablesaw.plotly.components.Axis axis(Axis axis, boolean categories) {
        return tech.tablesaw.plotly.components.Axis.builder()
                .title(text(axis.title()))
                .type(categories ? Type.CATEGORY : axis.logarithmic() ? Type.LOG : Type.LINEAR)
                .build();
    }

    private static Trace band(Frame frame, Series.Line line) {
        double[][] outline = line.outline();
        return ScatterTrace.builder(rounded(outline[0]), rounded(outline[1]))
                .name(text(line.name())).mode(Mode.LINE).showLegend(false)
                .line(Line.builder().width(0).build())
                .fill(Fill.TO_SELF)
                .fillColor(Palette.css(Palette.translucent(frame.colours.get(line.name()), MarkPainter.BAND_OPACITY)))
                .build();
    }

    private static Trace trace(Frame frame, Series series) {
        String colour = Palette.css(frame.colours.get(series.name()));
        String name = text(series.name());
        boolean across = frame.figure.across;
        if (series instanceof Series.Line line) {
            boolean markers = MarkPainter.showsMarkers(line);
            return ScatterTrace.builder(rounded(line.x()), rounded(line.y()))
                    .name(name).mode(markers ? Mode.LINE_AND_MARKERS : Mode.LINE)
                    .line(Line.builder().color(colour).width(2).build())
                    .marker(Marker.builder().color(colour).size(7).build()).build();
        }
        if (series instanceof Series.Points points) {
            ScatterTrace.ScatterBuilder trace = ScatterTrace.builder(rounded(points.x()), rounded(points.y()))
                    .name(name).mode(Mode.MARKERS)
                    .marker(Marker.builder().color(colour).size(MarkPainter.pointSize(points))
                            .opacity(MarkPainter.POINT_OPACITY).build());
            return points.labels().isEmpty() ? trace.build()
                    : trace.text(points.labels().stream().map(PlotlyFigure::text).toArray(String[]::new)).build();
        }
        if (series instanceof Series.Histogram histogram) {
            double[] counts = frame.bins.fill(histogram.values(), frame.figure.shares);
            Object[] centres = Arrays.stream(rounded(frame.bins.centres())).boxed().toArray();
            return BarTrace.builder(centres, rounded(counts)).name(name)
                    .marker(Marker.builder().color(Palette.css(Palette.translucent(
                            frame.colours.get(series.name()), MarkPainter.COUNT_OPACITY))).build()).build();
        }
        if (series instanceof Series.Bars bars) {
            List<String> names = across ? frame.leftCategories : frame.bottomCategories;
            List<String> unique = categories(names);
            Object[] places = bars.categories().stream().map(one -> unique.get(names.indexOf(one))).toArray();
            return BarTrace.builder(places, rounded(bars.values())).name(name)
                    .orientation(across ? BarTrace.Orientation.HORIZONTAL : BarTrace.Orientation.VERTICAL)
                    .marker(Marker.builder().color(colour).build()).build();
        }
        Series.HeatMap cells = (Series.HeatMap) series;
        double[][] values = new double[cells.values().length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = rounded(cells.values()[i]);
        }
        return HeatmapTrace.builder(categories(cells.columns()).toArray(), categories(cells.rows()).toArray(), values)
                .build();
    }

    /** Names as Plotly takes them; it lays equal ones together, so a repeated name gets invisible characters. */
    static List<String> categories(List<String> names) {
        List<String> unique = new ArrayList<>();
        for (String name : names) {
            String one = text(name);
            while (unique.contains(one)) {
                one += "\u200b";
            }
            unique.add(one);
        }
        return unique;
    }

    /** Six significant digits: more than a picture shows, and far fewer bytes in a notebook. */
    static double[] rounded(double[] values) {
        double[] rounded = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double scale = values[i] == 0 ? 1 : Math.pow(10, 5 - Math.floor(Math.log10(Math.abs(values[i]))));
            double near = Double.isInfinite(scale) || scale == 0 ? values[i] : Math.rint(values[i] * scale) / scale;
            rounded[i] = Double.isFinite(near) ? near : values[i];
        }
        return rounded;
    }

    /** Plain text in Plotly's text language, where tags and entities have a meaning. */
    static String text(String plain) {
        return Html.escape(plain).replace("\n", "<br>");
    }
}
