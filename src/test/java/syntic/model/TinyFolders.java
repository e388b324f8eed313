package syntic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.ReferenceWeights;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.ClipConfig;
import syntic.model.clip.ClipTextConfig;
import syntic.model.detr.Detr;
import syntic.model.detr.DetrConfig;
import syntic.model.diffusion.AutoencoderKL;
import syntic.model.diffusion.AutoencoderKlConfig;
import syntic.model.diffusion.UNet2DConditionConfig;
import syntic.model.diffusion.UNet2DConditionModel;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;

/**
 * Folders laid out as the published models are, file for file and key for key, of tiny sizes and with generated
 * weights.
 */
public final class TinyFolders {
    private static final List<String> TEXTS = List.of("a photo of a dog", "two cats on a sofa", "a man rides a horse");
    private static final int ALL_WORDS = 49_408;
    private static final String TEXT_ENCODER = """
            {"_name_or_path": "openai/clip-vit-large-patch14", "architectures": ["CLIPTextModel"],
             "attention_dropout": 0.0, "bos_token_id": 0, "dropout": 0.0, "eos_token_id": 2, "hidden_act": "quick_gelu",
             "hidden_size": 32, "initializer_factor": 1.0, "initializer_range": 0.02, "intermediate_size": 64,
             "layer_norm_eps": 1e-05, "max_position_embeddings": 77, "model_type": "clip_text_model",
             "num_attention_heads": 4, "num_hidden_layers": 2, "pad_token_id": 1, "torch_dtype": "float32",
             "transformers_version": "4.22.0.dev0", "vocab_size": %d}""";
    private static final String UNET = """
            {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6.0", "act_fn": "silu",
             "attention_head_dim": 8, "block_out_channels": [32, 32, 32, 32], "center_input_sample": false,
             "cross_attention_dim": 32, "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
             "CrossAttnDownBlock2D", "DownBlock2D"], "downsample_padding": 1, "flip_sin_to_cos": true, "freq_shift": 0,
             "in_channels": 4, "layers_per_block": 2, "mid_block_scale_factor": 1, "norm_eps": 1e-05,
             "norm_num_groups": 32, "out_channels": 4, "sample_size": 8, "up_block_types": ["UpBlock2D",
             "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}""";
    private static final String VAE = """
            {"_class_name": "AutoencoderKL", "_diffusers_version": "0.6.0", "act_fn": "silu",
             "block_out_channels": [32, 32, 32, 32], "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D",
             "DownEncoderBlock2D", "DownEncoderBlock2D"], "in_channels": 3, "latent_channels": 4, "layers_per_block": 2,
             "norm_num_groups": 32, "out_channels": 3, "sample_size": 64, "up_block_types": ["UpDecoderBlock2D",
             "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]}""";
    private static final String SCHEDULER = """
            {"_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0", "beta_end": 0.012,
             "beta_schedule": "scaled_linear", "beta_start": 0.00085, "num_train_timesteps": 1000,
             "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null,
             "clip_sample": false}""";
    private static final String TURBO_SCHEDULER = """
            {"_class_name": "EulerDiscreteScheduler", "_diffusers_version": "0.24.0.dev0", "beta_end": 0.012,
             "beta_schedule": "scaled_linear", "beta_start": 0.00085, "clip_sample": false,
             "interpolation_type": "linear", "num_train_timesteps": 1000, "prediction_type": "epsilon",
             "sample_max_value": 1.0, "set_alpha_to_one": false, "sigma_max": null, "sigma_min": null,
             "skip_prk_steps": true, "steps_offset": 1, "timestep_spacing": "trailing", "timestep_type": "discrete",
             "trained_betas": null, "use_karras_sigmas": false}""";
    private static final String DETR = """
            {"activation_dropout": 0.0, "activation_function": "relu", "architectures": ["DetrForObjectDetection"],
             "attention_dropout": 0.0, "auxiliary_loss": false, "backbone_config": {"model_type": "resnet",
             "embedding_size": 8, "hidden_sizes": [8, 16], "depths": [1, 1], "layer_type": "basic",
             "out_features": ["stage2"]}, "use_timm_backbone": false, "d_model": 32, "decoder_attention_heads": 8,
             "decoder_ffn_dim": 64, "decoder_layers": 1, "encoder_attention_heads": 8, "encoder_ffn_dim": 64,
             "encoder_layers": 1, "dilation": false, "id2label": {"0": "N/A", "1": "person", "2": "dog"},
             "model_type": "detr", "num_queries": 10, "position_embedding_type": "sine"}""";

