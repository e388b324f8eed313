package syntic.workbook;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where everything of a figure lies, in layout pixels: worked out once from the description, used by both renderings.
 * "Bottom" and "left" are the axes as they lie on the picture; bars on their side exchange the description's x and y.
 */
final class Frame {
    static final int EDGE = 14;
    private static final int TICK_ROOM = 8;
    private static final int COLOUR_BAR_ROOM = 84;
    /** How slanted labels lie. */
    static final double ROTATED = Math.toRadians(35);

    final Figure figure;
    final boolean heatMap;
    final Axis bottomAxis;
    final Axis leftAxis;
    /** Category names along an axis; empty where it is numeric. */
    final List<String> bottomCategories;
    final List<String> leftCategories;
    /** Bins of the figure's histograms, or null. */
    final Bins bins;
    final Scale bottom;
    final Scale left;
    final List<String> titleLines;
    final List<String> captionLines;
    /** The title of the left axis, broken to lines that are not longer than it. */
    final List<String> leftTitleLines;
    final Map<String, Color> colours = new LinkedHashMap<>();
    final Map<Series.Bars, Integer> barPlaces;
    final List<List<String>> legendRows;
    /** Where categories are closer than their names are high, only every so many is named. */
    final int bottomEvery;
    final int leftEvery;
    final boolean rotateBottomLabels;
    final int plotLeft;
    final int plotRight;
    final int plotTop;
    final int plotBottom;
    final int captionTop;
    final int height;

    static Frame of(Figure figure) {
        Frame frame = new Frame(figure, 1);
        int lines = frame.leftTitleLines.size();
        Frame wide = lines == 1 ? frame : new Frame(figure, lines);
        int missing = wide.missingHeight();
        return missing == 0 ? wide : new Frame(figure.size(figure.width, figure.height + missing), lines);
    }

    /** By how much the plot is lower than the names on its left that have more than one line, one below the other. */
    private int missingHeight() {
        int most = leftEvery > 1 ? 1 : IntStream.range(0, leftCategories.size()).map(i -> leftLabel(i).size()).max()
                .orElse(1);
        double needed = 1.1 * most * Text.lineHeight(Text.TICK) * leftCategories.size();
        return most == 1 ? 0 : (int) Math.ceil(Math.max(0, needed - (plotBottom - plotTop)));
    }

    /** @param leftTitleRoom for how many lines there is room left of the left axis */
    private Frame(Figure figure, int leftTitleRoom) {
        if (figure.series.isEmpty()) {
            throw new IllegalArgumentException("figure '%s' has no series: add a line, bars, … before showing it"
                    .formatted(figure.title));
        }
        this.figure = figure;
        boolean across = figure.across;
        heatMap = figure.series.get(0).kind() == Series.Kind.CELLS;
        bottomAxis = across ? figure.y : figure.x;
        leftAxis = across ? figure.x : figure.y;
        List<Series.Histogram> histograms = parts(Series.Histogram.class);
        bins = histograms.isEmpty() ? null : Bins.over(histograms, figure.bins);

        barPlaces = barPlaces();
        List<String> barCategories = barCategories();
        Series.HeatMap cells = heatMap ? (Series.HeatMap) figure.series.get(0) : null;
        bottomCategories = heatMap ? cells.columns() : across ? List.of() : barCategories;
        leftCategories = heatMap ? cells.rows() : across ? barCategories : List.of();
        colours.putAll(Palette.of(figure.series.stream().map(Series::name).distinct().toList()));
        colours.replaceAll((name, colour) -> figure.colours.getOrDefault(name, colour));

        titleLines = Text.wrap(figure.title, Text.TITLE, figure.width - 2 * EDGE);
        captionLines = Text.wrap(figure.caption, Text.CAPTION, figure.width - 2 * EDGE);
        height = figure.height + (captionLines.isEmpty() ? 0 : Text.lineHeight(Text.CAPTION) * captionLines.size() + 6);

        Scale bottomValues = scale(bottomAxis, bottomCategories, across);
        Scale leftValues = scale(leftAxis, leftCategories, !across);
        plotRight = figure.width - (heatMap ? COLOUR_BAR_ROOM : EDGE + 6);
        plotLeft = EDGE + leftTitleRoom * Text.lineHeight(Text.LABEL) + 6 + TICK_ROOM
                + (int) Math.ceil(leftLabelWidth(leftValues));
        legendRows = legendRows(plotRight - plotLeft);
        plotTop = EDGE + Text.lineHeight(Text.TITLE) * titleLines.size() + 8
                + (legendRows.isEmpty() ? 0 : legendRows.size() * legendRowHeight() + 6);
        bottomEvery = every(bottomCategories, plotRight - plotLeft);
        rotateBottomLabels = rotates(bottomCategories);
        plotBottom = figure.height - EDGE - Text.lineHeight(Text.LABEL) - 2 - TICK_ROOM - bottomLabelHeight();
        leftEvery = every(leftCategories, plotBottom - plotTop);
        captionTop = figure.height - EDGE + 8;
        if (plotBottom - plotTop < 60 || plotRight - plotLeft < 60) {
            throw new IllegalArgumentException("figure '%s' leaves no room to draw in %d×%d: give it a larger size"
                    .formatted(figure.title, figure.width, figure.height));
        }
        leftTitleLines = Text.wrap(leftAxis.title(), Text.LABEL, plotBottom - plotTop);
        bottom = bottomValues.onto(plotLeft, plotRight);
        left = leftCategories.isEmpty() ? leftValues.onto(plotBottom, plotTop) : leftValues.onto(plotTop, plotBottom);
    }

