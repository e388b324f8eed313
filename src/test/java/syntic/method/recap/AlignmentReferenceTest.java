package syntic.method.recap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.metric.FeatureGeometry;
import syntic.nn.Compute;
import syntic.nn.Torch;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/** Least squares, ridge and Procrustes against the reference, on features of full and of low rank and on few rows. */
class AlignmentReferenceTest {
    private static final Provenance MADE = new Provenance("test", new TreeMap<>(), new TreeMap<>());
    private static final Pattern VARIANT = Pattern.compile("out\\.((\\w+)\\.center_(\\d)\\.std_(\\d))\\.W");

    @TestFactory
    Stream<DynamicTest> alignment() throws IOException {
        return ReferenceCase.stages("alignment/", reference -> {
            try (NDManager manager = Torch.newManager()) {
                Map<String, NDArray> io = reference.io(manager);
                int compared = 0;
                for (String name : io.keySet()) {
                    Matcher variant = VARIANT.matcher(name);
                    if (variant.matches()) {
                        compare(reference, io, variant);
                        compared++;
                    }
                }
                assertTrue(compared > 0 && compared % 4 == 0, "every method with and without centring and scaling");
            }
        });
    }

    private static void compare(ReferenceCase reference, Map<String, NDArray> io, Matcher variant) throws IOException {
        String name = variant.group(1);
        Alignment.Method method = variant.group(2).equals("ols") ? Alignment.Method.LEAST_SQUARES
                : Alignment.Method.valueOf(variant.group(2).toUpperCase(Locale.ROOT));
        double ridge = reference.config().get("ridge_alpha").getAsDouble();
        Alignment alignment = Alignment.fit(Compute.PLAIN, features(io.get("in.X_train")),
                features(io.get("in.Y_train")),
                new Alignment.Config(method, ridge, variant.group(3).equals("1"), variant.group(4).equals("1")));
        double limit = ReferenceCase.number(reference.toleranceText("float64"), "W");
        float[] matrix = new float[alignment.matrix().length];
        IntStream.range(0, matrix.length).forEach(i -> matrix[i] = (float) alignment.matrix()[i]);
        assertEquals(0, ReferenceCase.worst(io.get("out." + name + ".W").toFloatArray(), matrix), limit, name);

        float[][] mapped = alignment.map(Compute.PLAIN, features(io.get("in.X_test"))).rows();
        float[] expected = io.get("out." + name + ".mapped").toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], mapped[i / mapped[0].length][i % mapped[0].length], limit, name + " mapped");
        }
        JsonObject scores = reference.json("expected", name);
        float[][] texts = features(io.get("in.Y_test")).rows();
        // The mapped features are rounded to float32 here, which the cosines of the reference are not.
        assertEquals(scores.get("mean_cosine").getAsDouble(), IntStream.range(0, texts.length)
                .mapToDouble(i -> FeatureGeometry.cosine(mapped[i], texts[i])).average().orElseThrow(), 1e-7, name);
        assertEquals(scores.get("r_at_1").getAsDouble(), FeatureGeometry.recallAt(1, mapped, texts), 1e-12, name);
        assertEquals(scores.get("r_at_5").getAsDouble(), FeatureGeometry.recallAt(5, mapped, texts), 1e-12, name);
    }

    private static FeatureSet features(NDArray rows) {
        List<String> ids = IntStream.range(0, (int) rows.getShape().get(0)).mapToObj(Integer::toString).toList();
        return FeatureSet.of(ids, rows, MADE);
    }
}
