package syntic.workbook;

import java.util.Arrays;
import java.util.List;

/**
 * The data of one part of a {@link Figure}, checked when it is made: equal lengths, not empty, finite numbers.
 * Whoever reads an array of a series must not write to it.
 */
sealed interface Series {
    /** Name in the legend; parts of one name share a colour and one legend entry. */
    String name();

    /** The x values that the range of the axis must hold. */
    default double[] spanX() {
        return new double[0];
    }

    /** The y values, ends of intervals included, that the range of the axis must hold. */
    default double[] spanY() {
        return new double[0];
    }

    /** What may stand together in one figure. */
    default Kind kind() {
        return this instanceof Bars ? Kind.BARS : this instanceof Histogram ? Kind.COUNTS
                : this instanceof HeatMap ? Kind.CELLS : Kind.CURVES;
    }

    enum Kind {
        CURVES("lines and points"), BARS("bars"), COUNTS("a histogram"), CELLS("a heat map");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** How an interval around a line is drawn. */
    enum Interval { NONE, BAND, WHISKERS }

    /** A line through points; {@code low} and {@code high} bound each point unless the interval is NONE. */
    record Line(String name, double[] x, double[] y, double[] low, double[] high, Interval interval)
            implements Series {
        public Line {
            x = numbers(name, "x", x);
            y = numbers(name, "y", y);
            sameLength(name, "x", x.length, "y", y.length);
            if (interval == Interval.NONE) {
                low = y;
                high = y;
            } else {
                low = numbers(name, "low", low);
                high = numbers(name, "high", high);
                ordered(name, y, low, high);
            }
        }

        /** The x and y values around the interval: along the upper ends and back along the lower. */
        double[][] outline() {
            int last = 2 * x.length - 1;
            double[][] outline = new double[2][last + 1];
            for (int i = 0; i < x.length; i++) {
                outline[0][i] = x[i];
                outline[0][last - i] = x[i];
                outline[1][i] = high[i];
                outline[1][last - i] = low[i];
            }
            return outline;
        }

        @Override
        public double[] spanX() {
            return x;
        }

        @Override
        public double[] spanY() {
            return concatenated(low, high);
        }
    }

    /** Single points; {@code labels} (one a point, or empty) show when the pointer is on a point. */
    record Points(String name, double[] x, double[] y, List<String> labels) implements Series {
        public Points {
            x = numbers(name, "x", x);
            y = numbers(name, "y", y);
            sameLength(name, "x", x.length, "y", y.length);
            labels = List.copyOf(labels);
            if (!labels.isEmpty()) {
                sameLength(name, "x", x.length, "labels", labels.size());
            }
        }

        @Override
        public double[] spanX() {
            return x;
        }

        @Override
        public double[] spanY() {
            return y;
        }
    }

    /** A dashed straight line across the figure at one value of an axis. */
    record Level(String name, double value, boolean vertical) implements Series {
        public Level {
            numbers(name, "value", new double[] {value});
        }

        @Override
        public double[] spanX() {
            return vertical ? new double[] {value} : new double[0];
        }

        @Override
        public double[] spanY() {
            return vertical ? new double[0] : new double[] {value};
        }
    }

    /** A bar for each category; {@code low} and {@code high} are empty, or bound each value. */
    record Bars(String name, List<String> categories, double[] values, double[] low, double[] high)
            implements Series {
        public Bars {
            categories = List.copyOf(categories);
            values = numbers(name, "values", values);
            sameLength(name, "categories", categories.size(), "values", values.length);
            if (categories.stream().distinct().count() < categories.size()) {
                throw new IllegalArgumentException(
                        "series '%s' names a category twice: %s".formatted(name, categories));
            }
            low = low.length == 0 ? low : numbers(name, "low", low);
            high = high.length == 0 ? high : numbers(name, "high", high);
            if (low.length + high.length > 0) {
                ordered(name, values, low, high);
            }
        }

        @Override
        public double[] spanY() {
            return concatenated(values, concatenated(low, high));
        }
    }

    /** Values to be counted in bins that all histograms of a figure share. */
    record Histogram(String name, double[] values) implements Series {
        public Histogram {
            values = numbers(name, "values", values);
        }
    }

    /** A coloured cell for each row and column. */
    record HeatMap(String name, List<String> rows, List<String> columns, double[][] values) implements Series {
        public HeatMap {
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
            values = values.clone();
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("heat map '%s' has no rows".formatted(name));
            }
            sameLength(name, "row names", rows.size(), "rows of values", values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = numbers(name, "row " + i, values[i]);
                sameLength(name, "column names", columns.size(), "values in row " + i, values[i].length);
            }
        }
    }

    private static double[] numbers(String name, String what, double[] values) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a series needs a name");
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("series '%s' has no data (%s is empty)".formatted(name, what));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("series '%s': %s[%d] is %s; leave such points out before drawing"
                        .formatted(name, what, i, values[i]));
            }
        }
        return values.clone();
    }

    private static void sameLength(String name, String first, int firstLength, String second, int secondLength) {
        if (firstLength != secondLength) {
            throw new IllegalArgumentException("series '%s': %d %s but %d %s"
                    .formatted(name, firstLength, first, secondLength, second));
        }
    }

    private static void ordered(String name, double[] y, double[] low, double[] high) {
        sameLength(name, "values", y.length, "lower ends", low.length);
        sameLength(name, "values", y.length, "upper ends", high.length);
        for (int i = 0; i < y.length; i++) {
            if (low[i] > y[i] || y[i] > high[i]) {
                throw new IllegalArgumentException("series '%s': value %d, %s, is outside its interval %s to %s"
                        .formatted(name, i, y[i], low[i], high[i]));
            }
        }
    }

    private static double[] concatenated(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
