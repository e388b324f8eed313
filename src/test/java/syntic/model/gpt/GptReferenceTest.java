package syntic.model.gpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.model.ConfigFile;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.TrainingStep;

/** The decoder against the reference implementation: logits, loss, gradients, optimisers, decoding. */
@Tag("slow")
class GptReferenceTest {
    private static final String PREFIX = "decoder-gpt2";
    private static final long PADDING = 0;

    @TestFactory
    Stream<DynamicTest> logits() throws IOException {
        return ReferenceCase.stages(PREFIX, reference -> {
            try (NDManager manager = Torch.newManager()) {
                Gpt gpt = gpt(manager, reference);
                Map<String, NDArray> io = reference.io(manager);
                NDArray embeddings = io.get("in.prefix").concat(gpt.embed(io.get("in.tokens")), 1);
                NDArray logits = gpt.logits(gpt.hidden(embeddings, GptDropout.NONE));
                for (String name : reference.description().getAsJsonObject("outputs").keySet()) {
                    if (name.startsWith("logits")) {
                        compareLogits(reference, name, io.get("out." + name), logits);
                    }
                }
            }
        });
    }

    private static void compareLogits(ReferenceCase reference, String name, NDArray expected, NDArray logits) {
        if (name.equals("logits_argmax")) {
            assertArrayEquals(expected.toLongArray(), logits.argMax(2).toLongArray());
            return;
        }
        NDArray found = switch (name) {
            case "logits" -> logits;
            case "logits_strided" -> {
                long count = expected.getShape().get(2);
                long stride = (logits.getShape().get(2) - 1) / (count - 1);
                yield logits.get(new NDIndex(":, :, ::" + stride)).get(new NDIndex(":, :, :" + count));
            }
            case "logits_logsumexp" -> logits.get(":, :, 0").sub(logits.logSoftmax(2).get(":, :, 0"));
            default -> throw new AssertionError("unknown output " + name);
        };
        ReferenceCase.assertClose(expected, found, reference.tolerance(name), name);
    }

