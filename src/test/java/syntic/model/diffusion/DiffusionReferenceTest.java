package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.ReferenceWeights;
import syntic.model.ConfigFile;
import syntic.model.clip.ClipText;
import syntic.nn.Compute;
import syntic.nn.Operators;
import syntic.nn.Torch;

/** Whole small pipelines against the reference implementation, call by call. */
class DiffusionReferenceTest {

    @TestFactory
    Stream<DynamicTest> pipelines() throws IOException {
        Path models = Reference.folder("models/tiny/sd").getParent().getParent();
        return DiffusionCase.of(models, "tiny/", "StableDiffusionPipeline").flatMap(reference -> {
            JsonObject schedulers = reference.description().getAsJsonObject("schedulers");
            return Stream.concat(Stream.of(DynamicTest.dynamicTest(reference.name() + " single calls",
                    () -> singleCalls(reference))), schedulers.keySet().stream().map(name -> DynamicTest.dynamicTest(
                            reference.name() + " " + name,
                            () -> sampling(reference, name, schedulers.getAsJsonObject(name)))));
        });
    }

    private static void singleCalls(DiffusionCase reference) {
        try (NDManager manager = Torch.newManager();
                ClipText text = ClipText.from(Compute.PLAIN, reference.folder().resolve("text_encoder"));
                UNet2DConditionModel unet = unet(reference);
                AutoencoderKL vae = vae(reference)) {
            Map<String, NDArray> io = reference.io(manager);
            NDArray states = text.lastHiddenState(io.get("in.input_ids"), null);
            reference.compare("prompt_embeds", io.get("out.prompt_embeds"), states);

            NDArray prompt = io.get("out.prompt_embeds").get("1:2");
            reference.compare("unet_once", io.get("out.unet_once"),
                    unet.apply(io.get("in.latents"), new float[] {501}, prompt));
            UNet2DConditionModel generated = new UNet2DConditionModel(unet.config(), ReferenceWeights.create(manager,
                    reference.seed("unet"), UNet2DConditionModel.parameters(unet.config())));
            reference.compare("unet_once", io.get("out.unet_once"),
                    generated.apply(io.get("in.latents"), new float[] {501}, prompt));

            AutoencoderKL.Moments moments = vae.encode(io.get("in.pixels"));
            reference.compare("vae_mean", io.get("out.vae_mean"), moments.mean());
            reference.compare("vae_logvar", io.get("out.vae_logvar"), moments.logVariance());
            reference.compare("vae_decode", io.get("out.vae_decode"), vae.decode(io.get("in.latents")));
        }
    }

    private static UNet2DConditionModel unet(DiffusionCase reference) {
        return UNet2DConditionModel.from(Compute.PLAIN, reference.folder().resolve("unet"));
    }

    private static AutoencoderKL vae(DiffusionCase reference) {
        return AutoencoderKL.from(Compute.PLAIN, reference.folder().resolve("vae"));
    }

    private static void sampling(DiffusionCase reference, String name, JsonObject description) {
        try (NDManager manager = Torch.newManager(); UNet2DConditionModel unet = unet(reference);
                AutoencoderKL vae = vae(reference)) {
            Map<String, NDArray> io = reference.io(manager);
            double guidance = reference.description().get("guidance_scale").getAsDouble();
            Scheduler scheduler = scheduler(name, description);
            Scheduler.Run run = scheduler.start(description.get("steps").getAsInt(), call -> null);
            reference.compare(name + ".timesteps", io.get("out." + name + ".timesteps"),
                    manager.create(run.timesteps()));
            NDArray sample = Operators.scale(io.get("in.latents"), run.initialDeviation());
            NDArray trajectory = io.get("out." + name + ".trajectory");
            reference.compare(name + ".trajectory", trajectory.get("0"), sample);
            for (int call = 0; call < run.timesteps().length; call++) {
                NDArray output = Guidance.predict(unet, run.scaleInput(sample, call), run.timesteps()[call],
                        io.get("out.prompt_embeds"), guidance);
                reference.compare(name + ".guided_eps", io.get("out." + name + ".guided_eps").get("" + call), output);
                sample = run.step(output, call, sample);
                reference.compare(name + ".trajectory", trajectory.get("" + (call + 1)), sample);
            }
            reference.compare(name + ".latents", io.get("out." + name + ".latents"), sample);
            reference.compare(name + ".image", io.get("out." + name + ".image"), vae.toImages(sample));
        }
    }

    private static Scheduler scheduler(String name, JsonObject description) {
        JsonObject config = description.getAsJsonObject("config").deepCopy();
        config.add("_class_name", description.get("class_name"));
        // The library's version that made these numbers knew no other end of DPM-Solver++.
        config.addProperty("final_sigmas_type", name.startsWith("dpm") ? "sigma_min" : "zero");
        return Scheduler.from(ConfigFile.parse(name, config.toString()));
    }
}
