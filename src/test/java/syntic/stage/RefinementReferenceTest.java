package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.store.FeatureSet;
import syntic.nn.Torch;

/** Refinement against the reference: losses, first gradient, features after 1, 10, 50 steps, and mini-batches. */
class RefinementReferenceTest {
    private static final double LARGE_GRADIENT = 1e-4;

    @TestFactory
    Stream<DynamicTest> refinement() throws IOException {
        return ReferenceCase.stages("refinement/", reference -> {
            try (NDManager manager = Torch.newManager()) {
                Map<String, NDArray> io = reference.io(manager);
                if (reference.config().has("slices")) {
                    miniBatches(manager, reference, io);
                } else {
                    firstGradient(reference, io);
                    for (JsonElement rate : reference.config().getAsJsonArray("learning_rates")) {
                        fullBatch(manager, reference, io, rate.getAsDouble());
                    }
                }
            }
        });
    }

    private static void firstGradient(ReferenceCase reference, Map<String, NDArray> io) {
        NDArray v = io.get("in.V").duplicate();
        v.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = Refinement.loss(v, io.get("in.T"), reference.config().get("tau").getAsDouble());
            System.gc();
            collector.backward(loss);
        }
        ReferenceCase.assertClose(io.get("out.grad_step1"), v.getGradient(), reference.tolerance("grad_step1"),
                "gradient");
    }

    private static void fullBatch(NDManager manager, ReferenceCase reference, Map<String, NDArray> io, double rate) {
        String prefix = "out." + label(rate) + ".";
        int steps = reference.config().get("steps").getAsInt();
        long[] all = LongStream.range(0, io.get("in.V").getShape().get(0)).toArray();
        float[] losses = io.get(prefix + "loss").toFloatArray();
        Refinement.Config config = config(reference, rate, Refinement.Adam.SEPARATE);
        try (RefinementRun run = new RefinementRun(manager, set(io.get("in.V")), set(io.get("in.T")),
                List.of(all), config)) {
            for (int step = 1; step <= steps; step++) {
                assertEquals(losses[step - 1], run.epoch()[0], reference.tolerance("loss"), "loss before step " + step);
                NDArray expected = io.get(prefix + "V_step" + step);
                if (expected != null) {
                    features(reference, "V_step" + step, rate, io, expected, run.features());
                }
            }
            assertEquals(losses[steps], run.losses()[0], reference.tolerance("loss"), "last loss");
        }
    }

    private static FeatureSet set(NDArray rows) {
        return FeatureSet.of(LongStream.range(0, rows.getShape().get(0)).mapToObj(Long::toString).toList(), rows,
                ToyCaptions.MADE);
    }

    private static void features(ReferenceCase reference, String name, double rate, Map<String, NDArray> io,
            NDArray expectedArray, NDArray foundArray) {
        float[] expected = expectedArray.toFloatArray();
        float[] found = foundArray.toFloatArray();
        String tolerance = reference.toleranceText(name);
        // Either one factor of the learning rate, or one for each rate ("rms 3*lr for lr 1e-5, rms 10*lr for lr 1e-3").
        String own = Stream.of(tolerance.split("[,;]")).filter(part -> part.contains("rms"))
                .filter(part -> !part.contains("for lr") || ReferenceCase.number(part, "for lr") == rate).findFirst()
                .orElseThrow();
        double limit = ReferenceCase.number(own, "rms") * rate;
        double rms = ReferenceCase.rms(expected, found);
        assertTrue(rms <= limit, name + " at rate " + rate + " differs by " + rms + " (rms), allowed " + limit);
        if (name.equals("V_step1")) {
            float[] gradient = io.get("out.grad_step1").toFloatArray();
            double each = ReferenceCase.number(tolerance, "1e-4:");
            for (int i = 0; i < gradient.length; i++) {
                if (Math.abs(gradient[i]) > LARGE_GRADIENT) {
                    assertEquals(expected[i], found[i], each, "element " + i + " after one step");
                }
            }
        }
    }

    private static void miniBatches(NDManager manager, ReferenceCase reference, Map<String, NDArray> io) {
        List<long[]> batches = new ArrayList<>();
        for (JsonElement slice : reference.config().getAsJsonArray("slices")) {
            JsonArray bounds = slice.getAsJsonArray();
            batches.add(LongStream.range(bounds.get(0).getAsLong(), bounds.get(1).getAsLong()).toArray());
        }
        JsonObject losses = reference.description().getAsJsonObject("loss_float64");
        for (String name : losses.keySet()) {
            double rate = ReferenceCase.number(name, "lr");
            Refinement.Adam adam = Refinement.Adam.valueOf(name.substring(name.lastIndexOf('.') + 1).toUpperCase());
            Refinement.Config config = config(reference, rate, adam);
            try (RefinementRun run = new RefinementRun(manager, set(io.get("in.V")), set(io.get("in.T")), batches,
                    config)) {
                List<Double> found = new ArrayList<>();
                for (int epoch = 0; epoch < reference.config().get("epochs").getAsInt(); epoch++) {
                    for (double loss : run.epoch()) {
                        found.add(loss);
                    }
                }
                JsonArray expected = losses.getAsJsonArray(name);
                for (int i = 0; i < expected.size(); i++) {
                    assertEquals(expected.get(i).getAsDouble(), found.get(i), reference.tolerance("loss"), name);
                }
                float[] v = io.get("out." + name + ".V").toFloatArray();
                float[] own = run.features().toFloatArray();
                String tolerance = reference.toleranceText(label(rate) + ".*.V");
                assertTrue(ReferenceCase.rms(v, own) <= ReferenceCase.number(tolerance, "rms"), name);
                if (tolerance.contains("max")) {
                    assertTrue(ReferenceCase.worst(v, own) <= ReferenceCase.number(tolerance, "max"), name);
                }
            }
        }
    }

    private static Refinement.Config config(ReferenceCase reference, double rate, Refinement.Adam adam) {
        return new Refinement.Config(reference.config().get("tau").getAsDouble(), rate, 2, 1, adam, 0);
    }

    /** {@code lr1e-5} for 0.00001. */
    private static String label(double rate) {
        return "lr1e" + Math.round(Math.log10(rate));
    }
}
