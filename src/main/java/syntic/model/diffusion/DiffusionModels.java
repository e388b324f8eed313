package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.clip.ClipText;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.nn.Operators;
import syntic.nn.Ownership;
import syntic.nn.Weights;

/**
 * The networks of a Stable Diffusion folder, and what they say to each other: sentences become token states, images
 * become latents and latents images.
 *
 * @param weights all that was opened, to be closed with it
 * @param unusual what LoRA changed of the weights, under {@code lora}
 * @param scheduler {@code scheduler_config.json}
 */
record DiffusionModels(List<Weights> weights, ClipTokenizer tokenizer, ClipText text, UNet2DConditionModel unet,
        AutoencoderKL vae, Map<String, String> unusual, ConfigFile scheduler) implements AutoCloseable {

    static DiffusionModels from(Compute compute, Path folder) {
        DiffusionFolder.require(folder);
        ModelFolder.requireWhole(folder);
        List<Weights> weights = new ArrayList<>();
        return Ownership.handOver(() -> weights.forEach(Weights::close), all -> open(compute, folder, weights));
    }

    private static DiffusionModels open(Compute compute, Path folder, List<Weights> weights) {
        ClipTokenizer tokenizer = ClipTokenizer.from(folder.resolve("tokenizer"));
        ClipText text = ClipText.from(compute, folder.resolve("text_encoder"));
        weights.add(text.weights());
        UNet2DConditionModel unet = UNet2DConditionModel.from(compute, folder.resolve("unet"));
        weights.add(unet.weights());
        Map<String, String> unusual = new TreeMap<>();
        Path changes = folder.resolve(Lora.FOLDER);
        if (Files.isDirectory(changes)) {
            try (Lora lora = Lora.from(compute, changes)) {
                unusual.put("lora", lora.named());
                text = new ClipText(text.config(), lora.merge("text_encoder", text.weights()));
                unet = new UNet2DConditionModel(unet.config(), lora.merge("unet", unet.weights()));
            }
        }
        AutoencoderKL vae = AutoencoderKL.from(compute, folder.resolve("vae"));
        weights.add(vae.weights());
        if (unet.config().textWidth() != text.config().width()) {
            throw new ModelException(folder + ": the denoiser expects token states of width "
                    + unet.config().textWidth() + ", the text encoder makes " + text.config().width());
        }
        if (unet.config().inChannels() != vae.config().latentChannels()) {
            throw new ModelException(folder + ": the denoiser works on " + unet.config().inChannels()
                    + " channels, the autoencoder has " + vae.config().latentChannels());
        }
        return new DiffusionModels(weights, tokenizer, text, unet, vae, Collections.unmodifiableMap(unusual),
                Scheduler.file(folder.resolve("scheduler")));
    }

    /** Width and height of the images in pixels. */
    int size() {
        return side() * vae.config().pixelsPerLatent();
    }

    /** Width and height of the latents. */
    int side() {
        return unet.config().sampleSize();
    }

    /** Token states [sentences, tokens, width]. */
    NDArray states(NDManager manager, List<String> sentences) {
        return text.lastHiddenState(tokenizer.encode(manager, sentences, text.config().positions()), null);
    }

    /** Scaled latents [images, channels, h, w] of images of this size. */
    NDArray latents(NDManager manager, List<RgbImage> images) {
        NDArray pixels = Operators.plus(Operators.scale(Pixels.toArray(manager, images), 2), -1);
        return Operators.scale(vae.encode(pixels).mean(), vae.config().scalingFactor());
    }

    /** Images of scaled latents [images, channels, h, w]. */
    List<RgbImage> images(NDArray latents) {
        return Pixels.toImages(vae.toImages(latents));
    }

    /** The noise of a prompt's draw 0, 1, …, of the latents' shape [prompts, channels, h, w]. */
    NDArray noise(NDManager manager, List<TextToImage.Prompt> prompts, long seed, int draw) {
        int size = unet.config().inChannels() * side() * side();
        float[] values = new float[prompts.size() * size];
        for (int row = 0; row < prompts.size(); row++) {
            System.arraycopy(InitialNoise.of(seed, prompts.get(row).id(), draw, size), 0, values, row * size, size);
        }
        return manager.create(values, new Shape(prompts.size(), unet.config().inChannels(), side(), side()));
    }

    @Override
    public void close() {
        weights.forEach(Weights::close);
    }
}
