package syntic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.MiniatureWorld;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.capdec.TransformerMapper;
import syntic.model.capdec.TransformerMapperConfig;
import syntic.model.clip.Clip;
import syntic.model.detr.Detr;
import syntic.model.diffusion.AutoencoderKL;
import syntic.model.diffusion.TextToImage;
import syntic.model.diffusion.UNet2DConditionModel;
import syntic.model.gpt.GreedyDecoding;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptConfig;
import syntic.model.gpt.GptDropout;
import syntic.model.t5.T5;
import syntic.model.t5.T5Batch;
import syntic.model.t5.T5Config;
import syntic.nn.Activation;
import syntic.nn.Compute;
import syntic.nn.Initializer;
import syntic.nn.Precision;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.store.ProgressListener;

/**
 * Every model whole, in bf16 and in fp16 beside fp32. A helper array that a layer makes in the wrong type fails
 * here, as PyTorch multiplies no mixed types; a GPU takes the same way through the code.
 */
class HalfPrecisionTest {
    private static final Compute SINGLE = new Compute(Device.cpu(), Precision.FP32, 0);
    private static final Compute HALF = new Compute(Device.cpu(), Precision.BF16, 0);
    /** Bf16 keeps 8 bits: an element is off by up to 0.4 %, and layers add up. Fp16 keeps 11. */
    private static final double TOLERANCE = 0.03;
    private static final String RANDOM = "random";

    /** One run of a model's functions, results by name. */
    @FunctionalInterface
    private interface Run {
        Map<String, NDArray> of(NDManager manager, Compute compute, Path folder, Precision precision);
    }

    @Test
    void clip() {
        compare(ShippedModels.folder("clip"), (manager, compute, folder, precision) -> {
            Clip stored = Clip.from(compute, folder);
            Clip clip = new Clip(stored.config(), in(precision, stored.weights()));
            long side = clip.config().vision().image();
            NDArray pixels = normal(manager, 1, 3, 3, side, side);
            long end = clip.config().text().endId();
            NDArray ids = manager.create(new long[] {0, 5, 9, end, 0, 7, end, end}, new Shape(2, 4));
            NDArray mask = manager.create(new long[] {1, 1, 1, 1, 1, 1, 1, 0}, new Shape(2, 4));
            assertTrue(Math.abs(clip.logitScale() - 100) < 20, "logit scale " + clip.logitScale());
            NDArray images = clip.unitImageFeatures(pixels);
            NDArray texts = clip.unitTextFeatures(ids, null);
            return Map.of("images", images, "texts", texts, "masked", clip.unitTextFeatures(ids, mask),
                    "logits", clip.logits(images, texts), "hidden", clip.vision().hiddenStates(pixels).get(1),
                    "text hidden", clip.text().hiddenStates(ids, mask).get(1));
        });
    }

    @Test
    void denoiser() {
        compare(ShippedModels.folder("text-to-image").resolve("unet"), (manager, compute, folder, precision) -> {
            UNet2DConditionModel stored = UNet2DConditionModel.from(compute, folder);
            UNet2DConditionModel unet = new UNet2DConditionModel(stored.config(), in(precision, stored.weights()));
            int side = unet.config().sampleSize();
            return Map.of("noise", unet.apply(normal(manager, 2, 2, unet.config().inChannels(), side, side),
                    new float[] {1, 700}, normal(manager, 3, 2, 9, unet.config().textWidth())));
        });
    }

    @Test
    void autoencoder() {
        compare(ShippedModels.folder("text-to-image").resolve("vae"), (manager, compute, folder, precision) -> {
            AutoencoderKL stored = AutoencoderKL.from(compute, folder);
            AutoencoderKL vae = new AutoencoderKL(stored.config(), in(precision, stored.weights()));
            AutoencoderKL.Moments moments = vae.encode(normal(manager, 4, 1, 3, 64, 64));
            return Map.of("mean", moments.mean(), "variance", moments.logVariance(),
                    "decoded", vae.decode(normal(manager, 5, 1, vae.config().latentChannels(), 8, 8)));
        });
    }

    @Test
    void detector() {
        compare(ShippedModels.folder("detr"), (manager, compute, folder, precision) -> {
            Detr stored = Detr.from(compute, folder);
            Detr detr = new Detr(stored.config(), in(precision, stored.weights()));
            NDArray pixels = photo(manager).concat(photo(manager).flip(3), 0);
            NDArray mask = manager.ones(new Shape(2, 64, 64));
            mask.set(new NDIndex("1, :, 40:"), 0);
            Detr.Output whole = detr.forward(pixels);
            Detr.Output masked = detr.forward(pixels, mask);
            return Map.of("boxes", whole.boxes(), "classes", whole.logits().softmax(-1), "memory", whole.memory(),
                    "masked boxes", masked.boxes(), "masked memory", masked.memory());
        });
    }

    @Test
    void decoder() {
        compare(null, (manager, compute, folder, precision) -> {
            GptConfig config = GptConfig.of(50, 16, 32, 3, 4);
            Gpt gpt = new Gpt(config, in(precision, random(manager, GptConfig.parameters(config), 2)));
            NDArray prefix = normal(manager, 6, 4, 2, 32);
            NDArray hidden = gpt.hidden(prefix, GptDropout.NONE);
            List<Integer> words = new GreedyDecoding().decode(gpt, prefix, 3, 10).get(0).get(0).tokens();
            assertFalse(words.isEmpty());
            return Map.of("embedded", gpt.embed(manager.create(new long[] {1, 2}, new Shape(1, 2))), "hidden", hidden,
                    "logits", gpt.logits(hidden));
        });
    }

