package syntic.stage;

import java.util.List;
import java.util.function.ToDoubleFunction;
import syntic.metric.Bootstrap;
import syntic.metric.FeatureGeometry;
import syntic.store.FeatureSet;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * What a temperature does to the projection of images, averaged over them.
 *
 * @param effectiveNumber over how many support sentences the weights are spread: exp(entropy), median
 * @param low its lower quartile
 * @param high its upper quartile
 * @param entropy of the weights in nats, mean
 * @param largestWeight share of the nearest sentence, mean
 * @param length of the weighted sum before it is scaled to 1, mean
 * @param toPhotos mean cosine distance (1 − cosine) of a projected feature to the feature of a real image of its scene;
 *     not a number where there is none
 * @param toSentences mean cosine distance of a projected feature to that of its own sentence; not a number where there
 *     is none
 * @param gap distance of the centres of the projected features and of the own sentences; not a number where there are
 *     none
 */
public record ProjectionReport(double temperature, double effectiveNumber, double low, double high, double entropy,
        double largestWeight, double length, double toPhotos, double toSentences, double gap) {
    private static final double QUARTER = 0.25;

    /**
     * One report for each temperature, from one pass over the support set.
     *
     * @param features of images
     * @param photos row i shows the scene of row i of {@code features}; null for none
     * @param sentences row i belongs to row i of {@code features}; null for none
     */
    public static List<ProjectionReport> of(SupportSet support, FeatureSet features, FeatureSet photos,
            FeatureSet sentences, List<Double> temperatures) {
        return Projection.sweep(support, features, temperatures, 1, false).stream()
                .map(swept -> of(swept, photos, sentences)).toList();
    }

    private static ProjectionReport of(Projection.Swept swept, FeatureSet photos, FeatureSet sentences) {
        List<Projection.Explanation> seen = swept.explanations();
        double[] spread = seen.stream().mapToDouble(Projection.Explanation::effectiveNumber).sorted().toArray();
        float[][] projected = swept.projected().rows();
        double length = 0;
        for (float[] row : projected) {
            length += FeatureGeometry.scaleToOne(row) / projected.length;
        }
        return new ProjectionReport(swept.config().temperature(), Bootstrap.quantile(spread, 2 * QUARTER),
                Bootstrap.quantile(spread, QUARTER), Bootstrap.quantile(spread, 1 - QUARTER),
                mean(seen, Projection.Explanation::entropy), mean(seen, one -> one.nearest().get(0).weight()), length,
                distance(projected, photos), distance(projected, sentences),
                sentences == null ? Double.NaN : FeatureGeometry.gap(projected, FeatureGeometry.scaledToOne(sentences.rows())));
    }

    private static double mean(List<Projection.Explanation> seen, ToDoubleFunction<Projection.Explanation> of) {
        return seen.stream().mapToDouble(of).average().orElseThrow();
    }

    /** For a notebook. */
    public static Table table(List<ProjectionReport> reports) {
        return Table.create("Projection by temperature",
                column("temperature", reports.stream().mapToDouble(ProjectionReport::temperature).toArray()),
                column("effective number", reports.stream().mapToDouble(ProjectionReport::effectiveNumber).toArray()),
                column("entropy (nats)", reports.stream().mapToDouble(ProjectionReport::entropy).toArray()),
                column("distance to photos", reports.stream().mapToDouble(ProjectionReport::toPhotos).toArray()),
                column("distance to own sentences",
                        reports.stream().mapToDouble(ProjectionReport::toSentences).toArray()));
    }

    private static DoubleColumn column(String name, double[] values) {
        return DoubleColumn.create(name, values);
    }

    private static double distance(float[][] a, FeatureSet b) {
        return b == null ? Double.NaN : 1 - FeatureGeometry.meanCosine(a, b.rows());
    }
}
