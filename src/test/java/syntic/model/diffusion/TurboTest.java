package syntic.model.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.ReferenceWeights;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.TinyFolders;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.nn.Operators;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.store.ProgressListener;

/**
 * What Stable Diffusion 2 and Turbo have and 1 has not, by what it must be the same as: one step without guidance, heads
 * of every resolution, linear layers around transformers, another token that fills up.
 */
class TurboTest {
    private static final List<TextToImage.Prompt> PROMPTS = List.of(new TextToImage.Prompt("1", "a photo of a dog"),
            new TextToImage.Prompt("2", "two cats on a sofa"), new TextToImage.Prompt("3", "a man rides a horse"));

    @TempDir
    private Path folder;

    private List<RgbImage> drawn(TextToImage model, int steps, double guidance) {
        return model.generate(PROMPTS, new TextToImage.Settings(7, steps, guidance), ProgressListener.SILENT);
    }

    @Test
    void onePictureIsOneCallOfTheDenoiserWithTheSentenceAlone() {
        try (TextToImage model = TextToImage.from(Compute.PLAIN, TinyFolders.turbo(folder));
                AutoencoderKL vae = AutoencoderKL.from(Compute.PLAIN, folder.resolve("vae"));
                NDManager manager = Torch.newManager()) {
            List<RgbImage> pictures = drawn(model, 1, 0);
            for (int i = 0; i < PROMPTS.size(); i++) {
                NDArray noise = manager.create(InitialNoise.of(7, PROMPTS.get(i).id(), 0, 4 * 8 * 8),
                        new Shape(1, 4, 8, 8));
                // Of the last training step, all of whose noise goes in one step: x - σ ε(x / sqrt(σ² + 1)), x = σ noise.
                double kept = 1;
                for (int t = 0; t < 1000; t++) {
                    double root = Math.sqrt(0.00085) + (Math.sqrt(0.012) - Math.sqrt(0.00085)) * t / 999;
                    kept *= 1 - root * root;
                }
                double sigma = Math.sqrt((1 - kept) / kept);
                NDArray sample = Operators.scale(noise, sigma);
                NDArray output = model.unet().apply(Operators.scale(sample, 1 / Math.hypot(sigma, 1)),
                        new float[] {999}, model.states(manager, List.of(PROMPTS.get(i).sentence())));
                RgbImage expected = Pixels.toImages(vae.toImages(sample.sub(Operators.scale(output, sigma)))).get(0);
                assertAlike(expected, pictures.get(i));
            }
        }
    }

    private static List<ByteBuffer> bytes(List<RgbImage> images) {
        return images.stream().map(image -> ByteBuffer.wrap(image.data())).toList();
    }

    /** Another batch size rounds otherwise, by one level here and there. */
    private static void assertAlike(RgbImage expected, RgbImage found) {
        for (int i = 0; i < expected.data().length; i++) {
            assertEquals(expected.data()[i] & 0xff, found.data()[i] & 0xff, 1.0, "sample " + i);
        }
    }

