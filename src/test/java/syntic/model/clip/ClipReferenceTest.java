package syntic.model.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
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

/** CLIP's encoders against the reference implementation: every case of the manifest, of any size. */
@Tag("slow")
class ClipReferenceTest {
    private static final String TEXT_ENCODER = "text_encoder";

    @TestFactory
    Stream<DynamicTest> encodersGiveTheReferenceNumbers() throws IOException {
        Path root = Reference.folder("models");
        JsonObject cases = JsonParser.parseString(Files.readString(root.resolve("manifest.json"))).getAsJsonObject()
                .getAsJsonObject("cases");
        return cases.entrySet().stream().flatMap(entry -> {
            JsonObject description = entry.getValue().getAsJsonObject();
            Path folder = root.resolve(entry.getKey());
            Case reference = new Case(folder, description);
            return switch (description.has("model") ? description.get("model").getAsString() : "") {
                case "CLIPModel" -> Stream.of(DynamicTest.dynamicTest(entry.getKey(), () -> wholeModel(reference)));
                case "CLIPTextModel" -> Stream.of(DynamicTest.dynamicTest(entry.getKey(), () -> textModel(reference)));
                case "StableDiffusionPipeline" -> Stream.of(DynamicTest.dynamicTest(
                        entry.getKey() + "/" + TEXT_ENCODER, () -> pipelineTextEncoder(reference)));
                default -> Stream.empty();
            };
        });
    }

    private static void wholeModel(Case reference) throws IOException {
        ClipConfig config = ClipConfig.from(ConfigFile.read(reference.folder.resolve("config.json")));
        try (NDManager manager = Torch.newManager()) {
            String seed = reference.description.get("seed").getAsString();
            Weights generated = generate(manager, reference.folder, seed, ClipConfig.parameters(config));
            check(manager, reference, new Clip(config, generated));
            if (Files.exists(reference.folder.resolve("model.safetensors"))) {
                try (Clip clip = Clip.from(Compute.PLAIN, reference.folder)) {
                    check(manager, reference, clip);
                }
            }
        }
    }

    private static void check(NDManager parent, Case reference, Clip clip) {
        try (NDManager manager = parent.newSubManager()) {
            Map<String, NDArray> io = reference.io(manager);
            NDArray pixels = io.get("in.pixel_values");
            Map<String, NDArray> found = new TreeMap<>();
            found.put("image_embeds", clip.imageFeatures(pixels));
            found.put("vision_pooled", clip.vision().pooled(pixels));
            found.put("vision_last_hidden_state", clip.vision().lastHiddenState(pixels));
            found.put("vision_hidden", samples(clip.vision().hiddenStates(pixels)));
            found.put("image_embeds_normalized", clip.unitImageFeatures(pixels));
            for (String name : io.keySet()) {
                if (name.startsWith("in.input_ids.")) {
                    String variant = name.substring("in.input_ids".length());
                    NDArray ids = io.get(name);
                    NDArray mask = io.get("in.attention_mask" + variant);
                    found.put("text_embeds" + variant, clip.textFeatures(ids, mask));
                    found.put("text_last_hidden_state" + variant, clip.text().lastHiddenState(ids, mask));
                    found.put("text_hidden" + variant, samples(clip.text().hiddenStates(ids, mask)));
                }
            }
            NDArray texts = clip.unitTextFeatures(io.get("in.input_ids.full"), null);
            found.put("text_embeds_normalized", texts);
            found.put("logits_per_image", clip.logits(found.get("image_embeds_normalized"), texts));
            reference.compare(io, found);
        }
    }

