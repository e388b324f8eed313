package syntic.model.diffusion;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import syntic.model.ConfigFile;
import syntic.model.ModelException;

/** Refuses, before gigabytes are read, folders that hold another generator than Stable Diffusion v1. */
final class DiffusionFolder {
    private static final String INDEX = "model_index.json";
    /** Pipelines that have what is not here. */
    private static final Map<String, String> OTHERS = Map.of(
            "StableDiffusionXLPipeline", "Stable Diffusion XL, which has two text encoders and a denoiser told sizes",
            "StableDiffusionXLImg2ImgPipeline", "the refiner of Stable Diffusion XL",
            "StableDiffusion3Pipeline", "Stable Diffusion 3, which has a diffusion transformer and three text encoders",
            "FluxPipeline", "FLUX, which has a diffusion transformer and two text encoders",
            "PixArtAlphaPipeline", "PixArt, which has a diffusion transformer and a T5 as its text encoder",
            "AltDiffusionPipeline", "AltDiffusion, whose text encoder is an XLM-RoBERTa",
            "KandinskyPipeline", "Kandinsky, which has a prior and another autoencoder",
            "IFPipeline", "DeepFloyd IF, which works on pixels");

    private DiffusionFolder() {}

    static void require(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(folder + ": no such folder; give the folder of a Stable Diffusion pipeline");
        }
        Path index = folder.resolve(INDEX);
        if (Files.exists(index)) {
            ConfigFile file = ConfigFile.read(index);
            String known = OTHERS.get(file.text("_class_name", ""));
            if (known != null) {
                throw file.refuse("_class_name", "is '" + file.text("_class_name") + "': this is " + known + "; "
                        + UNet2DConditionConfig.READ);
            }
        }
        if (!Files.isDirectory(folder.resolve("unet"))) {
            throw new ModelException(folder + ": holds no unet" + single(folder) + "; "
                    + UNet2DConditionConfig.READ);
        }
        UNet2DConditionConfig.from(ConfigFile.read(folder.resolve("unet/config.json")));
    }

    private static String single(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{safetensors,ckpt}")) {
            for (Path file : files) {
                return " (" + file.getFileName() + " holds a whole pipeline in one file; take the layout of diffusers "
                        + "of the same model, with the folders text_encoder, tokenizer, unet, vae and scheduler)";
            }
            return "";
        } catch (IOException e) {
            throw new ModelException(folder + ": cannot be listed: " + e, e);
        }
    }
}