    private TinyFolders() {}

    /** CLIP ViT-B/16's layout: one width for both towers. */
    public static Path clipBase(Path folder) {
        return clip(folder, vocabulary(folder), 32, 16, 32);
    }

    /** The same with as many words as CLIP has, most of which stand in no merge. */
    public static Path clipBaseWithAllWords(Path folder) {
        return clip(folder, filled(folder, vocabulary(folder)), 32, 16, 32);
    }

    /** CLIP ViT-L/14's layout: the image tower is wider than the text tower, patches have 14 pixels. */
    public static Path clipLarge(Path folder) {
        return clip(folder, vocabulary(folder), 64, 14, 28);
    }

    private static Path clip(Path folder, int vocabulary, int visionWidth, int patch, int image) {
        write(folder.resolve("config.json"), """
                {"architectures": ["CLIPModel"], "initializer_factor": 1.0, "logit_scale_init_value": 2.6592,
                 "model_type": "clip", "projection_dim": 32, "text_config": {"attention_dropout": 0.0,
                 "bos_token_id": 0, "eos_token_id": 2, "hidden_act": "quick_gelu", "hidden_size": 32,
                 "intermediate_size": 64, "layer_norm_eps": 1e-05, "max_position_embeddings": 77,
                 "model_type": "clip_text_model", "num_attention_heads": 4, "num_hidden_layers": 2, "num_beams": 1,
                 "projection_dim": 32, "vocab_size": %d}, "text_config_dict": {"hidden_size": 32,
                 "num_attention_heads": 4, "num_hidden_layers": 2}, "torch_dtype": "float32",
                 "transformers_version": null, "vision_config": {"hidden_act": "quick_gelu", "hidden_size": %d,
                 "image_size": %d, "intermediate_size": 64, "layer_norm_eps": 1e-05, "model_type": "clip_vision_model",
                 "num_attention_heads": 4, "num_hidden_layers": 2, "patch_size": %d, "projection_dim": 32},
                 "vision_config_dict": null}""".formatted(vocabulary, visionWidth, image, patch));
        write(folder.resolve("preprocessor_config.json"), """
                {"crop_size": %1$d, "do_center_crop": true, "do_normalize": true, "do_resize": true,
                 "feature_extractor_type": "CLIPFeatureExtractor", "image_mean": [0.48145466, 0.4578275, 0.40821073],
                 "image_std": [0.26862954, 0.26130258, 0.27577711], "resample": 3, "size": %1$d}""".formatted(image));
        weights(folder.resolve("model.safetensors"),
                ClipConfig.parameters(ClipConfig.from(new ModelFolder(folder).config())),
                Map.of("text_model.embeddings.position_ids", 77,
                        "vision_model.embeddings.position_ids", image / patch * (image / patch) + 1));
        return folder;
    }

    /**
     * Stable Diffusion's layout.
     *
     * @param fiveOfVae whether the files are as in v1-5, with {@code scaling_factor}; else as in v1-4
     */
    public static Path stableDiffusion(Path folder, boolean fiveOfVae) {
        return pipeline(folder, TEXT_ENCODER, UNET, SCHEDULER, fiveOfVae);
    }

    /** The layout of Stable Diffusion Turbo, which is that of Stable Diffusion 2 with another scheduler. */
    public static Path turbo(Path folder) {
        write(folder.resolve("tokenizer/special_tokens_map.json"), """
                {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "!",
                 "unk_token": "<|endoftext|>"}""");
        return pipeline(folder, TEXT_ENCODER.replace("quick_gelu", "gelu"), UNET.replace("\"attention_head_dim\": 8",
                "\"attention_head_dim\": [2, 4, 8, 8], \"use_linear_projection\": true, \"upcast_attention\": null"),
                TURBO_SCHEDULER, true);
    }

