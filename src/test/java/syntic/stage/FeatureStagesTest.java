package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntic.nn.Initializer;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;

/** Refinement, projection and object fusion as a user meets them. */
class FeatureStagesTest {
    private final FeatureSet images = ToyCaptions.features(1, 2);
    private final FeatureSet texts = ToyCaptions.features(2, 0);

    @Test
    void refinementBringsImagesToTheirSentences() {
        for (Refinement.Adam adam : Refinement.Adam.values()) {
            Refinement.Config config = new Refinement.Config(0.05, 1e-3, 20, 30, adam, 7);
            List<Long> heard = new ArrayList<>();
            Refinement.Result result = new Refinement(config).refine(images, texts, (done, total, note) -> {
                heard.add(done);
                assertEquals(heard.size(), done);
                assertTrue(done <= total && total % 30 == 0, "a step of a batch in each epoch");
            });
            assertEquals(0, heard.size() % 30);
            List<Refinement.Progress> course = result.course();
            assertEquals(31, course.size());
            assertEquals(0, course.get(0).drift());
            assertTrue(course.get(30).loss() < course.get(0).loss());
            assertTrue(course.get(30).cosine() > course.get(0).cosine());
            assertEquals(images.ids(), result.features().ids());
            assertEquals(1, length(result.features().row(3)), 1e-5);
            FeatureSet again = new Refinement(config).refine(images, texts, ProgressListener.SILENT).features();
            assertEquals(result.features().fingerprint(), again.fingerprint(), "the seed decides");
        }
    }

    @Test
    void refinementRefusesWhatCannotWork() {
        assertMessage("temperature", () -> new Refinement.Config(0, 1e-5, 10, 1, Refinement.Adam.SEPARATE, 0));
        assertMessage("temperature", () -> new Refinement.Config(Double.NaN, 1e-5, 10, 1, Refinement.Adam.SEPARATE, 0));
        assertMessage("2 or more", () -> new Refinement.Config(0.01, 1e-5, 1, 1, Refinement.Adam.SEPARATE, 0));
        assertMessage("learning rate", () -> new Refinement.Config(0.01, -1, 2, 1, Refinement.Adam.SEPARATE, 0));
        Refinement refinement = new Refinement(Refinement.Config.PAPER);
        FeatureSet other = FeatureSet.of(List.of("c0"), new float[1][5], ToyCaptions.MADE);
        assertMessage("same CLIP", () -> refinement.refine(images, other, ProgressListener.SILENT));
        FeatureSet few = texts.select(List.of("c1", "c2"));
        assertMessage("'c0'", () -> refinement.refine(images, few, ProgressListener.SILENT));
    }

    @Test
    void projectionExplainsItself() {
        try (SupportSet support = new SupportSet(texts, ToyCaptions.texts())) {
            Projection projection = new Projection(support, new Projection.Config(0.01, true));
            Projection.Explanation nearest = projection.explain(texts, 5).get(10);
            assertEquals(5, nearest.nearest().size());
            assertEquals("c10", nearest.nearest().get(0).id());
            assertEquals(ToyCaptions.texts().get(10), nearest.nearest().get(0).text());
            assertEquals(1, nearest.nearest().get(0).cosine(), 1e-5);
            assertEquals(1, nearest.effectiveNumber(), 0.1);
            assertEquals(1, length(projection.project(images).row(0)), 1e-5);
            Projection uniform = new Projection(support, new Projection.Config(1e6, false));
            assertEquals(texts.size(), uniform.explain(images, 1).get(0).effectiveNumber(), 1e-2);
            assertArrayEquals(uniform.project(images).row(0), uniform.project(images).row(1), 1e-6f);
        }
    }

