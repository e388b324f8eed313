package syntic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import syntic.ReferenceWeights;
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

/** Folders of the full-size architectures with generated weights: what benchmarks run when nothing is downloaded. */
public enum GeneratedModels {
    /** CLIP ViT-B/32, whose values are the defaults of its configuration. 0.6 GB. */
    CLIP("{\"text_config\": {\"eos_token_id\": 2}, \"vision_config\": {}}",
            file -> ClipConfig.parameters(ClipConfig.from(file))),
    /** The text encoder of Stable Diffusion v1-5. 0.5 GB. */
    TEXT("""
            {"model_type": "clip_text_model", "architectures": ["CLIPTextModel"], "hidden_size": 768,
             "intermediate_size": 3072, "num_attention_heads": 12, "num_hidden_layers": 12, "eos_token_id": 2}
            """, file -> ClipTextConfig.parameters(ClipTextConfig.from(file))),
    /** The denoiser of Stable Diffusion v1-5. 3.4 GB. */
    UNET("""
            {"block_out_channels": [320, 640, 1280, 1280], "cross_attention_dim": 768, "attention_head_dim": 8,
             "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
                "DownBlock2D"],
             "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}
            """, file -> UNet2DConditionModel.parameters(UNet2DConditionConfig.from(file))),
    /** The autoencoder of Stable Diffusion v1-5. 0.3 GB. */
    VAE("""
            {"block_out_channels": [128, 256, 512, 512], "layers_per_block": 2,
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D",
                                  "DownEncoderBlock2D"],
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]}
            """, file -> AutoencoderKL.parameters(AutoencoderKlConfig.from(file))),
    /** DETR with ResNet-50. 0.2 GB. */
    DETR("""
            {"backbone": "resnet50", "num_labels": 91, "d_model": 256, "num_queries": 100,
             "encoder_layers": 6, "encoder_attention_heads": 8, "encoder_ffn_dim": 2048,
             "decoder_layers": 6, "decoder_attention_heads": 8, "decoder_ffn_dim": 2048}
            """, file -> Detr.parameters(DetrConfig.from(file)));

    private final String config;
    private final Function<ConfigFile, Map<String, Shape>> parameters;

    GeneratedModels(String config, Function<ConfigFile, Map<String, Shape>> parameters) {
        this.config = config;
        this.parameters = parameters;
    }

    /** The model's folder below {@code root}; made now if it is not there. */
    public Path folder(Path root) {
        Path folder = root.resolve(name().toLowerCase());
        Path weights = folder.resolve("model.safetensors");
        if (!Files.exists(weights)) {
            try {
                Files.createDirectories(folder);
                Files.writeString(folder.resolve("config.json"), config);
            } catch (IOException e) {
                throw new UncheckedIOException(folder + " cannot be made", e);
            }
            Map<String, Shape> shapes = parameters.apply(ConfigFile.read(folder.resolve("config.json")));
            try (NDManager manager = Torch.newManager()) {
                Map<String, NDArray> arrays = new LinkedHashMap<>();
                shapes.forEach((name, shape) -> {
                    float[] values = ReferenceWeights.values("benchmark/" + name(), name, shape, Map.of());
                    // The copy lives outside Java's own buffers, whose room is limited.
                    try (NDArray buffer = manager.create(values, shape)) {
                        arrays.put(name, buffer.duplicate());
                    }
                });
                SafetensorsWriter.write(weights, arrays, ElementType.F32, Map.of());
            }
        }
        return folder;
    }
}
