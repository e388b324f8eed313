package syntic.stage;

import java.util.ArrayList;
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
     * One report for each temperature.
     *
     * @param features of generated images
     * @param photos row i shows the scene of row i of {@code features}
     * @param sentences row i belongs to row i of {@code features}
     */
    public static List<ProjectionReport> of(FeatureSet support, FeatureSet features, FeatureSet photos,
            FeatureSet sentences, List<Double> temperatures) {
        List<ProjectionReport> reports = new ArrayList<>();
        for (double temperature : temperatures) {
            try (Projection projection = new Projection(support, new Projection.Config(temperature, true))) {
                float[][] projected = projection.project(features).rows();
                double[] entropies = projection.explain(features, 1).stream()
                        .mapToDouble(Projection.Explanation::entropy).sorted().toArray();
                reports.add(new ProjectionReport(temperature, Math.exp(entropies[entropies.length / 2]),
                        Arrays.stream(entropies).average().orElseThrow(), distance(projected, photos),
                        distance(projected, sentences)));
            }
        }
        return List.copyOf(reports);
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
        return 1 - Arrays.stream(FeatureGeometry.pairCosines(a, b.rows())).average().orElseThrow();
    }
}
