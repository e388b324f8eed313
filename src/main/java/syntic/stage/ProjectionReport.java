package syntic.stage;

import java.util.Arrays;
import java.util.List;
import syntic.metric.FeatureGeometry;
import syntic.store.FeatureSet;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * What a temperature does to the projection of generated images, averaged over them.
 *
 * @param effectiveNumber over how many support sentences the weights are spread: exp(entropy), median
 * @param entropy of the weights in nats, mean
 * @param toPhotos mean cosine distance (1 − cosine) of a projected feature to the feature of a real image of its scene
 * @param toSentences mean cosine distance of a projected feature to that of its own sentence
 */
public record ProjectionReport(double temperature, double effectiveNumber, double entropy, double toPhotos,
        double toSentences) {

    /**
     * One report for each temperature, from one pass over the support set.
     *
     * @param features of generated images
     * @param photos row i shows the scene of row i of {@code features}
     * @param sentences row i belongs to row i of {@code features}
     */
    public static List<ProjectionReport> of(SupportSet support, FeatureSet features, FeatureSet photos,
            FeatureSet sentences, List<Double> temperatures) {
        return Projection.sweep(support, features, temperatures, 1, true).stream().map(swept -> {
            double[] entropies = swept.explanations().stream().mapToDouble(Projection.Explanation::entropy).sorted()
                    .toArray();
            float[][] projected = swept.projected().rows();
            return new ProjectionReport(swept.config().temperature(), Math.exp(entropies[entropies.length / 2]),
                    Arrays.stream(entropies).average().orElseThrow(), distance(projected, photos),
                    distance(projected, sentences));
        }).toList();
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
        return 1 - FeatureGeometry.meanCosine(a, b.rows());
    }
}
