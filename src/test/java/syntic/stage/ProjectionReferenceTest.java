package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.ReferenceWeights;
import syntic.nn.Torch;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/** Projection against the reference at every temperature, with and without copies in the support set. */
class ProjectionReferenceTest {
    private static final Provenance MADE = new Provenance("test", new TreeMap<>(), new TreeMap<>());

    @TestFactory
    Stream<DynamicTest> projection() throws IOException {
        return ReferenceCase.stages("projection/", reference -> {
            try (NDManager manager = Torch.newManager()) {
                Map<String, NDArray> io = reference.io(manager);
                float[][] rows = support(reference);
                float[] stored = io.get("in.support_rows_0_8").toFloatArray();
                for (int i = 0; i < stored.length; i++) {
                    assertEquals(stored[i], rows[i / rows[0].length][i % rows[0].length], 1e-7, "support set");
                }
                JsonObject temperatures = reference.description().getAsJsonObject("summary");
                for (String variant : temperatures.keySet()) {
                    float[][] own = variant.startsWith("dup.") ? duplicated(reference, rows) : rows;
                    double tau = temperatures.getAsJsonObject(variant).get("tau").getAsDouble();
                    compare(reference, io, variant, own, tau);
                }
            }
        });
    }

    private static void compare(ReferenceCase reference, Map<String, NDArray> io, String variant, float[][] rows,
            double tau) {
        FeatureSet support = FeatureSet.of(ids(rows.length), rows, MADE);
        NDArray query = io.get("in.query");
        FeatureSet queries = FeatureSet.of(ids((int) query.getShape().get(0)), query, MADE);
        String out = "out." + variant + ".";
        try (SupportSet rowsOfSupport = new SupportSet(support)) {
            Projection plain = new Projection(rowsOfSupport, new Projection.Config(tau, false));
            Projection normalised = new Projection(rowsOfSupport, new Projection.Config(tau, true));
            ReferenceCase.assertClose(io.get(out + "projected"), plain.project(query), reference.tolerance("projected"),
                    variant);
            ReferenceCase.assertClose(io.get(out + "projected_l2"), normalised.project(query),
                    reference.tolerance("projected_l2"), variant);
            NDArray top = io.get(out + "top5_index");
            int count = (int) top.getShape().get(1);
            List<Projection.Explanation> found = plain.explain(queries, count);
            float[] entropies = io.get(out + "entropy").toFloatArray();
            float[] numbers = io.get(out + "effective_number").toFloatArray();
            long[] indices = top.toLongArray();
            float[] weights = io.get(out + "top5_weight").toFloatArray();
            double relative = ReferenceCase.number(reference.toleranceText("effective_number"), "");
            Set<String> copies = variant.startsWith("dup.") ? copies(reference) : Set.of();
            for (int i = 0; i < entropies.length; i++) {
                Projection.Explanation one = found.get(i);
                assertEquals(entropies[i], one.entropy(), reference.tolerance("entropy"), variant);
                assertEquals(numbers[i], one.effectiveNumber(), relative * numbers[i], variant);
                for (int rank = 0; rank < count; rank++) {
                    String expected = Long.toString(indices[i * count + rank]);
                    Projection.Weighted share = one.nearest().get(rank);
                    assertEquals(weights[i * count + rank], share.weight(), reference.tolerance("top5_weight"),
                            variant);
                    // Weights that are zero are a tie of all; the nearest of them by cosine are shown.
                    boolean same = expected.equals(share.id())
                            || copies.contains(expected) && copies.contains(share.id());
                    assertTrue(same || weights[i * count + rank] == 0,
                            () -> variant + ": " + share + " instead of " + expected);
                }
            }
        }
    }

    /** The support set by the formula of the manifest. */
    private static float[][] support(ReferenceCase reference) {
        int n = reference.config().get("support").getAsInt();
        int d = reference.config().get("d").getAsInt();
        float[] raw = ReferenceWeights.uniform(reference.seed(), "support.raw", n * d);
        float[] common = ReferenceWeights.uniform(reference.seed(), "support.common", d);
        float[][] rows = new float[n][d];
        for (int i = 0; i < n; i++) {
            double[] row = new double[d];
            double squares = 0;
            for (int j = 0; j < d; j++) {
                row[j] = raw[i * d + j] + 0.5 * common[j];
                squares += row[j] * row[j];
            }
            for (int j = 0; j < d; j++) {
                rows[i][j] = (float) (row[j] / Math.sqrt(squares));
            }
        }
        return rows;
    }

    private static float[][] duplicated(ReferenceCase reference, float[][] rows) {
        JsonObject duplicates = reference.config().getAsJsonObject("duplicates");
        float[][] copy = rows.clone();
        for (JsonElement row : duplicates.getAsJsonArray("rows_replaced")) {
            copy[row.getAsInt()] = rows[duplicates.get("by_row").getAsInt()];
        }
        return copy;
    }

    private static Set<String> copies(ReferenceCase reference) {
        JsonObject duplicates = reference.config().getAsJsonObject("duplicates");
        Set<String> copies = new TreeSet<>(Set.of(duplicates.get("by_row").getAsString()));
        duplicates.getAsJsonArray("rows_replaced").forEach(row -> copies.add(row.getAsString()));
        return copies;
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
