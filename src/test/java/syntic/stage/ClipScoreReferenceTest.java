package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.method.recap.Alignment;
import syntic.metric.ClipScore;
import syntic.metric.MetricScores;
import syntic.nn.Compute;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/** The scores by CLIP features against the reference, with images as they are and mapped. */
class ClipScoreReferenceTest {
    private static final Provenance MADE = new Provenance("test", new TreeMap<>(), new TreeMap<>());

    @TestFactory
    Stream<DynamicTest> clipScores() throws IOException {
        return ReferenceCase.stages("clip-scores", reference -> {
            try (NDManager manager = Torch.newManager()) {
                Map<String, NDArray> io = reference.io(manager);
                double[] w = doubles(io.get("in.W"));
                double[] zeros = new double[(int) Math.sqrt(w.length)];
                double[] ones = new double[zeros.length];
                Arrays.fill(ones, 1);
                FeatureSet images = features(Normalization.unit(io.get("in.image")));
                compare(reference, io, "plain", ClipScore.Space.CLIP, images);
                compare(reference, io, "aligned", ClipScore.Space.ALIGNED,
                        new Alignment(new Alignment.Standardization(zeros, ones), w,
                                new Alignment.Standardization(zeros, ones)).map(Compute.PLAIN, images));
                compare(reference, io, "aligned_affine", ClipScore.Space.ALIGNED,
                        new Alignment(new Alignment.Standardization(doubles(io.get("in.mu_x")), ones), w,
                                new Alignment.Standardization(doubles(io.get("in.mu_y")), ones))
                                .map(Compute.PLAIN, images));
            }
        });
    }

    private static void compare(ReferenceCase reference, Map<String, NDArray> io, String variant,
            ClipScore.Space space, FeatureSet images) throws IOException {
        float[][] candidates = features(io.get("in.candidate")).rows();
        List<float[][]> references = references(io);
        check(reference, variant + ".clipscore", new ClipScore(space).score(images.rows(), candidates));
        check(reference, variant + ".refclipscore",
                new ClipScore(space, true).score(images.rows(), candidates, references).get(1));
        check(reference, variant + ".refclipscore_clipped",
                new ClipScore(space).score(images.rows(), candidates, references).get(1));
    }

    private static void check(ReferenceCase reference, String name, MetricScores scores) throws IOException {
        double limit = reference.tolerance("default");
        JsonObject expected = reference.json("expected", name);
        assertArrayEquals(new Gson().fromJson(expected.get("per_sample"), double[].class), scores.perImage(), limit,
                name);
        assertEquals(expected.get("mean").getAsDouble(), scores.corpus(), limit, name);
    }

    private static List<float[][]> references(Map<String, NDArray> io) {
        float[][] rows = features(io.get("in.reference")).rows();
        long[] owners = io.get("in.reference_owner").toLongArray();
        List<float[][]> references = new ArrayList<>();
        for (long image = 0; image < io.get("in.image").getShape().get(0); image++) {
            long owner = image;
            references.add(IntStream.range(0, rows.length).filter(row -> owners[row] == owner)
                    .mapToObj(row -> rows[row]).toArray(float[][]::new));
        }
        return references;
    }

    private static double[] doubles(NDArray array) {
        float[] floats = array.toFloatArray();
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }

    private static FeatureSet features(NDArray rows) {
        List<String> ids = IntStream.range(0, (int) rows.getShape().get(0)).mapToObj(Integer::toString).toList();
        return FeatureSet.of(ids, rows, MADE);
    }
}
