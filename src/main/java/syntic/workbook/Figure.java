package syntic.workbook;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A figure: an immutable description from which both its interactive Plotly version and its static picture are made.
 * Every method returns a figure with one more thing in it; {@link #show} ends a cell.
 *
 * <pre>{@code
 * Figure.of("Captions improve with training", "step", "CIDEr")
 *         .band("SynTIC", steps, mean, low, high)
 *         .level("supervised", 1.01)
 *         .show();
 * }</pre>
 *
 * Lines, points and levels go together; bars, histograms and a heat map each stand alone (levels may join bars and
 * histograms). Data that is empty, not finite or of unequal length is refused with the name of the series.
 */
public final class Figure implements Cloneable {
    // Changed on a fresh copy alone, before anyone else sees it.
    final String title;
    Axis x;
    Axis y;
    List<Series> series = List.of();
    String caption = "";
    int width = 720;
    int height = 420;
    /** Bars lie on their side. */
    boolean across;
    /** Histograms show shares, not counts. */
    boolean shares;
    int bins = 40;
    /** How the cells of a heat map are written. */
    String cellFormat = "%.2f";
    /** Colours that were asked for, by the name of the series. */
    Map<String, Color> colours = Map.of();

    private Figure(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /** An empty figure; titles of axes name what is measured, with the unit. */
    public static Figure of(String title, String xTitle, String yTitle) {
        if (title == null || title.isBlank()) {
            throw new IllegalArgumentException("a figure needs a title: say what it shows");
        }
        return new Figure(title, Axis.of(xTitle), Axis.of(yTitle));
    }

    /** A line through points in the order given. */
    public Figure line(String name, double[] x, double[] y) {
        return with(new Series.Line(name, x, y, y, y, Series.Interval.NONE));
    }

    /** A line with a shaded band from {@code low} to {@code high}. */
    public Figure band(String name, double[] x, double[] y, double[] low, double[] high) {
        return with(new Series.Line(name, x, y, low, high, Series.Interval.BAND));
    }

    /** A line with an error bar from {@code low} to {@code high} at each point. */
    public Figure whiskers(String name, double[] x, double[] y, double[] low, double[] high) {
        return with(new Series.Line(name, x, y, low, high, Series.Interval.WHISKERS));
    }

    /** Single points; one call for each colour group. */
    public Figure points(String name, double[] x, double[] y) {
        return points(name, x, y, List.of());
    }

    /** Single points, each with a text that shows under the pointer in the interactive figure. */
    public Figure points(String name, double[] x, double[] y, List<String> labels) {
        return with(new Series.Points(name, x, y, labels));
    }

    /** A dashed horizontal line at a value of the y axis, for something to compare with. */
    public Figure level(String name, double value) {
        return with(new Series.Level(name, value, false));
    }

    /** A dashed vertical line at a value of the x axis, such as the paper's setting. */
    public Figure mark(String name, double value) {
        return with(new Series.Level(name, value, true));
    }

    /**
     * A bar for each category; several calls put their bars side by side where they share a category, so that groups
     * of categories may each have a name and a colour.
     */
    public Figure bars(String name, List<String> categories, double[] values) {
        return bars(name, categories, values, new double[0], new double[0]);
    }

    /** A bar for each category with its interval. */
    public Figure bars(String name, List<String> categories, double[] values, double[] low, double[] high) {
        return with(new Series.Bars(name, categories, values, low, high));
    }

    /** How often values occur; several calls lie over each other in the same bins. */
    public Figure histogram(String name, double[] values) {
        return with(new Series.Histogram(name, values));
    }

    /** A coloured cell for each row and column, written into the cell where there is room. */
    public Figure heatMap(List<String> rows, List<String> columns, double[][] values) {
        return with(new Series.HeatMap(title, rows, columns, values));
    }

    public Figure logX() {
        return with(copy -> copy.x = x.scaled(Axis.Scaling.LOGARITHMIC));
    }

    public Figure logY() {
        return with(copy -> copy.y = y.scaled(Axis.Scaling.LOGARITHMIC));
    }

    /** A logarithmic x axis with ticks such as 1/100, as papers write temperatures. */
    public Figure fractionsX() {
        return with(copy -> copy.x = x.scaled(Axis.Scaling.FRACTIONS));
    }

    public Figure rangeY(double low, double high) {
        return with(copy -> copy.y = y.between(low, high));
    }

    /** A line or two under the figure that say what to see in it. */
    public Figure caption(String text) {
        return with(copy -> copy.caption = text);
    }

    /** Layout pixels, without the caption; the static picture has twice as many in each direction. */
    public Figure size(int width, int height) {
        if (width < 240 || height < 160) {
            throw new IllegalArgumentException("a figure of %d×%d is too small to read: give at least 240×160"
                    .formatted(width, height));
        }
        return with(copy -> {
            copy.width = width;
            copy.height = height;
        });
    }

    /** Series of this name have this colour; the others have the {@link Palette}'s colours in their order. */
    public Figure colour(String name, Color colour) {
        Map<String, Color> more = new HashMap<>(colours);
        more.put(name, colour);
        return with(copy -> copy.colours = Map.copyOf(more));
    }

    /** Bars lie on their side, first category on top: for categories with long names. The y axis holds the values. */
    public Figure across() {
        return with(copy -> copy.across = true);
    }

    /** Histograms show the share of each series in a bin, so that series of different size compare. */
    public Figure shares() {
        return with(copy -> copy.shares = true);
    }

    /** How many bins histograms have (default 40). */
    public Figure bins(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a histogram needs at least one bin, not " + count);
        }
        return with(copy -> copy.bins = count);
    }

    /** How values are written into the cells of a heat map, such as {@code "%.3f"}. */
    public Figure cells(String format) {
        return with(copy -> copy.cellFormat = format);
    }

    /** Shows the figure in the notebook. */
    public void show() {
        Notebook.show(this);
    }

    /** The static picture, twice as many pixels as the layout. */
    public BufferedImage picture() {
        return FigurePainter.paint(this);
    }

    /** The Plotly figure, as Plotly for Java describes it. */
    public tech.tablesaw.plotly.components.Figure plotly() {
        return PlotlyFigure.of(this).figure();
    }

    /** What a reader without pictures gets: title, axes, each series, what is highest and what lowest. */
    public String text() {
        return FigureText.of(this);
    }

    /** 0, 1, … {@code count − 1}, as an x axis. */
    public static double[] range(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }

    /**
     * The mean of each value and {@code reach} on either side of it; at the ends that of the first, or last, as many:
     * fewer would let single values look like a turn.
     */
    public static double[] movingMean(double[] values, int reach) {
        int width = Math.min(values.length, 2 * reach + 1);
        return IntStream.range(0, values.length).mapToDouble(i -> {
            int from = Math.max(0, Math.min(i - reach, values.length - width));
            return Arrays.stream(values, from, from + width).average().orElseThrow();
        }).toArray();
    }

    /** Values of an array of single precision as a figure takes them. */
    public static double[] numbers(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** Values of a collection as a figure takes them. */
    public static double[] numbers(Collection<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).toArray();
    }

    private Figure with(Series part) {
        for (Series other : series) {
            if (!(part instanceof Series.Level) && !(other instanceof Series.Level) && part.kind() != other.kind()
                    || part.kind() == Series.Kind.CELLS || other.kind() == Series.Kind.CELLS) {
                throw new IllegalArgumentException(
                        "figure '%s': series '%s' (%s) cannot stand in one figure with '%s' (%s): make two figures"
                                .formatted(title, part.name(), part.kind().words, other.name(), other.kind().words));
            }
        }
        List<Series> more = new ArrayList<>(series);
        more.add(part);
        return with(copy -> copy.series = List.copyOf(more));
    }

    private Figure with(Consumer<Figure> change) {
        try {
            Figure copy = (Figure) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
