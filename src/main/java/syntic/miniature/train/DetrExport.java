package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.io.AtomicFile;
import syntic.miniature.world.Scene;
import syntic.model.ConfigFile;
import syntic.model.ImagePreprocessor;
import syntic.model.ModelFolder;
import syntic.model.detr.Detr;
import syntic.model.detr.DetrConfig;
import syntic.model.detr.ResNetConfig;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;

/** Writes a trained detector as an ordinary Hugging Face folder: what only training needs is left out. */
final class DetrExport {
    static final String QUERIES = "model.query_position_embeddings.weight";
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();
    /** What the detector is trained on and is shipped with: pictures of the world's size, normalised as ImageNet. */
    static final ImagePreprocessor PREPROCESSOR = ImagePreprocessor.from(
            ConfigFile.parse("the miniature detector's preprocessor_config.json", preprocessor().toString()));

    private DetrExport() {}

    /** The detector alone, with the queries of the first group, in a manager below {@code parent}. */
    static Detr detector(NDManager parent, DetrConfig config, Weights trained) {
        Map<String, NDArray> kept = new LinkedHashMap<>();
        try (Weights copy = trained.copy(parent)) {
            for (String name : Detr.parameters(config).keySet()) {
                NDArray array = copy.get(name);
                kept.put(name, name.equals(QUERIES) ? array.get(":" + config.queries()).duplicate() : array);
            }
            return Detr.from(config, Weights.of(parent, kept, "trained detector"));
        }
    }

    static void write(Path folder, Detr detr) {
        AtomicFile.write(folder.resolve("config.json"), JSON.toJson(config(detr.config())) + "\n");
        AtomicFile.write(folder.resolve("preprocessor_config.json"), JSON.toJson(preprocessor()) + "\n");
        SafetensorsWriter.write(folder.resolve("model.safetensors"), detr.weights().toMap(), ElementType.F16,
                Map.of("format", "pt"));
        ModelFolder.seal(folder);
    }

    private static JsonObject config(DetrConfig config) {
        JsonObject json = new JsonObject();
        json.add("architectures", JSON.toJsonTree(List.of("DetrForObjectDetection")));
        json.addProperty("model_type", "detr");
        json.addProperty("use_timm_backbone", false);
        json.addProperty("use_pretrained_backbone", false);
        json.add("backbone_config", backbone(config.backbone()));
        json.addProperty("num_channels", config.backbone().channels());
        json.addProperty("d_model", config.width());
        stack(json, "encoder", config.encoder());
        stack(json, "decoder", config.decoder());
        json.addProperty("activation_function", "relu");
        json.addProperty("dilation", false);
        json.addProperty("position_embedding_type", "sine");
        json.addProperty("num_queries", config.queries());
        JsonObject byId = new JsonObject();
        JsonObject byLabel = new JsonObject();
        for (int id = 0; id < config.labels().size(); id++) {
            byId.addProperty(Integer.toString(id), config.labels().get(id));
            byLabel.addProperty(config.labels().get(id), id);
        }
        json.add("id2label", byId);
        json.add("label2id", byLabel);
        return json;
    }

    private static void stack(JsonObject json, String name, DetrConfig.Stack stack) {
        json.addProperty(name + "_layers", stack.layers());
        json.addProperty(name + "_attention_heads", stack.heads());
        json.addProperty(name + "_ffn_dim", stack.feedForward());
    }

    private static JsonObject backbone(ResNetConfig config) {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", "resnet");
        json.addProperty("num_channels", config.channels());
        json.addProperty("embedding_size", config.stem());
        json.add("hidden_sizes", JSON.toJsonTree(config.widths()));
        json.add("depths", JSON.toJsonTree(config.depths()));
        json.addProperty("layer_type", config.block() == ResNetConfig.Block.BASIC ? "basic" : "bottleneck");
        json.addProperty("hidden_act", "relu");
        json.addProperty("downsample_in_first_stage", config.halveFirstStage());
        json.addProperty("downsample_in_bottleneck", config.strideFirst());
        json.add("out_features", JSON.toJsonTree(List.of("stage" + config.widths().size())));
        return json;
    }

    private static JsonObject preprocessor() {
        JsonObject json = new JsonObject();
        json.addProperty("image_processor_type", "DetrImageProcessor");
        json.addProperty("format", "coco_detection");
        json.addProperty("do_resize", true);
        JsonObject size = new JsonObject();
        size.addProperty("shortest_edge", Scene.SIZE);
        size.addProperty("longest_edge", Scene.SIZE);
        json.add("size", size);
        json.addProperty("resample", 2);
        json.addProperty("do_rescale", true);
        json.addProperty("rescale_factor", 1 / 255.0);
        json.addProperty("do_normalize", true);
        json.add("image_mean", JSON.toJsonTree(List.of(0.485, 0.456, 0.406)));
        json.add("image_std", JSON.toJsonTree(List.of(0.229, 0.224, 0.225)));
        json.addProperty("do_pad", true);
        return json;
    }
}
