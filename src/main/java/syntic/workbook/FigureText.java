package syntic.workbook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A figure in words, for who cannot see it: title, axes, what each series says, what is highest and what lowest. */
final class FigureText {
    /** So many values of a series are said one by one; of more, the ends and the extremes. */
    private static final int MOST_SAID = 20;
    /** What is smaller is said with a power of ten. */
    private static final double TINY = 1e-4;

    /** A value of the figure, and what stands before and after it when it is said. */
    private record Value(String before, double value, String after) {
        @Override
        public String toString() {
            return before + number(value) + after;
        }
    }

    private final Figure figure;

    private FigureText(Figure figure) {
        this.figure = figure;
    }

    static String of(Figure figure) {
        FigureText text = new FigureText(figure);
        String parts = figure.series.stream().map(part -> part.name() + " (" + text.summary(part) + ")").distinct()
                .collect(Collectors.joining(", "));
        return "[figure] %s; x: %s; y: %s; %s%s%s".formatted(figure.title, figure.x.title(), figure.y.title(), parts,
                text.extremes(), figure.caption.isBlank() ? "" : "\n" + figure.caption);
    }

    private String summary(Series part) {
        if (part instanceof Series.Level level) {
            return "at " + (level.vertical() ? atX(level.value()) : number(level.value()));
        } else if (part instanceof Series.HeatMap map) {
            return map.rows().size() + " × " + map.columns().size() + " cells";
        } else if (part instanceof Series.Points points) {
            return "%d points, x %s, y %s".formatted(points.x().length, range(points.x()), range(points.y()));
        } else if (part instanceof Series.Histogram histogram) {
            return "%d values %s, median %s".formatted(histogram.values().length, range(histogram.values()),
                    number(median(histogram)));
        }
        List<Value> values = values(part);
        if (values.size() <= MOST_SAID) {
            return values.stream().map(Value::toString).collect(Collectors.joining(", "));
        }
        return "%d values, from %s to %s, highest %s, lowest %s".formatted(values.size(), values.get(0),
                values.get(values.size() - 1), highest(values), lowest(values));
    }

    /** Which of all values is the highest and which the lowest; of histograms, whose median is. */
    private String extremes() {
        List<Value> all = new ArrayList<>();
        for (Series part : figure.series) {
            if (part instanceof Series.Histogram histogram) {
                all.add(new Value("the median of " + histogram.name() + " ", median(histogram), ""));
            } else {
                String of = part instanceof Series.Line ? part.name() + " "
                        : part instanceof Series.Bars ? "(" + part.name() + ") " : "";
                values(part).forEach(one -> all.add(new Value(one.before() + of, one.value(), one.after())));
            }
        }
        return all.size() < 2 ? "" : "; highest: %s; lowest: %s".formatted(highest(all), lowest(all));
    }

    /** Values along a line, of bars or of cells; none of a level, a histogram or a cloud of points. */
    private List<Value> values(Series part) {
        List<Value> values = new ArrayList<>();
        if (part instanceof Series.Line line) {
            for (int i = 0; i < line.x().length; i++) {
                values.add(new Value("", line.y()[i], " at " + atX(line.x()[i])));
            }
        } else if (part instanceof Series.Bars bars) {
            for (int i = 0; i < bars.values().length; i++) {
                values.add(new Value(bars.categories().get(i) + " ", bars.values()[i], ""));
            }
        } else if (part instanceof Series.HeatMap map) {
            for (int i = 0; i < map.rows().size(); i++) {
                for (int j = 0; j < map.columns().size(); j++) {
                    values.add(new Value(map.rows().get(i) + " with " + map.columns().get(j) + " ",
                            map.values()[i][j], ""));
                }
            }
        }
        return values;
    }

    private static Value highest(List<Value> values) {
        return values.stream().max(Comparator.comparingDouble(Value::value)).orElseThrow();
    }

    private static Value lowest(List<Value> values) {
        return values.stream().min(Comparator.comparingDouble(Value::value)).orElseThrow();
    }

    private static double median(Series.Histogram histogram) {
        double[] sorted = Arrays.stream(histogram.values()).sorted().toArray();
        return IntStream.of((sorted.length - 1) / 2, sorted.length / 2).mapToDouble(i -> sorted[i]).average()
                .orElseThrow();
    }

    private static String range(double[] values) {
        return number(Arrays.stream(values).min().orElseThrow()) + " to "
                + number(Arrays.stream(values).max().orElseThrow());
    }

    private String atX(double value) {
        return figure.x.scaling() == Axis.Scaling.FRACTIONS ? FeatureFigures.fraction(value) : number(value);
    }

    private static String number(double value) {
        if (value != 0 && Math.abs(value) < TINY) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        return new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
    }
}
