package syntic.miniature.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.io.AtomicFile;
import syntic.model.ConfigFile;
import syntic.model.ModelFolder;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.ClipTextConfig;
import syntic.model.diffusion.AutoencoderKlConfig;
import syntic.model.diffusion.NoiseSchedule;
import syntic.model.diffusion.UNet2DConditionConfig;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;

/** Writes a trained model as an ordinary Stable Diffusion folder. */
final class TextToImageExport {
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final String CLASS = "_class_name";

    private TextToImageExport() {}

    /** The noise that the denoiser is trained with and sampled with. */
    static NoiseSchedule noise() {
        return NoiseSchedule.from(ConfigFile.parse("the miniature model's scheduler_config.json",
                JSON.toJson(scheduler())));
    }

    /** Everything; {@code trained} is below the names of {@link DenoiserTraining}. */
    static void write(Path folder, BpeTrainer.Vocabulary vocabulary, AutoencoderKlConfig vaeConfig, Weights vae,
            Weights trained) {
        ClipTextConfig text = TextPretraining.config(vocabulary.tokenizer());
        json(folder.resolve("model_index.json"), index());
        json(folder.resolve("scheduler/scheduler_config.json"), scheduler());
        json(folder.resolve("text_encoder/config.json"), text(text));
        json(folder.resolve("unet/config.json"), unet(DenoiserTraining.CONFIG));
        json(folder.resolve("vae/config.json"), vae(vaeConfig));
        vocabulary.write(folder.resolve("tokenizer"));
        weights(folder.resolve("text_encoder/model.safetensors"), trained.at(DenoiserTraining.TEXT));
        weights(folder.resolve("unet/diffusion_pytorch_model.safetensors"), trained.at(DenoiserTraining.UNET));
        weights(folder.resolve("vae/diffusion_pytorch_model.safetensors"), vae);
        ModelFolder.seal(folder);
    }

    private static void weights(Path file, Weights weights) {
        SafetensorsWriter.write(file, weights.toMap(), ElementType.F16, Map.of("format", "pt"));
    }

    private static void json(Path file, Map<String, Object> content) {
        AtomicFile.write(file, JSON.toJson(content) + "\n");
    }

    private static Map<String, Object> index() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(CLASS, "StableDiffusionPipeline");
        json.put("scheduler", List.of("diffusers", "DPMSolverMultistepScheduler"));
        json.put("text_encoder", List.of("transformers", "CLIPTextModel"));
        json.put("tokenizer", List.of("transformers", "CLIPTokenizer"));
        json.put("unet", List.of("diffusers", "UNet2DConditionModel"));
        json.put("vae", List.of("diffusers", "AutoencoderKL"));
        return json;
    }

    private static Map<String, Object> scheduler() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(CLASS, "DPMSolverMultistepScheduler");
        json.put("algorithm_type", "dpmsolver++");
        json.put("beta_start", 0.00085);
        json.put("beta_end", 0.012);
        json.put("beta_schedule", "scaled_linear");
        json.put("clip_sample", false);
        json.put("num_train_timesteps", 1000);
        json.put("prediction_type", "v_prediction");
        json.put("solver_order", 2);
        json.put("solver_type", "midpoint");
        json.put("timestep_spacing", "trailing");
        return json;
    }

    private static Map<String, Object> text(ClipTextConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of("CLIPTextModel"));
        json.put("model_type", "clip_text_model");
        json.put("vocab_size", config.vocabulary());
        json.put("hidden_size", config.width());
        json.put("intermediate_size", config.inner());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("max_position_embeddings", config.positions());
        json.put("hidden_act", "quick_gelu");
        json.put("layer_norm_eps", config.eps());
        json.put("bos_token_id", config.endId() - 1);
        json.put("eos_token_id", config.endId());
        json.put("pad_token_id", config.endId());
        return json;
    }

    private static Map<String, Object> unet(UNet2DConditionConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(CLASS, "UNet2DConditionModel");
        json.put("sample_size", config.sampleSize());
        json.put("in_channels", config.inChannels());
        json.put("out_channels", config.outChannels());
        json.put("block_out_channels", config.blockOutChannels());
        json.put("down_block_types", config.downAttends().stream()
                .map(attends -> attends ? "CrossAttnDownBlock2D" : "DownBlock2D").toList());
        json.put("up_block_types", config.upAttends().stream()
                .map(attends -> attends ? "CrossAttnUpBlock2D" : "UpBlock2D").toList());
        json.put("layers_per_block", config.layersPerBlock());
        json.put("attention_head_dim", config.heads().get(0));
        json.put("cross_attention_dim", config.textWidth());
        json.put("norm_num_groups", config.normGroups());
        json.put("norm_eps", config.normEps());
        json.put("act_fn", "silu");
        json.put("flip_sin_to_cos", config.flipSinToCos());
        json.put("freq_shift", config.freqShift());
        return json;
    }

    private static Map<String, Object> vae(AutoencoderKlConfig config) {
        int levels = config.levels();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(CLASS, "AutoencoderKL");
        json.put("sample_size", config.sampleSize());
        json.put("in_channels", config.inChannels());
        json.put("out_channels", config.outChannels());
        json.put("latent_channels", config.latentChannels());
        json.put("block_out_channels", config.blockOutChannels());
        json.put("down_block_types", Collections.nCopies(levels, "DownEncoderBlock2D"));
        json.put("up_block_types", Collections.nCopies(levels, "UpDecoderBlock2D"));
        json.put("layers_per_block", config.layersPerBlock());
        json.put("norm_num_groups", config.normGroups());
        json.put("act_fn", "silu");
        json.put("scaling_factor", config.scalingFactor());
        return json;
    }
}