    @TestFactory
    Stream<DynamicTest> lossAndGradients() throws IOException {
        return ReferenceCase.stages(PREFIX, reference -> {
            JsonObject losses = reference.json("expected", "loss");
            for (String name : losses.keySet()) {
                double smoothing = ReferenceCase.number(name, "label_smoothing_");
                try (NDManager manager = Torch.newManager()) {
                    Gpt gpt = gpt(manager, reference);
                    Map<String, NDArray> io = reference.io(manager);
                    NDArray prefix = io.get("in.prefix");
                    prefix.setRequiresGradient(true);
                    gpt.weights().toMap().values().forEach(array -> array.setRequiresGradient(true));
                    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                        NDArray loss = new PrefixLoss(smoothing, PADDING)
                                .of(gpt, prefix, io.get("in.tokens"), GptDropout.NONE);
                        System.gc();
                        collector.backward(loss);
                        assertEquals(losses.getAsJsonObject(name).get("float64").getAsDouble(), loss.getFloat(),
                                reference.tolerance("loss"));
                    }
                    ReferenceCase.assertClose(io.get("out.prefix_grad." + name), prefix.getGradient(),
                            reference.tolerance("prefix_grad"), "gradient of the prefix");
                    gradientNorms(reference, name, gpt);
                }
            }
        });
    }

    private static void gradientNorms(ReferenceCase reference, String name, Gpt gpt) throws IOException {
        String tolerance = reference.toleranceText("grad_l2");
        double relative = ReferenceCase.number(tolerance, "");
        double absolute = ReferenceCase.number(tolerance, "+");
        JsonObject norms = reference.json("expected", "grad_l2", name);
        JsonObject parts = reference.json("expected", "grad_l2_c_attn_bias_parts", name);
        for (String parameter : norms.keySet()) {
            float[] gradient = gpt.weights().get(parameter).getGradient().toFloatArray();
            if (parts.has(parameter)) {
                // The gradient of the key part is zero but for rounding.
                for (int part : new int[] {0, 2}) {
                    double expected = parts.getAsJsonArray(parameter).get(part).getAsDouble();
                    int third = gradient.length / 3;
                    assertEquals(expected, norm(Arrays.copyOfRange(gradient, part * third, (part + 1) * third)),
                            relative * expected + absolute, parameter + " part " + part);
                }
            } else {
                double expected = norms.get(parameter).getAsDouble();
                assertEquals(expected, norm(gradient), relative * expected + absolute, parameter);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> optimisers() throws IOException {
        return ReferenceCase.stages(PREFIX, reference -> {
            JsonObject expected = reference.json("expected");
            train(reference, expected, "adamw", AdamW.Config.ADAM.withDecay(0.01));
            AdamW.Config a = AdamW.Config.ADAM;
            train(reference, expected, "hf_adamw", new AdamW.Config(a.beta1(), a.beta2(), 1e-6,
                    AdamW.Epsilon.UNCORRECTED, 0, a.clipNorm()));
        });
    }

    private static void train(ReferenceCase reference, JsonObject allExpected, String name, AdamW.Config config)
            throws IOException {
        if (!allExpected.has(name)) {
            return;
        }
        JsonObject expected = allExpected.getAsJsonObject(name);
        JsonArray losses = expected.getAsJsonArray("loss_float64");
        try (NDManager manager = Torch.newManager()) {
            Gpt gpt = gpt(manager, reference);
            Map<String, NDArray> io = reference.io(manager);
            PrefixLoss loss = new PrefixLoss(0.1, PADDING);
            try (AdamW optimizer = new AdamW(gpt.weights(), config)) {
                for (int step = 1; step < losses.size(); step++) {
                    TrainingStep.Result result = TrainingStep.run(manager, optimizer, 1e-3, scope -> {
                        NDArray prefix = io.get("in.prefix").reshape(io.get("in.prefix").getShape());
                        prefix.attach(scope);
                        return loss.of(gpt, prefix, io.get("in.tokens"), GptDropout.NONE);
                    });
                    assertEquals(losses.get(step - 1).getAsDouble(), result.loss(),
                            reference.tolerance("adamw losses"));
                    compareParameters(reference, name + ".step" + step + ".", io, gpt.weights());
                    String stage = "step" + step;
                    if (expected.getAsJsonObject("statistics").has(stage)) {
                        compareStatistics(reference, expected.getAsJsonObject("statistics").getAsJsonObject(stage),
                                gpt.weights());
                    }
                }
            }
        }
    }

    private static void compareParameters(ReferenceCase reference, String prefix, Map<String, NDArray> io,
            Weights all) {
        for (String output : io.keySet()) {
            if (!output.startsWith("out." + prefix)) {
                continue;
            }
            String parameter = output.substring(("out." + prefix).length());
            float[] e = withoutKeyBias(parameter, io.get(output).toFloatArray());
            float[] f = withoutKeyBias(parameter, all.get(parameter).toFloatArray());
            String key = !prefix.startsWith("adamw") ? "hf_adamw" : parameter.endsWith("bias") ? "adamw.*bias"
                    : parameter.contains("ln") || parameter.contains("wpe") ? "adamw.*ln*.weight, wpe" : "adamw.*other";
            double limit = reference.tolerance(key);
            if (key.equals("adamw.*other")) {
                String text = reference.toleranceText(key);
                int above = 0;
                for (int i = 0; i < e.length; i++) {
                    above += Math.abs(e[i] - f[i]) > limit ? 1 : 0;
                }
                assertTrue(above <= ReferenceCase.number(text, "at most"), above + " elements of " + output);
                limit = ReferenceCase.number(text, "none above");
            }
            double worst = ReferenceCase.worst(e, f);
            assertTrue(worst <= limit, output + " differs by " + worst + ", allowed " + limit);
        }
    }

    private static void compareStatistics(ReferenceCase reference, JsonObject statistics, Weights all) {
        String tolerance = reference.toleranceText("statistics");
        for (String parameter : statistics.keySet()) {
            if (parameter.endsWith("c_attn.bias")) {
                continue;
            }
            JsonObject expected = statistics.getAsJsonObject(parameter);
            float[] values = all.get(parameter).toFloatArray();
            double mean = 0;
            double squares = 0;
            for (float value : values) {
                mean += value / values.length;
            }
            for (float value : values) {
                squares += (value - mean) * (value - mean);
            }
            double norm = expected.get("l2").getAsDouble();
            assertEquals(expected.get("mean").getAsDouble(), mean, ReferenceCase.number(tolerance, "mean"), parameter);
            assertEquals(expected.get("std").getAsDouble(), Math.sqrt(squares / values.length),
                    ReferenceCase.number(tolerance, "std") + deviationOfSample(squares, values.length), parameter);
            assertEquals(norm, norm(values), ReferenceCase.number(tolerance, "l2 ") * norm, parameter);
        }
    }

    /** Whether the deviation was taken over n or n - 1 is not said; this is the difference. */
    private static double deviationOfSample(double squares, int size) {
        return Math.sqrt(squares / Math.max(1, size - 1)) - Math.sqrt(squares / size);
    }

    private static float[] withoutKeyBias(String parameter, float[] values) {
        if (!parameter.endsWith("c_attn.bias")) {
            return values;
        }
        float[] kept = new float[values.length / 3 * 2];
        System.arraycopy(values, 0, kept, 0, values.length / 3);
        System.arraycopy(values, values.length / 3 * 2, kept, values.length / 3, values.length / 3);
        return kept;
    }

    @TestFactory
    Stream<DynamicTest> decoding() throws IOException {
        return ReferenceCase.stages(PREFIX, reference -> {
            if (!reference.description().has("decode")) {
                return;
            }
            JsonObject decode = reference.json("decode");
            int end = decode.get("end_token").getAsInt();
            int most = decode.get("max_steps").getAsInt();
            int beams = decode.get("beam").getAsInt();
            double limit = reference.tolerance("scores");
            try (NDManager manager = Torch.newManager()) {
                Gpt gpt = gpt(manager, reference);
                NDArray prefix = reference.io(manager).get("in.decode_prefix");
                List<List<Hypothesis>> greedy = new GreedyDecoding().decode(gpt, prefix, end, most);
                List<List<Hypothesis>> sum = new BeamSearch(beams, BeamSearch.Score.SUM).decode(gpt, prefix, end, most);
                List<List<Hypothesis>> mean = new BeamSearch(beams, BeamSearch.Score.MEAN).decode(gpt, prefix, end,
                        most);
                JsonArray rows = decode.getAsJsonArray("prefixes");
                for (int row = 0; row < rows.size(); row++) {
                    JsonObject expected = rows.get(row).getAsJsonObject();
                    assertEquals(ids(expected.getAsJsonArray("greedy")), greedy.get(row).get(0).tokens());
                    compareBeams(expected.getAsJsonObject("beam_sum_logprob"), sum.get(row), BeamSearch.Score.SUM,
                            limit);
                    compareBeams(expected.getAsJsonObject("beam_mean_logprob"), mean.get(row), BeamSearch.Score.MEAN,
                            limit);
                }
            }
        });
    }

    private static void compareBeams(JsonObject expected, List<Hypothesis> found, BeamSearch.Score score,
            double limit) {
        JsonArray ranked = expected.getAsJsonArray("ranked");
        assertEquals(ranked.size(), found.size());
        for (int rank = 0; rank < ranked.size(); rank++) {
            JsonObject one = ranked.get(rank).getAsJsonObject();
            assertEquals(ids(one.getAsJsonArray("ids")), found.get(rank).tokens());
            assertEquals(one.get("score").getAsDouble(), score.of(found.get(rank)), limit);
            assertEquals(one.get("sum_logprob").getAsDouble(), found.get(rank).logProbability(), limit);
            assertEquals(one.get("ended").getAsBoolean(), found.get(rank).ended());
        }
    }

    private static List<Integer> ids(JsonArray array) {
        List<Integer> ids = new ArrayList<>();
        for (JsonElement element : array) {
            ids.add(element.getAsInt());
        }
        return ids;
    }

    private static Gpt gpt(NDManager manager, ReferenceCase reference) throws IOException {
        GptConfig config = GptConfig.from(ConfigFile.read(reference.file("config")));
        return new Gpt(config, reference.weights(manager, GptConfig.parameters(config)));
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