    @Test
    void promptedWriterAndMapper() {
        compare(null, (manager, compute, folder, precision) -> {
            T5Config config = T5Config.from(ConfigFile.parse("config.json", """
                    {"model_type": "t5", "vocab_size": 30, "d_model": 16, "d_kv": 4, "d_ff": 24, "num_layers": 2,
                     "num_heads": 3, "feed_forward_proj": "gated-gelu", "tie_word_embeddings": false}"""));
            T5 t5 = new T5(config, in(precision, random(manager, T5Config.parameters(config), 1)));
            NDArray ids = manager.create(new long[] {5, 6, 7, 8, 9, 10, 11, 0}, new Shape(2, 4));
            NDArray mask = manager.create(new long[] {1, 1, 1, 1, 1, 1, 1, 0}, new Shape(2, 4));
            assertEquals(2, t5.answer(new T5Batch(ids, mask), new GreedyDecoding(), -1, 7).size());
            NDArray encoded = t5.encode(ids, mask);
            TransformerMapperConfig shape = new TransformerMapperConfig(12, 16, 3, 3, 2, 4, 32,
                    Activation.RELU, 1e-5);
            TransformerMapper mapper = new TransformerMapper(shape,
                    in(precision, random(manager, TransformerMapperConfig.parameters(shape), 1)));
            NDArray features = normal(manager, 7, 2, 12);
            return Map.of("encoded", encoded, "logits", t5.logits(encoded, mask, ids), "prefix",
                    mapper.apply(features), "attention", mapper.attention(features).get(1));
        });
    }

    /** The whole pipeline, where errors of twenty steps could add up: the picture stays the same picture. */
    @Test
    void picture() {
        TextToImage.Prompt prompt = new TextToImage.Prompt("one", "a red car on a street");
        TextToImage.Settings settings = new TextToImage.Settings(1, 4, 2.5);
        byte[][] pictures = new byte[2][];
        for (Compute compute : List.of(SINGLE, HALF)) {
            try (TextToImage model = TextToImage.from(compute, ShippedModels.folder("text-to-image"))) {
                pictures[compute.equals(HALF) ? 1 : 0] = model.generate(List.of(prompt), settings,
                        ProgressListener.SILENT).get(0).data();
            }
        }
        double sum = 0;
        for (int i = 0; i < pictures[0].length; i++) {
            sum += Math.abs((pictures[0][i] & 255) - (pictures[1][i] & 255));
        }
        assertTrue(sum / pictures[0].length < 4, "pixels differ by " + sum / pictures[0].length + " on average");
        assertFalse(Arrays.equals(pictures[0], pictures[1]), "nothing was computed in bf16");
    }

    private static void compare(Path folder, Run run) {
        Map<String, float[]> single = results(SINGLE, Precision.FP32, folder, run);
        compare(single, results(HALF, Precision.BF16, folder, run), Precision.BF16);
        // A manager for fp16 is refused on a CPU, where it is slow; the weights of a small model may be in it.
        compare(single, results(SINGLE, Precision.FP16, folder, run), Precision.FP16);
    }

    private static void compare(Map<String, float[]> expected, Map<String, float[]> found, Precision precision) {
        double tolerance = precision == Precision.BF16 ? TOLERANCE : TOLERANCE / 8;
        expected.forEach((name, values) -> {
            double error = relativeError(values, found.get(name));
            assertTrue(error < tolerance, name + " is off by " + error + " in " + precision);
            assertTrue(error > 0, name + " was not computed in " + precision);
        });
    }

    private static Map<String, float[]> results(Compute compute, Precision precision, Path folder, Run run) {
        return Torch.withoutGradients(() -> {
            try (NDManager manager = compute.newManager()) {
                Map<String, float[]> results = new LinkedHashMap<>();
                run.of(manager, compute, folder, precision).forEach((name, array) -> {
                    assertEquals(DataType.FLOAT32, array.getDataType(), name);
                    results.put(name, array.toFloatArray());
                });
                return results;
            }
        });
    }

    private static double relativeError(float[] expected, float[] found) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(expected[i] - found[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(error / size);
    }

    /** The weights of a file as the manager made them; or cast, where no manager makes them so. */
    private static Weights in(Precision precision, Weights weights) {
        if (precision == Precision.BF16 && !weights.source().equals(RANDOM)) {
            assertEquals(Precision.BF16, weights.precision());
            return weights;
        }
        return weights.in(weights.manager(), precision);
    }

    private static Weights random(NDManager manager, Map<String, Shape> shapes, double gain) {
        return Initializer.scaled(gain).create(manager, shapes, 5, RANDOM);
    }

    private static NDArray normal(NDManager manager, long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Initializer.gaussian(random);
        }
        return manager.create(values, new Shape(shape));
    }

    private static NDArray photo(NDManager manager) {
        MiniatureWorld world = new MiniatureWorld(1, new MiniatureWorld.Sizes(1, 1, 1, 1, 1, 1));
        String id = world.imageIds(Style.PLAIN, Split.TEST).get(0);
        RgbImage image = new RgbImage(Scene.SIZE, Scene.SIZE, world.photo(id));
        return ImagePreprocessor.from(ShippedModels.folder("detr")).pixelValues(manager, List.of(image));
    }
}
