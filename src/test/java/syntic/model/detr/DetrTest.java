package syntic.model.detr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.nn.Initializer;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.WeightsException;

class DetrTest {
    private static final String SMALL = """
            {"model_type": "detr", "use_timm_backbone": false, "d_model": 16, "num_queries": 5,
             "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": 24,
             "decoder_layers": 2, "decoder_attention_heads": 4, "decoder_ffn_dim": 24,
             "id2label": {"0": "cat", "1": "dog"},
             "backbone_config": {"model_type": "resnet", "embedding_size": 8, "hidden_sizes": [8, 12],
                                 "depths": [1, 1], "layer_type": "%s"}}""";

    private static DetrConfig config(String json) {
        return DetrConfig.from(ConfigFile.parse("config.json", json));
    }

    private static Detr detr(NDManager manager, String block) {
        DetrConfig config = config(SMALL.formatted(block));
        return new Detr(config, Initializer.scaled(1).create(manager, Detr.parameters(config), 1, "test"));
    }

    @Test
    void paddingDoesNotChangeWhatIsSeen() {
        for (String block : List.of("basic", "bottleneck")) {
            try (NDManager manager = Torch.newManager(); Detr detr = detr(manager, block)) {
                NDArray image = manager.randomNormal(new Shape(1, 3, 32, 48));
                NDArray padded = manager.zeros(new Shape(1, 3, 64, 64));
                padded.set(new NDIndex(":, :, :32, :48"), image);
                NDArray mask = manager.zeros(new Shape(1, 64, 64));
                mask.set(new NDIndex(":, :32, :48"), 1);
                NDArray whole = manager.ones(new Shape(1, 32, 48));
                float[] alone = detr.forward(image).logits().toFloatArray();
                assertArrayEquals(alone, detr.forward(image, whole).logits().toFloatArray(), 1e-5f);
                // Convolutions look one cell into the padding, so the numbers are close, not equal.
                DetrPositions positions = DetrPositions.masked(mask, 8, 8, 16);
                DetrPositions small = DetrPositions.full(manager, 4, 6, 16);
                assertArrayEquals(small.embedding().reshape(4, 6, 16).toFloatArray(),
                        positions.embedding().reshape(8, 8, 16).get(":4, :6").toFloatArray(), 1e-6f);
                assertEquals(24, positions.mask().eq(0).sum().getLong());
                assertEquals(new Shape(1, 5, 3), detr.forward(padded, mask).logits().getShape());
            }
        }
    }

    @Test
    void groupsOfQueriesDoNotSeeEachOther() {
        try (NDManager manager = Torch.newManager(); Detr detr = detr(manager, "basic")) {
            String table = "model.query_position_embeddings.weight";
            Map<String, NDArray> arrays = new LinkedHashMap<>(detr.weights().toMap());
            NDArray first = arrays.get(table);
            arrays.put(table, first.concat(manager.randomNormal(first.getShape()), 0));
            Detr doubled = new Detr(detr.config(), Weights.of(manager, arrays, "test"));
            NDArray image = manager.randomNormal(new Shape(2, 3, 32, 32));
            Detr.Memory memory = doubled.encode(doubled.project(image, BatchNormalization.FROZEN), null);
            List<NDArray> alone = doubled.decode(memory, 1);
            List<NDArray> both = doubled.decode(memory, 2);
            assertEquals(new Shape(2, 10, 16), both.get(1).getShape());
            assertArrayEquals(alone.get(1).toFloatArray(), both.get(1).get(":, :5").toFloatArray(), 1e-5f);
        }
    }

    @Test
    void forwardLeavesNothingBehind() {
        try (NDManager manager = Torch.newManager(); Detr detr = detr(manager, "bottleneck")) {
            int before = -1;
            for (int i = 0; i < 100; i++) {
                try (NDManager inner = manager.newSubManager()) {
                    NDArray pixels = inner.randomNormal(new Shape(1, 3, 32, 32));
                    detr.forward(pixels, inner.ones(new Shape(1, 32, 32)));
                    detr.forward(pixels);
                }
                int now = detr.weights().manager().getManagedArrays().size() + manager.getManagedArrays().size();
                assertTrue(before < 0 || now == before, "arrays grew from " + before + " to " + now);
                before = now;
            }
        }
    }

    @Test
    void missingTensorsAreNamed() {
        try (NDManager manager = Torch.newManager(); Detr detr = detr(manager, "basic")) {
            Map<String, NDArray> arrays = new LinkedHashMap<>(detr.weights().toMap());
            arrays.remove("class_labels_classifier.bias");
            WeightsException e = assertThrows(WeightsException.class,
                    () -> Detr.from(detr.config(), Weights.of(manager, arrays, "broken.safetensors")));
            assertTrue(e.getMessage().contains("broken.safetensors"), e.getMessage());
            assertTrue(e.getMessage().contains("class_labels_classifier.bias"), e.getMessage());
        }
    }

    @Test
    void configurationsThatCannotWorkAreRefused() {
        refused(SMALL.formatted("convolutional"), "layer_type");
        refused(SMALL.formatted("basic").replace("\"d_model\": 16", "\"d_model\": 18"), "d_model");
        refused(SMALL.formatted("basic").replace("\"encoder_attention_heads\": 2", "\"encoder_attention_heads\": 3"),
                "3 attention heads");
        refused(SMALL.formatted("basic").replace("\"1\": \"dog\"", "\"7\": \"dog\""), "id2label");
        refused(SMALL.formatted("basic").replace("[1, 1]", "[1, 1, 1]"), "depths");
        refused("{\"model_type\": \"yolos\"}", "yolos");
        refused("{\"backbone\": \"swin\", \"id2label\": {\"0\": \"cat\"}}", "swin");
        refused("{\"dilation\": true, \"id2label\": {\"0\": \"cat\"}}", "dilation");
    }

    private static void refused(String json, String named) {
        ModelException e = assertThrows(ModelException.class, () -> config(json));
        assertTrue(e.getMessage().contains("config.json") && e.getMessage().contains(named), e.getMessage());
    }

    /** The transformers library does not write labels where there are two. */
    @Test
    void withoutLabelsThereAreTwo() {
        assertEquals(List.of("LABEL_0", "LABEL_1"), config("{\"backbone\": \"resnet18\"}").labels());
    }

    @Test
    void namedBackbonesHaveTheirPublishedShapes() {
        DetrConfig config = config("{\"backbone\": \"resnet101\", \"num_labels\": 91}");
        assertEquals(23, config.backbone().depths().get(2));
        assertEquals(92, config.classes());
        assertEquals(new Shape(2048, 1024, 1, 1), Detr.parameters(config).get(
                "model.backbone.conv_encoder.model.encoder.stages.3.layers.0.shortcut.convolution.weight"));
    }
}
