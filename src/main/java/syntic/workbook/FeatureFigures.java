package syntic.workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import syntic.metric.FeatureGeometry;
import syntic.stage.Projection;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures of features and of what they are projected from. */
public final class FeatureFigures {
    private FeatureFigures() {}

    /** Sets of features, by name, as points in the plane of the largest variance of all of them. */
    public static Figure plane(String title, Map<String, float[][]> sets) {
        List<float[]> all = new ArrayList<>();
        sets.values().forEach(rows -> all.addAll(List.of(rows)));
        FeatureGeometry.Plane plane = FeatureGeometry.principalPlane(all.toArray(float[][]::new));
        Figure figure = Figure.of(title, "first principal direction", "second principal direction");
        for (Map.Entry<String, float[][]> set : sets.entrySet()) {
            List<double[]> points = List.of(set.getValue()).stream().map(plane::coordinates).toList();
            figure = figure.points(set.getKey(), points.stream().mapToDouble(point -> point[0]).toArray(),
                    points.stream().mapToDouble(point -> point[1]).toArray());
        }
        return figure;
    }

    /** The nearest sentences of one photo with their weights, at each temperature of a sweep. */
    public static Slider nearest(List<Projection.Swept> sweep) {
        Slider slider = Slider.of("τ");
        for (Projection.Swept at : sweep) {
            Projection.Explanation seen = at.explanations().get(0);
            slider = slider.step("= " + fraction(at.config().temperature()),
                    String.format("spread over %.1f sentences, entropy %.2f nats", seen.effectiveNumber(),
                            seen.entropy()), table(seen));
        }
        return slider;
    }

    private static Table table(Projection.Explanation seen) {
        return Table.create("", weights(seen), DoubleColumn.create("cosine",
                        seen.nearest().stream().mapToDouble(Projection.Weighted::cosine).toArray()),
                StringColumn.create("sentence", seen.nearest().stream().map(Projection.Weighted::text).toList()));
    }

    private static DoubleColumn weights(Projection.Explanation seen) {
        return DoubleColumn.create("weight (percent)",
                seen.nearest().stream().mapToDouble(share -> 100 * share.weight()).toArray());
    }

    /** The weights of one photo's nearest sentences at all temperatures of a sweep. */
    public static Figure weights(String title, List<Projection.Swept> sweep) {
        List<Projection.Weighted> nearest = sweep.get(0).explanations().get(0).nearest();
        double[][] percent = IntStream.range(0, nearest.size()).mapToObj(rank -> sweep.stream().mapToDouble(at ->
                100 * at.explanations().get(0).nearest().get(rank).weight()).toArray()).toArray(double[][]::new);
        List<String> rows = IntStream.range(0, nearest.size())
                .mapToObj(rank -> (rank + 1) + " · " + nearest.get(rank).text()).toList();
        return Figure.of(title, "temperature τ", "sentence").heatMap(rows, sweep.stream()
                .map(at -> fraction(at.config().temperature())).toList(), percent).cells("%.1f");
    }

    /** The figure with the median of a measure at each temperature, in the band of its quartiles. */
    public static Figure spread(Figure figure, String name, List<Projection.Swept> sweep,
            ToDoubleFunction<Projection.Explanation> measure) {
        double[] median = quantile(sweep, measure, 0.5);
        return figure.band(name, temperatures(sweep), median, quantile(sweep, measure, 0.25),
                quantile(sweep, measure, 0.75));
    }

    /** A quantile of a measure over the photos of a sweep, at each temperature. */
    public static double[] quantile(List<Projection.Swept> sweep, ToDoubleFunction<Projection.Explanation> measure,
            double share) {
        return sweep.stream().mapToDouble(at -> {
            double[] sorted = at.explanations().stream().mapToDouble(measure).sorted().toArray();
            return sorted[(int) (share * (sorted.length - 1))];
        }).toArray();
    }

    /** The temperatures of a sweep. */
    public static double[] temperatures(List<Projection.Swept> sweep) {
        return sweep.stream().mapToDouble(at -> at.config().temperature()).toArray();
    }

    /** A temperature as papers write it, such as 1/100. */
    public static String fraction(double temperature) {
        return temperature >= 1 ? String.format("%.0f", temperature) : String.format("1/%.0f", 1 / temperature);
    }
}