    @Test
    void projectionOfManyFeaturesEqualsThatOfEach() {
        float[][] rows = new float[300][];
        List<String> ids = new ArrayList<>();
        float[][] many = new float[60_000][];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < many.length; i++) {
            many[i] = texts.row(i % texts.size());
            names.add("s" + i);
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] = images.row(i % images.size());
            ids.add("q" + i);
        }
        FeatureSet queries = FeatureSet.of(ids, rows, ToyCaptions.MADE);
        try (SupportSet support = new SupportSet(FeatureSet.of(names, many, ToyCaptions.MADE))) {
            Projection large = new Projection(support, Projection.Config.PAPER);
            FeatureSet all = large.project(queries);
            FeatureSet one = large.project(queries.select(List.of("q299")));
            assertArrayEquals(one.row(0), all.row(299), 1e-5f);
            assertEquals("q299", large.explain(queries, 1).get(299).id());
        }
    }

    @Test
    void projectionRefusesWhatCannotWork() {
        assertMessage("temperature", () -> new Projection.Config(0, true));
        assertMessage("temperature", () -> new Projection.Config(-1, true));
        assertMessage("temperature", () -> new Projection.Config(Double.NaN, true));
        assertMessage("temperature", () -> new Projection.Config(1 / 0.0, true));
        assertMessage("sentences", () -> new SupportSet(texts, List.of("one")));
        try (SupportSet support = new SupportSet(texts)) {
            Projection projection = new Projection(support, Projection.Config.PAPER);
            FeatureSet other = FeatureSet.of(List.of("x"), new float[][] {{1, 2, 3}}, ToyCaptions.MADE);
            assertMessage("same CLIP", () -> projection.project(other));
            assertMessage("same CLIP", () -> projection.explain(other, 3));
            assertMessage("1 or more", () -> projection.explain(images, 0));
            assertMessage("1 or more", () -> support.nearest(images, 0));
        }
    }

    @Test
    void noObjectGivesAZeroVectorAndNoNanGradient() {
        int width = 8;
        try (NDManager manager = Torch.newManager();
                Weights weights = Initializer.scaled(1).create(manager, ObjectFusion.parameters(width), 1, "test")) {
            weights.get("out_proj.bias").set(new float[] {1, 2, 3, 4, 5, 6, 7, 8});
            weights.toMap().values().forEach(array -> array.setRequiresGradient(true));
            NDArray query = manager.randomNormal(new Shape(3, width));
            query.setRequiresGradient(true);
            NDArray objects = manager.randomNormal(new Shape(3, 2, width));
            NDArray present = manager.create(new float[] {0, 0, 1, 0, 1, 1}, new Shape(3, 2));
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                ObjectFusion.Output output = new ObjectFusion(weights, 2).apply(query, objects, present);
                float[] feature = output.feature().toFloatArray();
                float[] attention = output.attention().toFloatArray();
                for (int i = 0; i < width; i++) {
                    assertEquals(0, feature[i]);
                    assertTrue(Float.isFinite(feature[width + i]) && feature[width + i] != 0);
                }
                assertArrayEquals(new float[] {0, 0, 0, 0, 1, 0, 1, 0}, Arrays.copyOf(attention, 8));
                collector.backward(output.feature().square().sum());
            }
            List<NDArray> gradients = new ArrayList<>(List.of(query.getGradient()));
            weights.toMap().values().forEach(array -> gradients.add(array.getGradient()));
            for (NDArray gradient : gradients) {
                for (float value : gradient.toFloatArray()) {
                    assertTrue(Float.isFinite(value));
                }
            }
        }
    }

    @Test
    void whiteningMakesANarrowConeRoundAndOneFactorDoesNot() {
        float[][] cone = ToyCaptions.features(1, 2).rows();
        for (float[] row : cone) {
            for (int i = 0; i < row.length; i++) {
                row[i] = 1 + row[i] / 100;
            }
        }
        FeatureSet narrow = FeatureSet.of(images.ids(), cone, ToyCaptions.MADE);
        try (NDManager manager = Torch.newManager();
                Weights weights = Initializer.scaled(1).create(manager, Whitening.parameters(narrow.width()), 1,
                        "test")) {
            Whitening.fit(Normalisation.WHITENED, weights, narrow);
            NDArray x = Whitening.apply(weights, narrow.toNDArray(manager));
            for (float mean : x.mean(new int[] {0}).toFloatArray()) {
                assertEquals(0, mean, 1e-3);
            }
            float[] covariance = x.transpose().matMul(x).div(narrow.size()).toFloatArray();
            for (int i = 0; i < covariance.length; i++) {
                boolean diagonal = i % (narrow.width() + 1) == 0;
                assertEquals(diagonal ? 0.9 : 0, covariance[i], diagonal ? 0.15 : 0.1);
            }
            Whitening.fit(Normalisation.CENTRED, weights, narrow);
            NDArray centred = Whitening.apply(weights, narrow.toNDArray(manager));
            assertEquals(1, centred.square().mean().getFloat(), 1e-3);
            assertEquals(0, centred.mean().getFloat(), 1e-3);
            // One factor for all: what is twice as far stays twice as far.
            float factor = (centred.getFloat(3, 0) - centred.getFloat(4, 0)) / (cone[3][0] - cone[4][0]);
            assertEquals(factor, (centred.getFloat(3, 5) - centred.getFloat(4, 5)) / (cone[3][5] - cone[4][5]),
                    1e-2 * factor);
            Whitening.fit(Normalisation.SCALED, weights, narrow);
            NDArray scaled = Whitening.apply(weights, narrow.toNDArray(manager));
            assertEquals(1, scaled.square().mean().getFloat(), 1e-3);
            assertEquals(scaled.getFloat(3, 0) / cone[3][0], scaled.getFloat(4, 5) / cone[4][5], 1e-5);
            Whitening.reset(weights);
            assertArrayEquals(cone[3], Whitening.apply(weights, narrow.toNDArray(manager)).get(3).toFloatArray());
        }
    }

    @Test
    void objectTagsNameAnUnknownLabel() {
        FeatureSet labels = ToyCaptions.tags().labels();
        assertMessage("'zebra'", () -> new ObjectTags(labels, Map.of("c0", List.of("zebra"))));
        ObjectTags nothing = new ObjectTags(labels, Map.of());
        try (NDManager manager = Torch.newManager()) {
            assertEquals(new Shape(2, 1, ToyCaptions.WIDTH), nothing.batch(manager, List.of("a",
                    "b")).objects().getShape());
        }
    }

    private static double length(float[] row) {
        double squares = 0;
        for (float value : row) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    private static void assertMessage(String part, Runnable work) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, work::run);
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }
}
