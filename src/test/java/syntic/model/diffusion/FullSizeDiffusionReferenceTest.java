package syntic.model.diffusion;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.ReferenceWeights;
import syntic.model.ConfigFile;
import syntic.nn.Operators;
import syntic.nn.Torch;

/** The networks of Stable Diffusion in their own size, with generated weights; needs about 4 GB outside the heap. */
@Tag("slow")
class FullSizeDiffusionReferenceTest {

    @TestFactory
    Stream<DynamicTest> denoisers() throws IOException {
        return DiffusionCase.of(Reference.folder("models/full").getParent(), "full/", "UNet2DConditionModel")
                .map(reference -> DynamicTest.dynamicTest(reference.name(), () -> inference(() -> denoise(reference))));
    }

    @TestFactory
    Stream<DynamicTest> autoencoders() throws IOException {
        return DiffusionCase.of(Reference.folder("models/full").getParent(), "full/", "AutoencoderKL")
                .map(reference -> DynamicTest.dynamicTest(reference.name(),
                        () -> inference(() -> autoencode(reference))));
    }

    /** As in use; the small networks are compared with gradients on, where they take other ways. */
    private static void inference(Runnable work) {
        Torch.withoutGradients(() -> {
            work.run();
            return null;
        });
    }

    private static void denoise(DiffusionCase reference) {
        UNet2DConditionConfig config = UNet2DConditionConfig.from(
                ConfigFile.read(reference.folder().resolve("config.json")));
        try (NDManager manager = Torch.newManager()) {
            UNet2DConditionModel unet = new UNet2DConditionModel(config, ReferenceWeights.create(manager,
                    reference.seed("unet"), UNet2DConditionModel.parameters(config)));
            Map<String, NDArray> io = reference.io(manager);
            int compared = 0;
            for (String name : io.keySet()) {
                if (!name.startsWith("in.") || !name.endsWith(".sample")) {
                    continue;
                }
                String call = name.substring("in.".length(), name.length() - ".sample".length());
                try (NDManager own = manager.newSubManager()) {
                    NDArray sample = io.get(name).duplicate();
                    sample.attach(own);
                    reference.compare(call + ".sample", io.get("out." + call + ".sample"), unet.apply(sample,
                            timesteps(io.get("in." + call + ".timestep")),
                            io.get("in." + call + ".encoder_hidden_states")));
                }
                compared++;
            }
            assertTrue(compared > 0, "the reference has calls");
        }
    }

    private static float[] timesteps(NDArray array) {
        double[] values = array.toType(DataType.FLOAT64, true).toDoubleArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static void autoencode(DiffusionCase reference) {
        AutoencoderKlConfig config = AutoencoderKlConfig.from(
                ConfigFile.read(reference.folder().resolve("config.json")));
        try (NDManager manager = Torch.newManager()) {
            AutoencoderKL vae = new AutoencoderKL(config, ReferenceWeights.create(manager, reference.seed("vae"),
                    AutoencoderKL.parameters(config)));
            Map<String, NDArray> io = reference.io(manager);
            reference.compare("decoded", io.get("out.decoded"), vae.decode(io.get("in.latents")));
            reference.compare("decoded_rect", io.get("out.decoded_rect"), vae.decode(io.get("in.latents_rect")));
            AutoencoderKL.Moments moments = vae.encode(io.get("in.pixels"));
            reference.compare("mean", io.get("out.mean"), moments.mean());
            reference.compare("logvar", io.get("out.logvar"), moments.logVariance());
            reference.compare("sampled_latents", io.get("out.sampled_latents"),
                    Operators.scale(moments.sample(io.get("in.noise")), config.scalingFactor()));
        }
    }
}
