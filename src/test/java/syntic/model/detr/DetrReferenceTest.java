package syntic.model.detr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.ReferenceWeights;
import syntic.model.ConfigFile;
import syntic.nn.Compute;
import syntic.nn.SafetensorsFile;
import syntic.nn.Torch;
import syntic.nn.Weights;

/** DETR against the reference implementation: every case of the manifest, of any size and naming style. */
@Tag("slow")
class DetrReferenceTest {
    private static final Pattern POST = Pattern.compile("out\\.(\\w+)\\.post\\.(.+)\\.(\\d+)\\.scores");
    private static final Pattern SIZE = Pattern.compile("\\((\\d+),\\s*(\\d+)\\) for image (\\d+)");

    @TestFactory
    Stream<DynamicTest> detectorsGiveTheReferenceNumbers() throws IOException {
        Path root = Reference.folder("models");
        JsonObject cases = json(root.resolve("manifest.json")).getAsJsonObject("cases");
        return cases.entrySet().stream().flatMap(entry -> {
            JsonObject description = entry.getValue().getAsJsonObject();
            JsonElement model = description.get("model");
            if (model == null || !model.getAsString().equals("DetrForObjectDetection")) {
                return Stream.empty();
            }
            Case reference = new Case(root.resolve(entry.getKey()), description);
            return Stream.of(DynamicTest.dynamicTest(entry.getKey(), reference::forward),
                    DynamicTest.dynamicTest(entry.getKey() + " post-processing", reference::postProcessing),
                    DynamicTest.dynamicTest(entry.getKey() + " other names", reference::otherNames));
        });
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    /** One case of the manifest. */
    private record Case(Path folder, JsonObject description) {
        void forward() throws IOException {
            DetrConfig config = DetrConfig.from(ConfigFile.read(folder.resolve("config.json")));
            try (NDManager manager = Torch.newManager()) {
                Map<String, NDArray> io = io(manager);
                try (Detr detr = Detr.from(config, generated(manager))) {
                    compare(manager, io, detr);
                }
                if (Files.exists(folder.resolve("model.safetensors"))) {
                    try (Detr detr = Detr.from(Compute.PLAIN, folder)) {
                        compare(manager, io, detr);
                    }
                }
            }
        }

        /** The configuration and the names of the other style of backbone, where the reference has them. */
        void otherNames() throws IOException {
            Path table = folder.resolve("backbone_name_map.json");
            if (!Files.exists(table)) {
                return;
            }
            Map<String, String> renamed = new HashMap<>();
            json(table).entrySet().forEach(entry -> renamed.put(entry.getKey(), entry.getValue().getAsString()));
            renamed.forEach((timm, transformers) -> assertEquals(transformers, DetrNames.unify(timm)));
            DetrConfig config = DetrConfig.from(ConfigFile.read(folder.resolve("config.json")));
            DetrConfig other = DetrConfig.from(ConfigFile.read(folder.resolve("config_no_timm.json")));
            assertEquals(config, other);
            Set<String> names = new HashSet<>();
            parameters().keySet().forEach(name -> names.add(renamed.getOrDefault(name, name)));
            assertEquals(names, Detr.parameters(other).keySet());
        }

        void postProcessing() {
            List<String> labels = DetrConfig.from(ConfigFile.read(folder.resolve("config.json"))).labels();
            Map<Integer, Detections.Size> sizes = new HashMap<>();
            Matcher size = SIZE.matcher(description.get("notes").getAsString());
            while (size.find()) {
                sizes.put(Integer.parseInt(size.group(3)), new Detections.Size(Integer.parseInt(size.group(2)),
                        Integer.parseInt(size.group(1))));
            }
            try (NDManager manager = Torch.newManager()) {
                Map<String, NDArray> io = io(manager);
                int compared = 0;
                for (String name : io.keySet()) {
                    Matcher post = POST.matcher(name);
                    if (post.matches()) {
                        String call = "out." + post.group(1);
                        NDArray logits = io.get(call + ".logits");
                        List<Detections.Size> all = new ArrayList<>();
                        for (int image = 0; image < logits.getShape().get(0); image++) {
                            all.add(sizes.get(image));
                        }
                        List<DetectedObject> found = Detections.of(logits, io.get(call + ".pred_boxes"), all,
                                Double.parseDouble(post.group(2)), labels).get(Integer.parseInt(post.group(3)));
                        check(io, name.substring(0, name.length() - "scores".length()), found);
                        compared++;
                    }
                }
                assertTrue(compared > 0, "the reference has post-processed outputs");
            }
        }

        private void check(Map<String, NDArray> io, String prefix, List<DetectedObject> found) {
            float[] scores = io.get(prefix + "scores").toFloatArray();
            assertEquals(scores.length, found.size(), prefix);
            float[] boxes = io.get(prefix + "boxes").toFloatArray();
            long[] labels = io.get(prefix + "labels").toLongArray();
            for (int i = 0; i < scores.length; i++) {
                DetectedObject object = found.get(i);
                assertEquals(scores[i], object.score(), 1e-5, prefix);
                assertEquals(labels[i], object.labelId(), prefix);
                Box box = object.box();
                assertArrayEquals(Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4),
                        new float[] {box.x0(), box.y0(), box.x1(), box.y1()}, 1e-3f, prefix);
            }
        }

        private void compare(NDManager parent, Map<String, NDArray> io, Detr detr) {
            int compared = 0;
            for (String name : io.keySet()) {
                if (!name.endsWith(".pixel_values")) {
                    continue;
                }
                String call = name.substring("in.".length(), name.length() - ".pixel_values".length());
                try (NDManager manager = parent.newSubManager()) {
                    NDArray pixels = io.get(name).duplicate();
                    pixels.attach(manager);
                    NDArray mask = io.get("in." + call + ".pixel_mask").duplicate();
                    mask.attach(manager);
                    Map<String, NDArray> found = Torch.withoutGradients(() -> outputs(detr, pixels, mask));
                    for (Map.Entry<String, NDArray> entry : found.entrySet()) {
                        NDArray expected = io.get("out." + call + "." + entry.getKey());
                        if (expected != null) {
                            same(call + "." + entry.getKey(), expected, entry.getValue());
                            compared++;
                        }
                    }
                    if (mask.min().toLongArray()[0] == 1) {
                        same(call + ".logits", io.get("out." + call + ".logits"), detr.forward(pixels).logits());
                    }
                }
            }
            assertTrue(compared > 0, "the reference has outputs");
        }

        /** Everything the reference may hold, by its name; intermediate results step by step. */
        private static Map<String, NDArray> outputs(Detr detr, NDArray pixels, NDArray mask) {
            Map<String, NDArray> found = new LinkedHashMap<>();
            Detr.Output output = detr.forward(pixels, mask);
            found.put("logits", output.logits());
            found.put("pred_boxes", output.boxes());
            found.put("last_hidden_state", output.lastHiddenState());
            found.put("encoder_last_hidden_state", output.memory());
            DetrConfig config = detr.config();
            Weights weights = detr.weights().at(DetrNames.BACKBONE);
            NDArray x = DetrBackbone.embed(config.backbone(), weights, pixels, BatchNormalization.FROZEN);
            found.put("probe." + DetrNames.BACKBONE + ".embedder", x);
            for (int stage = 0; stage < config.backbone().widths().size(); stage++) {
                x = DetrBackbone.stage(config.backbone(), weights, stage, x, BatchNormalization.FROZEN);
                found.put("probe." + DetrNames.BACKBONE + ".layer" + (stage + 1), x);
            }
            NDArray map = detr.project(pixels, BatchNormalization.FROZEN);
            found.put("probe.model.input_projection", map);
            Shape shape = map.getShape();
            DetrPositions positions = DetrPositions.masked(mask, (int) shape.get(2), (int) shape.get(3),
                    config.width());
            NDArray tokens = map.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)).swapAxes(1, 2);
            for (int layer = 0; layer < config.encoder().layers(); layer++) {
                tokens = DetrTransformer.encoderLayer(config, detr.weights().at("model.encoder.layers." + layer),
                        tokens, positions);
                found.put("probe.model.encoder.layers." + layer, tokens);
            }
            return found;
        }

        /** Outputs may be stored in part: probes, the first queries, every n-th token. */
        private void same(String name, NDArray expected, NDArray found) {
            float[] e = expected.toFloatArray();
            float[] all = found.toFloatArray();
            float[] f = all;
            boolean probe = name.contains("probe.");
            if (probe) {
                f = new float[e.length];
                for (int i = 0; i < f.length; i++) {
                    f[i] = all[i * Math.max(1, all.length / 256)];
                }
            } else if (e.length != all.length) {
                f = part(expected.getShape(), found, name.contains("encoder") ? 10 : 1);
            }
            assertEquals(e.length, f.length, name);
            double limit = tolerance(name);
            for (int i = 0; i < e.length; i++) {
                double allowed = probe ? limit * Math.max(1, Math.abs(e[i])) : limit;
                assertEquals(e[i], f[i], allowed, name + " at " + i);
            }
        }

        private static float[] part(Shape wanted, NDArray found, int every) {
            int rows = (int) wanted.get(1);
            return found.get(":, :" + (rows * every) + ":" + every).toFloatArray();
        }

        private double tolerance(String name) {
            JsonObject tolerances = description.getAsJsonObject("tolerance_abs");
            String key = name.contains("probe.") ? "probe" : name.substring(name.indexOf('.') + 1);
            return Double.parseDouble(tolerances.get(key).getAsString().split(" ")[0]);
        }

        private Map<String, Shape> parameters() throws IOException {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            JsonObject listed = json(folder.resolve("params.json")).getAsJsonObject("parameters");
            listed.entrySet().forEach(entry -> {
                JsonArray dimensions = entry.getValue().getAsJsonArray().get(0).getAsJsonArray();
                long[] shape = new long[dimensions.size()];
                Arrays.setAll(shape, i -> dimensions.get(i).getAsLong());
                shapes.put(entry.getKey(), new Shape(shape));
            });
            return shapes;
        }

        private Weights generated(NDManager manager) throws IOException {
            return ReferenceWeights.create(manager, description.get("seed").getAsString(), parameters());
        }

        private Map<String, NDArray> io(NDManager manager) {
            return SafetensorsFile.open(folder.resolve("io.safetensors")).load(manager);
        }
    }
}
