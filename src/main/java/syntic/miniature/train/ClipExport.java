package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.io.AtomicFile;
import syntic.model.ModelFolder;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.ClipConfig;
import syntic.model.clip.ClipTextConfig;
import syntic.model.clip.ClipVisionConfig;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;

/** Writes a trained CLIP as an ordinary CLIPModel folder. */
final class ClipExport {
    static final String LOGIT_SCALE = "logit_scale";

    private ClipExport() {}

    static void write(Path folder, ClipConfig config, Weights weights, BpeTrainer.Vocabulary vocabulary, double scale) {
        Map<String, NDArray> arrays = new LinkedHashMap<>(weights.toMap());
        try (NDArray logarithm = weights.manager().create((float) Math.log(scale))) {
            arrays.put(LOGIT_SCALE, logarithm);
            SafetensorsWriter.write(folder.resolve("model.safetensors"), arrays, ElementType.F16,
                    Map.of("format", "pt"));
        }
        vocabulary.write(folder);
        AtomicFile.write(folder.resolve("config.json"), config(config, vocabulary));
        AtomicFile.write(folder.resolve("preprocessor_config.json"), preprocessor());
        ModelFolder.seal(folder);
    }

    /** CLIP's own normalisation, for images of the miniature's size. */
    static String preprocessor() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("image_processor_type", "CLIPImageProcessor");
        settings.put("do_resize", true);
        settings.put("size", Map.of("shortest_edge", ClipRecipe.IMAGE));
        settings.put("resample", 3);
        settings.put("do_center_crop", true);
        Map<String, Object> crop = new LinkedHashMap<>();
        crop.put("height", ClipRecipe.IMAGE);
        crop.put("width", ClipRecipe.IMAGE);
        settings.put("crop_size", crop);
        settings.put("do_rescale", true);
        settings.put("rescale_factor", 1 / 255.0);
        settings.put("do_normalize", true);
        settings.put("image_mean", List.of(0.48145466, 0.4578275, 0.40821073));
        settings.put("image_std", List.of(0.26862954, 0.26130258, 0.27577711));
        settings.put("do_convert_rgb", true);
        return json(settings);
    }

    private static String config(ClipConfig config, BpeTrainer.Vocabulary vocabulary) {
        ClipTextConfig text = config.text();
        Map<String, Object> texts = tower("clip_text_model", text.width(), text.inner(), text.layers(), text.heads(),
                config.projection());
        texts.put("vocab_size", text.vocabulary());
        texts.put("max_position_embeddings", text.positions());
        texts.put("bos_token_id", vocabulary.tokenizer().startId());
        texts.put("eos_token_id", text.endId());
        texts.put("pad_token_id", text.endId());
        ClipVisionConfig vision = config.vision();
        Map<String, Object> images = tower("clip_vision_model", vision.width(), vision.inner(), vision.layers(),
                vision.heads(), config.projection());
        images.put("image_size", vision.image());
        images.put("patch_size", vision.patch());
        images.put("num_channels", vision.channels());
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("architectures", List.of("CLIPModel"));
        settings.put("model_type", "clip");
        settings.put("projection_dim", config.projection());
        settings.put("torch_dtype", "float16");
        settings.put("text_config", texts);
        settings.put("vision_config", images);
        return json(settings);
    }

    private static Map<String, Object> tower(String type, int width, int inner, int layers, int heads, int projection) {
        Map<String, Object> tower = new LinkedHashMap<>();
        tower.put("model_type", type);
        tower.put("hidden_size", width);
        tower.put("intermediate_size", inner);
        tower.put("num_hidden_layers", layers);
        tower.put("num_attention_heads", heads);
        tower.put("projection_dim", projection);
        tower.put("hidden_act", "quick_gelu");
        tower.put("layer_norm_eps", 1e-5);
        return tower;
    }

    private static String json(Map<String, Object> settings) {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(settings) + "\n";
    }
}