    private static void textModel(Case reference) throws IOException {
        ClipTextConfig config = ClipTextConfig.from(ConfigFile.read(reference.folder.resolve("config.json")));
        try (NDManager manager = Torch.newManager()) {
            String seed = reference.description.get("seed").getAsString();
            ClipText text = new ClipText(config,
                    generate(manager, reference.folder, seed, ClipTextConfig.parameters(config)));
            Map<String, NDArray> io = reference.io(manager);
            NDArray ids = io.get("in.input_ids");
            reference.compare(io, Map.of("last_hidden_state", text.lastHiddenState(ids, null), "pooler_output",
                    text.pooled(ids, null), "hidden", samples(text.hiddenStates(ids, null))));
        }
    }

    private static void pipelineTextEncoder(Case reference) throws IOException {
        Path folder = reference.folder.resolve(TEXT_ENCODER);
        try (NDManager manager = Torch.newManager(); ClipText text = ClipText.from(Compute.PLAIN, folder)) {
            String seed = reference.description.getAsJsonObject("seed").get(TEXT_ENCODER).getAsString();
            generate(manager, folder, seed, ClipTextConfig.parameters(text.config()));
            Map<String, NDArray> io = reference.io(manager);
            NDArray found = text.lastHiddenState(io.get("in.input_ids"), null);
            reference.compareOne("prompt_embeds", io.get("out.prompt_embeds"), found);
        }
    }

    /** Weights from the generator, after a look at the names, shapes and checksums of {@code params.json}. */
    private static Weights generate(NDManager manager, Path folder, String seed, Map<String, Shape> shapes)
            throws IOException {
        JsonObject listed = JsonParser.parseString(Files.readString(folder.resolve("params.json"))).getAsJsonObject();
        JsonObject parameters = listed.getAsJsonObject("parameters");
        assertEquals(parameters.keySet(), shapes.keySet().stream().collect(Collectors.toSet()));
        Weights weights = ReferenceWeights.create(manager, seed, shapes);
        for (String name : parameters.keySet()) {
            JsonArray expected = parameters.getAsJsonArray(name);
            CRC32 crc = new CRC32();
            crc.update(weights.get(name).toByteBuffer());
            assertEquals(expected.get(1).getAsString(), String.format("%08x", crc.getValue()), name);
        }
        return weights;
    }

    /** Tokens 0, 1 and the last of every state: [states, batch, 3, width]. */
    private static NDArray samples(List<NDArray> states) {
        NDArray[] kept = states.stream().map(state -> state.get(":, :2").concat(state.get(":, -1:"), 1))
                .toArray(NDArray[]::new);
        return NDArrays.stack(new NDList(kept));
    }

    /** One case of the manifest with its inputs, outputs and tolerances. */
    private record Case(Path folder, JsonObject description) {
        Map<String, NDArray> io(NDManager manager) {
            return SafetensorsFile.open(folder.resolve("io.safetensors")).load(manager);
        }

        void compare(Map<String, NDArray> io, Map<String, NDArray> found) {
            int compared = 0;
            for (String name : io.keySet()) {
                if (name.startsWith("out.")) {
                    String output = name.substring("out.".length());
                    assertTrue(found.containsKey(output), output + " is in the reference but was not computed");
                    compareOne(output, io.get(name), found.get(output));
                    compared++;
                }
            }
            assertTrue(compared > 0, "the reference has outputs");
        }

        void compareOne(String name, NDArray expected, NDArray found) {
            assertEquals(expected.getShape(), found.getShape(), name);
            float[] e = expected.toFloatArray();
            float[] f = found.toFloatArray();
            double worst = 0;
            for (int i = 0; i < e.length; i++) {
                worst = Float.isFinite(f[i]) ? Math.max(worst, Math.abs((double) e[i] - f[i])) : Double.NaN;
            }
            double limit = tolerance(name);
            assertTrue(worst <= limit, name + " differs by " + worst + ", allowed " + limit);
        }

        private double tolerance(String output) {
            JsonObject tolerances = description.getAsJsonObject("tolerance_abs");
            return tolerances.keySet().stream().filter(output::contains)
                    .mapToDouble(key -> tolerances.get(key).getAsDouble()).min()
                    .orElseGet(() -> tolerances.get("default").getAsDouble());
        }
    }
}
