package syntic.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import syntic.model.capdec.TransformerMapperConfig;
import syntic.model.clip.ClipConfig;
import syntic.model.detr.Detr;
import syntic.model.detr.DetrConfig;
import syntic.model.diffusion.AutoencoderKL;
import syntic.model.diffusion.AutoencoderKlConfig;
import syntic.model.diffusion.Scheduler;
import syntic.model.diffusion.UNet2DConditionConfig;
import syntic.model.diffusion.UNet2DConditionModel;
import syntic.model.gpt.GptConfig;
import syntic.model.t5.T5Config;

/** Good configurations of every model and scheduler, and who reads them. */
public final class ConfigTargets {
    public static final String TOKENIZER = """
            {"added_tokens": [{"id": 3, "content": "<|startoftext|>"}, {"id": 4, "content": "<|endoftext|>"}],
             "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"},
               {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "}, {"type": "Lowercase"}]},
             "pre_tokenizer": {"pretokenizers": [{"pattern": {"Regex":
               "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}}]},
             "model": {"type": "BPE", "end_of_word_suffix": "</w>", "vocab": {"a": 0, "b": 1, "ab</w>": 2},
             "merges": ["a b</w>", ["a", "b"]]}}""";
    private static final String UNET = """
            {"sample_size": 8, "in_channels": 4, "out_channels": 4, "block_out_channels": [8, 16],
             "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"], "layers_per_block": 1,
             "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"], "attention_head_dim": 2, "norm_num_groups": 4,
             "cross_attention_dim": 8, "norm_eps": 1e-5, "act_fn": "silu", "flip_sin_to_cos": true, "freq_shift": 0}""";
    private static final String VAE = """
            {"sample_size": 8, "in_channels": 3, "out_channels": 3, "latent_channels": 4, "norm_num_groups": 4,
             "block_out_channels": [8, 16], "layers_per_block": 1, "scaling_factor": 0.18,
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"]}""";
    private static final String CLIP = """
            {"projection_dim": 8, "text_config": {"vocab_size": 20, "hidden_size": 8, "num_hidden_layers": 1,
             "num_attention_heads": 2, "intermediate_size": 16, "max_position_embeddings": 7, "hidden_act": "gelu"},
             "vision_config": {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
             "intermediate_size": 16, "image_size": 8, "patch_size": 4, "num_channels": 3}}""";
    private static final String DETR = """
            {"d_model": 8, "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": 8,
             "decoder_layers": 1, "decoder_attention_heads": 2, "decoder_ffn_dim": 8, "num_queries": 3,
             "id2label": {"0": "cat", "1": "dog"}, "backbone_config": {"model_type": "resnet", "num_channels": 3,
             "embedding_size": 4, "hidden_sizes": [4, 8], "depths": [1, 1], "layer_type": "basic"}}""";
    private static final String GPT = """
            {"model_type": "gpt2", "vocab_size": 20, "n_positions": 9, "n_embd": 8, "n_layer": 1, "n_head": 2,
             "n_inner": 16, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-5}""";
    private static final String T5 = """
            {"model_type": "t5", "vocab_size": 20, "d_model": 8, "d_kv": 4, "d_ff": 16, "num_layers": 1,
             "num_heads": 2, "feed_forward_proj": "gated-gelu", "relative_attention_num_buckets": 32,
             "relative_attention_max_distance": 128, "tie_word_embeddings": false, "eos_token_id": 1}""";
    private static final String MAPPER = """
            {"dim_clip": 8, "dim_embedding": 8, "prefix_length": 2, "clip_length": 2, "num_layers": 1, "num_heads": 2,
             "mlp_ratio": 2, "activation": "relu"}""";
    private static final String PREPROCESSOR = """
            {"do_resize": true, "size": {"shortest_edge": 8}, "resample": 3, "do_center_crop": true,
             "crop_size": {"height": 8, "width": 8}, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}""";
    private static final String SCHEDULER = """
            {"_class_name": "%s", "beta_start": 0.001, "beta_end": 0.01, "beta_schedule": "scaled_linear",
             "num_train_timesteps": 100, "steps_offset": 1, "skip_prk_steps": true, "set_alpha_to_one": false,
             "timestep_spacing": "leading", "prediction_type": "epsilon", "clip_sample": false, "solver_order": 2}""";

    private ConfigTargets() {}

    /** @param reading throws a {@link ModelException} where it refuses */
    public record Target(String good, Consumer<ConfigFile> reading) {}

    /** By the name of what the configuration is of. */
    public static Map<String, Target> all() {
        Map<String, Target> targets = new TreeMap<>(Map.of(
                "CLIP", new Target(CLIP, file -> ClipConfig.parameters(ClipConfig.from(file))),
                "DETR", new Target(DETR, file -> Detr.parameters(DetrConfig.from(file))),
                "GPT-2", new Target(GPT, file -> GptConfig.parameters(GptConfig.from(file))),
                "T5", new Target(T5, file -> T5Config.parameters(T5Config.from(file))),
                "mapper", new Target(MAPPER,
                        file -> TransformerMapperConfig.parameters(TransformerMapperConfig.from(file))),
                "UNet", new Target(UNET, file -> UNet2DConditionModel.parameters(UNet2DConditionConfig.from(file))),
                "VAE", new Target(VAE, file -> AutoencoderKL.parameters(AutoencoderKlConfig.from(file))),
                "preprocessor", new Target(PREPROCESSOR, ImagePreprocessor::from)));
        for (String scheduler : new String[] {"PNDMScheduler", "DDIMScheduler", "EulerDiscreteScheduler",
            "DPMSolverMultistepScheduler", "UniPCMultistepScheduler", "LCMScheduler", "TCDScheduler"}) {
            targets.put(scheduler, new Target(SCHEDULER.formatted(scheduler), Scheduler::from));
        }
        return targets;
    }
}