    <T extends Series> List<T> parts(Class<T> type) {
        return figure.series.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * Which of the bars beside each other in a category each of the series has: the first that none before it has in
     * the same category.
     */
    private Map<Series.Bars, Integer> barPlaces() {
        Map<Series.Bars, Integer> places = new LinkedHashMap<>();
        for (Series.Bars bars : parts(Series.Bars.class)) {
            List<Integer> taken = places.keySet().stream()
                    .filter(other -> !Collections.disjoint(other.categories(), bars.categories()))
                    .map(places::get).toList();
            places.put(bars, IntStream.iterate(0, i -> i + 1).filter(i -> !taken.contains(i)).findFirst()
                    .orElseThrow());
        }
        return places;
    }

    private List<String> barCategories() {
        Set<String> categories = new LinkedHashSet<>();
        parts(Series.Bars.class).forEach(bars -> categories.addAll(bars.categories()));
        return List.copyOf(categories);
    }

    private Scale scale(Axis axis, List<String> categories, boolean values) {
        if (!categories.isEmpty()) {
            return new Scale(0, categories.size(), Axis.Scaling.LINEAR, 0, 1);
        }
        List<double[]> data = new ArrayList<>();
        for (Series part : figure.series) {
            data.add(values ? part.spanY() : part.spanX());
            if (bins != null && part instanceof Series.Histogram histogram) {
                data.add(values ? bins.fill(histogram.values(), figure.shares)
                        : new double[] {bins.start(), bins.start() + bins.count() * bins.width()});
            }
        }
        Series.Kind kind = figure.series.get(0).kind();
        boolean columns = figure.series.stream()
                .anyMatch(part -> part.kind() == Series.Kind.BARS || part.kind() == Series.Kind.COUNTS);
        if (columns && values && axis.logarithmic()) {
            throw new IllegalArgumentException("figure '%s': bars have no start on the logarithmic axis '%s'"
                    .formatted(figure.title, axis.title()));
        }
        if (kind == Series.Kind.COUNTS && axis.logarithmic()) {
            throw new IllegalArgumentException("figure '%s': bins are equal on a linear axis only; take the logarithm "
                    + "of the values instead".formatted(figure.title));
        }
        return Scale.around(axis, data.stream().flatMapToDouble(Arrays::stream), columns && values);
    }

    /** Labelled ticks of the bottom axis, as many as have room. */
    List<Scale.Tick> bottomTicks() {
        return bottom.ticks(Math.max(3, (plotRight - plotLeft) / 90));
    }

    List<Scale.Tick> leftTicks() {
        return left.ticks(Math.max(3, (plotBottom - plotTop) / 48));
    }

    List<String> bottomLabel(int category) {
        return Text.wrap(bottomCategories.get(category), Text.TICK,
                rotateBottomLabels ? 150 : bottomLabelRoom());
    }

    List<String> leftLabel(int category) {
        return Text.wrap(leftCategories.get(category), Text.TICK, figure.width * 0.36);
    }

    private double leftLabelWidth(Scale values) {
        if (leftCategories.isEmpty()) {
            return Text.width(Text.TICK, values.ticks(Math.max(3, figure.height / 60)).stream()
                    .map(Scale.Tick::label).toList());
        }
        return IntStream.range(0, leftCategories.size()).mapToDouble(i -> Text.width(Text.TICK, leftLabel(i))).max()
                .orElse(0);
    }

    private double bottomLabelRoom() {
        return (double) (plotRight - plotLeft) * bottomEvery / bottomCategories.size() - 6;
    }

    private static int every(List<String> categories, int room) {
        return (int) Math.max(1, Math.ceil(1.05 * Text.lineHeight(Text.TICK) * categories.size() / room));
    }

    /** Category names lie slanted where one of their words is wider than its band or they need too many lines. */
    private boolean rotates(List<String> categories) {
        double room = categories.isEmpty() ? 0 : bottomLabelRoom();
        return categories.stream().anyMatch(category ->
                Text.width(Text.TICK, List.of(category.split("\\s+"))) > room
                        || Text.wrap(category, Text.TICK, room).size() > 3);
    }

    private int bottomLabelHeight() {
        double highest = Text.lineHeight(Text.TICK);
        for (int i = 0; i < bottomCategories.size(); i++) {
            List<String> lines = bottomLabel(i);
            double widest = Text.width(Text.TICK, lines);
            double tall = Text.lineHeight(Text.TICK) * lines.size();
            highest = Math.max(highest, rotateBottomLabels
                    ? widest * Math.sin(ROTATED) + tall * Math.cos(ROTATED) : tall);
        }
        return (int) Math.ceil(highest);
    }

    private List<List<String>> legendRows(int room) {
        if (heatMap || colours.size() < 2) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>();
        double used = Double.POSITIVE_INFINITY;
        for (String name : colours.keySet()) {
            double width = legendEntryWidth(name);
            if (used + width > room) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.get(rows.size() - 1).add(name);
            used += width;
        }
        return rows;
    }

    static double legendEntryWidth(String name) {
        return 26 + 6 + Text.width(Text.TICK, name) + 18;
    }

    static int legendRowHeight() {
        return Text.lineHeight(Text.TICK) + 3;
    }
}
