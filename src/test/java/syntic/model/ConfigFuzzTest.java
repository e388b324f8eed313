package syntic.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntic.Fuzz;
import syntic.model.capdec.TransformerMapperConfig;
import syntic.model.clip.ClipConfig;
import syntic.model.clip.ClipTokenizer;
import syntic.model.detr.Detr;
import syntic.model.detr.DetrConfig;
import syntic.model.diffusion.AutoencoderKL;
import syntic.model.diffusion.AutoencoderKlConfig;
import syntic.model.diffusion.Scheduler;
import syntic.model.diffusion.UNet2DConditionConfig;
import syntic.model.diffusion.UNet2DConditionModel;
import syntic.model.gpt.GptConfig;
import syntic.model.t5.T5Config;

/** Broken configurations are refused with a typed error, or read in bounded memory; nothing else happens. */
class ConfigFuzzTest {
    private static final String TOKENIZER = """
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

    private record Target(String good, Consumer<ConfigFile> reading) {}

    private static Map<String, Target> targets() {
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

    @TestFactory
    Stream<DynamicTest> mutatedConfigurationsGiveOnlyTypedErrors() {
        return targets().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            Target target = entry.getValue();
            target.reading().accept(ConfigFile.parse("config.json", target.good()));
            int inputs = Fuzz.inputs(1000);
            int refused = Fuzz.run(entry.getKey(), target.good().getBytes(StandardCharsets.ISO_8859_1), inputs,
                    Set.of(ModelException.class), input -> target.reading().accept(ConfigFile.parse("config.json",
                            new String(input, StandardCharsets.ISO_8859_1))));
            assertTrue(refused > inputs / 4, "only " + refused + " of " + inputs + " were refused");
        }));
    }

    @Test
    void mutatedTokenizersGiveOnlyTypedErrors(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, TOKENIZER);
        ClipTokenizer.from(folder);
        Fuzz.run("tokenizer", TOKENIZER.getBytes(StandardCharsets.ISO_8859_1), Fuzz.inputs(1000),
                Set.of(ModelException.class), input -> {
                    Files.write(file, input);
                    ClipTokenizer.from(folder);
                });
    }

    /** They would change what is computed, and nothing else would show it. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"UNet, resnet_time_scale_shift, `\"scale_shift\"`, `\"default\"`",
        "UNet, time_embedding_type, `\"fourier\"`, `\"positional\"`", "UNet, use_linear_projection, true, false",
        "UNet, mid_block_scale_factor, 1.4, 1.0", "UNet, class_embed_type, `\"timestep\"`, null",
        "VAE, shift_factor, 0.1159, null", "VAE, latents_mean, `[0.1]`, null",
        "GPT-2, scale_attn_by_inverse_layer_idx, true, false", "GPT-2, tie_word_embeddings, false, true",
        "preprocessor, image_processor_type, `\"SiglipImageProcessor\"`, `\"CLIPImageProcessor\"`"})
    void variantsThatAreNotSupportedAreRefused(String name, String key, String value, String idle) {
        Target target = targets().get(name);
        String all = target.good().replaceFirst("\\{", "{\"" + key + "\": %s, ");
        target.reading().accept(ConfigFile.parse("config.json", all.formatted(idle)));
        ModelException e = assertThrows(ModelException.class,
                () -> target.reading().accept(ConfigFile.parse("config.json", all.formatted(value))));
        assertTrue(e.getMessage().startsWith("config.json: '" + key + "' is "), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"CLIP, `\"num_attention_heads\": 2`, num_attention_heads, 0",
        "CLIP, `\"num_hidden_layers\": 1`, num_hidden_layers, 5000", "GPT-2, `\"n_head\": 2`, n_head, 0",
        "GPT-2, `\"n_layer\": 1`, n_layer, 16777216", "T5, `\"num_heads\": 2`, num_heads, 0",
        "T5, `\"num_layers\": 1`, num_layers, 100000", "DETR, `\"encoder_layers\": 1`, encoder_layers, 2000",
        "DETR, `\"decoder_attention_heads\": 2`, decoder_attention_heads, 0",
        "UNet, `\"attention_head_dim\": 2`, attention_head_dim, 0",
        "UNet, `\"layers_per_block\": 1`, layers_per_block, 1000"})
    void zeroHeadsAndHugeLayerCountsAreNamed(String name, String found, String key, String value) {
        Target target = targets().get(name);
        String broken = target.good().replace(found, "\"" + key + "\": " + value);
        ModelException e = assertThrows(ModelException.class,
                () -> target.reading().accept(ConfigFile.parse("config.json", broken)));
        assertTrue(e.getMessage().contains("'" + key + "'") && e.getMessage().contains(value), e.getMessage());
    }
}
