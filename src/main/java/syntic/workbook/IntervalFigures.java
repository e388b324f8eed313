package syntic.workbook;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import syntic.metric.Bootstrap.Interval;

/**
 * Figures of scores with their intervals, in percent, in one call each.
 *
 * <pre>{@code
 * IntervalFigures.bars("All systems", "system", "CIDEr-D × 100 (95 % interval)", table.rows(),
 *         BenchmarkTable.Row::system, row -> row.score("CIDEr")).across().show();
 * }</pre>
 */
public final class IntervalFigures {
    private IntervalFigures() {
    }

    /** A bar with its interval for each item, in the order given. */
    public static <T> Figure bars(String title, String xTitle, String yTitle, Collection<T> items,
            Function<T, String> name, Function<T, Interval> score) {
        return bars(title, xTitle, yTitle, items, name, item -> yTitle, score);
    }

    /**
     * A bar with its interval for each item, in the order given, and a colour for each group of them. The groups
     * {@code SynTIC}, {@code other text-only} and {@code trained on photos} have the same colours everywhere.
     */
    public static <T> Figure bars(String title, String xTitle, String yTitle, Collection<T> items,
            Function<T, String> name, Function<T, String> group, Function<T, Interval> score) {
        Figure figure = Figure.of(title, xTitle, yTitle);
        for (T item : items) {
            Interval one = score.apply(item);
            figure = figure.bars(group.apply(item), List.of(name.apply(item)), percent(one.value()),
                    percent(one.low()), percent(one.high()));
        }
        return figure;
    }

    /** The figure with bars of one more name: a bar with its interval for each item. */
    public static <T> Figure bars(Figure figure, String name, Collection<T> items, Function<T, String> category,
            Function<T, Interval> score) {
        List<Interval> scores = items.stream().map(score).toList();
        return figure.bars(name, items.stream().map(category).toList(), percent(scores, Interval::value),
                percent(scores, Interval::low), percent(scores, Interval::high));
    }

    /** The figure with one more line: a point with its interval for each item. */
    public static <T> Figure curve(Figure figure, String name, Collection<T> items, ToDoubleFunction<T> x,
            Function<T, Interval> score) {
        List<Interval> scores = items.stream().map(score).toList();
        return figure.whiskers(name, items.stream().mapToDouble(x).toArray(), percent(scores, Interval::value),
                percent(scores, Interval::low), percent(scores, Interval::high));
    }

    private static double[] percent(double value) {
        return new double[] {100 * value};
    }

    private static double[] percent(List<Interval> scores, ToDoubleFunction<Interval> end) {
        return scores.stream().mapToDouble(one -> 100 * end.applyAsDouble(one)).toArray();
    }
}