    @Test
    void upToOneGuidanceIsNone() {
        TinyFolders.stableDiffusion(folder, true);
        try (TextToImage model = TextToImage.from(Compute.PLAIN, folder)) {
            List<RgbImage> none = drawn(model, 3, 1);
            assertEquals(bytes(none), bytes(drawn(model, 3, 0)));
            assertEquals(bytes(none), bytes(drawn(model, 3, 0.5)));
            assertNotEquals(bytes(none), bytes(drawn(model, 3, 2)));
            List<RgbImage> hardly = drawn(model, 3, 1 + 1e-6);
            for (int i = 0; i < none.size(); i++) {
                assertAlike(none.get(i), hardly.get(i));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> new TextToImage.Settings(1, 1, -0.1));
    }

    private static UNet2DConditionConfig config(String heads, boolean linear) {
        return UNet2DConditionConfig.from(ConfigFile.parse("unet", """
                {"sample_size": 8, "block_out_channels": [16, 32], "down_block_types": ["CrossAttnDownBlock2D",
                 "CrossAttnDownBlock2D"], "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
                 "layers_per_block": 1, "attention_head_dim": %s, "cross_attention_dim": 24, "norm_num_groups": 8,
                 "use_linear_projection": %b}""".formatted(heads, linear)));
    }

    /** @param still what a name begins with where no head may look at one place more than at another */
    private static float[] prediction(NDManager manager, UNet2DConditionConfig config, List<String> still) {
        // Weights of the layout with convolutions, which hold the same numbers in other shapes.
        Map<String, NDArray> arrays = new HashMap<>(ReferenceWeights.create(manager, "turbo",
                UNet2DConditionModel.parameters(config("4", false))).toMap());
        UNet2DConditionModel.parameters(config).forEach((name, shape) -> arrays.compute(name, (same, array) ->
                still.stream().anyMatch(name::startsWith) && name.endsWith("to_q.weight") ? manager.zeros(shape)
                        : array.reshape(shape)));
        UNet2DConditionModel unet = new UNet2DConditionModel(config, Weights.of(manager, arrays, "turbo"));
        float[] latents = ReferenceWeights.uniform("turbo", "latents", 2 * 4 * 8 * 8);
        float[] states = ReferenceWeights.uniform("turbo", "states", 2 * 7 * 24);
        return unet.apply(manager.create(latents, new Shape(2, 4, 8, 8)), new float[] {500, 20},
                manager.create(states, new Shape(2, 7, 24))).toFloatArray();
    }

    @Test
    void aLinearLayerIsAConvolutionOfOnePixel() {
        try (NDManager manager = Torch.newManager()) {
            assertArrayEquals(prediction(manager, config("4", false), List.of()),
                    prediction(manager, config("[4, 4]", true), List.of()), 1e-5f);
        }
    }

    @Test
    void everyResolutionHasItsOwnHeads() {
        List<String> fine = List.of("down_blocks.0", "up_blocks.1");
        List<String> coarse = List.of("down_blocks.1", "mid_block", "up_blocks.0");
        try (NDManager manager = Torch.newManager()) {
            assertHeadsMatterOnlyOutside(manager, "[2, 4]", fine, coarse);
            assertHeadsMatterOnlyOutside(manager, "[4, 2]", coarse, fine);
        }
        String said = assertThrows(ModelException.class, () -> config("[4, 4, 4]", true)).getMessage();
        assertTrue(said.contains("attention_head_dim") && said.contains("3 entries for 2"), said);
    }

    /** Where all places count alike, it does not matter how many heads look. */
    private static void assertHeadsMatterOnlyOutside(NDManager manager, String heads, List<String> changed,
            List<String> others) {
        assertArrayEquals(prediction(manager, config("4", true), changed), prediction(manager, config(heads, true),
                changed), 1e-5f);
        float[] one = prediction(manager, config("4", true), others);
        float[] other = prediction(manager, config(heads, true), others);
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        assertTrue(most > 1e-3, "heads of " + changed + " changed nothing: " + most);
    }

    @Test
    void whatFillsUpIsWhatTheTokenizersFilesName() throws IOException {
        Path tokenizer = TinyFolders.turbo(folder).resolve("tokenizer");
        String before = new ModelFolder(folder).fingerprint();
        assertArrayEquals(new long[] {0, 0}, lastTwo(tokenizer));
        int[] tokens = ClipTokenizer.from(tokenizer).tokens("a dog!! a cat!");
        assertArrayEquals(new int[] {0, 0, 0}, Arrays.stream(tokens).filter(id -> id == 0).toArray());
        assertArrayEquals(ClipTokenizer.from(tokenizer).tokens("a dog a cat"),
                Arrays.stream(tokens).filter(id -> id != 0).toArray());
        Files.delete(tokenizer.resolve("special_tokens_map.json"));
        ClipTokenizer plain = ClipTokenizer.from(tokenizer);
        assertArrayEquals(new long[] {plain.endId(), plain.endId()}, lastTwo(tokenizer));
        assertNotEquals(before, new ModelFolder(folder).fingerprint());
        Files.writeString(tokenizer.resolve("tokenizer_config.json"), "{\"pad_token\": {\"content\": \"!\"}}");
        assertArrayEquals(new long[] {0, 0}, lastTwo(tokenizer));
        assertEquals(before, new ModelFolder(folder).fingerprint());
        Files.writeString(tokenizer.resolve("tokenizer_config.json"), "{\"pad_token\": {}}");
        assertTrue(assertThrows(ModelException.class, () -> ClipTokenizer.from(tokenizer)).getMessage()
                .contains("tokenizer_config.json"));
    }

    private static long[] lastTwo(Path tokenizer) {
        try (NDManager manager = Torch.newManager()) {
            return ClipTokenizer.from(tokenizer).encode(manager, List.of("a dog"), 77).get(":, 75:").toLongArray();
        }
    }
}