    private static Path pipeline(Path folder, String textEncoder, String denoiser, String scheduler,
            boolean fiveOfVae) {
        write(folder.resolve("model_index.json"), """
                {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.6.0",
                 "feature_extractor": ["transformers", "CLIPImageProcessor"],
                 "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
                 "scheduler": ["diffusers", "PNDMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
                 "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"],
                 "vae": ["diffusers", "AutoencoderKL"]}""");
        int vocabulary = vocabulary(folder.resolve("tokenizer"));
        write(folder.resolve("scheduler/scheduler_config.json"), scheduler);
        Path text = folder.resolve("text_encoder");
        write(text.resolve("config.json"), textEncoder.formatted(vocabulary));
        weights(text.resolve("model.safetensors"), ClipTextConfig.parameters(ClipTextConfig.from(
                new ModelFolder(text).config())), Map.of("text_model.embeddings.position_ids", 77));
        Path unet = folder.resolve("unet");
        write(unet.resolve("config.json"), denoiser);
        weights(unet.resolve("diffusion_pytorch_model.safetensors"), UNet2DConditionModel.parameters(
                UNet2DConditionConfig.from(new ModelFolder(unet).config())), Map.of());
        Path vae = folder.resolve("vae");
        write(vae.resolve("config.json"), fiveOfVae ? VAE.replace("{\"_class", "{\"scaling_factor\": 0.18215, \"_class")
                : VAE);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        AutoencoderKL.parameters(AutoencoderKlConfig.from(new ModelFolder(vae).config())).forEach((name, shape) ->
                shapes.put(name.replace(".to_q.", ".query.").replace(".to_k.", ".key.").replace(".to_v.", ".value.")
                        .replace(".to_out.0.", ".proj_attn."), shape));
        weights(vae.resolve("diffusion_pytorch_model.safetensors"), shapes, Map.of());
        return folder;
    }

    /** DETR's layout, with a residual network of two stages. */
    public static Path detr(Path folder) {
        write(folder.resolve("config.json"), DETR);
        write(folder.resolve("preprocessor_config.json"), """
                {"do_normalize": true, "do_resize": true, "feature_extractor_type": "DetrFeatureExtractor",
                 "format": "coco_detection", "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225],
                 "max_size": 80, "size": 64}""");
        weights(folder.resolve("model.safetensors"), Detr.parameters(DetrConfig.from(new ModelFolder(folder).config())),
                Map.of());
        return folder;
    }

    private static int vocabulary(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BpeTrainer.Vocabulary vocabulary = BpeTrainer.train(TEXTS, 600, 1);
        vocabulary.write(folder);
        return vocabulary.tokenizer().size();
    }

    /** The last two words stay the last: the end of a text is where the highest id stands. */
    private static int filled(Path folder, int words) {
        try {
            Path file = folder.resolve("vocab.json");
            JsonObject vocabulary = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            int more = ALL_WORDS - words;
            for (String word : Set.copyOf(vocabulary.keySet())) {
                int id = vocabulary.get(word).getAsInt();
                vocabulary.addProperty(word, id < words - 2 ? id : id + more);
            }
            for (int i = 0; i < more; i++) {
                vocabulary.addProperty("word-" + i + "</w>", words - 2 + i);
            }
            Files.writeString(file, vocabulary.toString());
            return ALL_WORDS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param positions number of position ids, by the name of a tensor that older files hold besides the weights */
    private static void weights(Path file, Map<String, Shape> shapes, Map<String, Integer> positions) {
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            shapes.forEach((name, shape) -> arrays.put(name,
                    manager.create(ReferenceWeights.values("tiny", name, shape, Map.of()), shape)));
            positions.forEach((name, count) -> arrays.put(name,
                    manager.arange(count).toType(DataType.FLOAT32, true).reshape(1, count)));
            SafetensorsWriter.write(file, arrays, ElementType.F32, Map.of());
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
