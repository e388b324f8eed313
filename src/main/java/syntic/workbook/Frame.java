package syntic.workbook;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where everything of a figure lies, in layout pixels: worked out once from the description, used by both renderings.
 * "Bottom" and "left" are the axes as they lie on the picture; bars on their side exchange the description's x and y.
 */
final class Frame {
    private static final int EDGE = 14;
    private static final int TICK_ROOM = 8;
    private static final int COLOUR_BAR_ROOM = 84;
    private static final double ROTATED = Math.toRadians(35);

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
    final Map<String, Color> colours = new LinkedHashMap<>();
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

    Frame(Figure figure) {
        if (figure.series.isEmpty()) {
            throw new IllegalArgumentException("figure '%s' has no series: add a line, bars, … before showing it"
                    .formatted(figure.title));
        }
        this.figure = figure;
        boolean across = figure.options.across();
        heatMap = figure.series.get(0).kind() == Series.Kind.CELLS;
        bottomAxis = across ? figure.y : figure.x;
        leftAxis = across ? figure.x : figure.y;
        List<Series.Histogram> histograms = parts(Series.Histogram.class);
        bins = histograms.isEmpty() ? null : Bins.over(histograms, figure.options.bins());

        List<String> barCategories = barCategories();
        Series.HeatMap cells = heatMap ? (Series.HeatMap) figure.series.get(0) : null;
        bottomCategories = heatMap ? cells.columns() : across ? List.of() : barCategories;
        leftCategories = heatMap ? cells.rows() : across ? barCategories : List.of();
        for (Series part : figure.series) {
            colours.computeIfAbsent(part.name(), name -> Style.series(colours.size()));
        }

        titleLines = Style.wrap(figure.title, Style.TITLE, figure.width - 2 * EDGE);
        captionLines = figure.caption.isBlank() ? List.of()
                : Style.wrap(figure.caption, Style.CAPTION, figure.width - 2 * EDGE);
        height = figure.height + (captionLines.isEmpty() ? 0 : lineHeight(Style.CAPTION) * captionLines.size() + 6);

        Scale bottomValues = scale(bottomAxis, bottomCategories, across);
        Scale leftValues = scale(leftAxis, leftCategories, !across);
        plotRight = figure.width - (heatMap ? COLOUR_BAR_ROOM : EDGE + 6);
        int leftTitle = lineHeight(Style.LABEL) + 6;
        plotLeft = EDGE + leftTitle + TICK_ROOM + (int) Math.ceil(leftLabelWidth(leftValues));
        legendRows = legendRows(plotRight - plotLeft);
        plotTop = EDGE + lineHeight(Style.TITLE) * titleLines.size() + 8
                + (legendRows.isEmpty() ? 0 : legendRows.size() * legendRowHeight() + 6);
        bottomEvery = every(bottomCategories, plotRight - plotLeft);
        rotateBottomLabels = rotates(bottomCategories);
        plotBottom = figure.height - EDGE - lineHeight(Style.LABEL) - 2 - TICK_ROOM - bottomLabelHeight();
        leftEvery = every(leftCategories, plotBottom - plotTop);
        captionTop = figure.height - EDGE + 8;
        if (plotBottom - plotTop < 60 || plotRight - plotLeft < 60) {
            throw new IllegalArgumentException("figure '%s' leaves no room to draw in %d×%d: give it a larger size"
                    .formatted(figure.title, figure.width, figure.height));
        }
        bottom = bottomValues.onto(plotLeft, plotRight);
        left = leftCategories.isEmpty() ? leftValues.onto(plotBottom, plotTop) : leftValues.onto(plotTop, plotBottom);
    }

    <T extends Series> List<T> parts(Class<T> type) {
        return figure.series.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private List<String> barCategories() {
        Set<String> categories = new LinkedHashSet<>();
        parts(Series.Bars.class).forEach(bars -> categories.addAll(bars.categories()));
        return List.copyOf(categories);
    }

    private Scale scale(Axis axis, List<String> categories, boolean values) {
        if (!categories.isEmpty()) {
            return new Scale(0, categories.size(), false, 0, 1);
        }
        List<double[]> data = new ArrayList<>();
        for (Series part : figure.series) {
            data.add(values ? part.spanY() : part.spanX());
            if (bins != null && part instanceof Series.Histogram histogram) {
                data.add(values ? bins.fill(histogram.values(), figure.options.shares())
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
        return Scale.around(axis, data.stream().flatMapToDouble(Arrays::stream).toArray(),
                columns && values);
    }

    /** Labelled ticks of the bottom axis, as many as have room. */
    List<Scale.Tick> bottomTicks() {
        return bottom.ticks(Math.max(3, (plotRight - plotLeft) / 90));
    }

    List<Scale.Tick> leftTicks() {
        return left.ticks(Math.max(3, (plotBottom - plotTop) / 48));
    }

    List<String> bottomLabel(int category) {
        return Style.wrap(bottomCategories.get(category), Style.TICK,
                rotateBottomLabels ? 150 : bottomLabelRoom());
    }

    List<String> leftLabel(int category) {
        return Style.wrap(leftCategories.get(category), Style.TICK, figure.width * 0.36);
    }

    private double leftLabelWidth(Scale values) {
        double widest = 0;
        if (leftCategories.isEmpty()) {
            for (Scale.Tick tick : values.ticks(Math.max(3, figure.height / 60))) {
                widest = Math.max(widest, Style.width(Style.TICK, tick.label()));
            }
        }
        for (int i = 0; i < leftCategories.size(); i++) {
            for (String line : leftLabel(i)) {
                widest = Math.max(widest, Style.width(Style.TICK, line));
            }
        }
        return widest;
    }

    private double bottomLabelRoom() {
        return (double) (plotRight - plotLeft) * bottomEvery / bottomCategories.size() - 6;
    }

    private static int every(List<String> categories, int room) {
        return (int) Math.max(1, Math.ceil(1.05 * lineHeight(Style.TICK) * categories.size() / room));
    }

    /** Category names lie slanted where one of their words is wider than its band or they need too many lines. */
    private boolean rotates(List<String> categories) {
        double room = categories.isEmpty() ? 0 : bottomLabelRoom();
        for (String category : categories) {
            for (String word : category.split("\\s+")) {
                if (Style.width(Style.TICK, word) > room) {
                    return true;
                }
            }
            if (Style.wrap(category, Style.TICK, room).size() > 3) {
                return true;
            }
        }
        return false;
    }

    private int bottomLabelHeight() {
        double highest = lineHeight(Style.TICK);
        for (int i = 0; i < bottomCategories.size(); i++) {
            List<String> lines = bottomLabel(i);
            double widest = lines.stream().mapToDouble(line -> Style.width(Style.TICK, line)).max().orElse(0);
            double tall = lineHeight(Style.TICK) * lines.size();
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
        return 26 + 6 + Style.width(Style.TICK, name) + 18;
    }

    static int legendRowHeight() {
        return lineHeight(Style.TICK) + 3;
    }

    static int lineHeight(Font font) {
        return (int) Math.ceil(font.getSize() * 1.3);
    }

    static int edge() {
        return EDGE;
    }

    static double rotation() {
        return ROTATED;
    }
}
