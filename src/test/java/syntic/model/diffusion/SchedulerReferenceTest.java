package syntic.model.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.model.ConfigFile;
import syntic.nn.Operators;
import syntic.nn.SafetensorsFile;
import syntic.nn.Torch;

/** Every scheduler of the reference: time steps, noise levels and whole trajectories with a formula as the denoiser. */
class SchedulerReferenceTest {
    private static final double TOLERANCE = 2e-4;

    /** The schedulers of the models' set, then those of the systems' set, made with a newer version of the library. */
    private static final List<String> SETS = List.of("models", "systems");

    private static Path folder(String set) {
        return Reference.folder(set).resolve("schedulers");
    }

    @TestFactory
    Stream<DynamicTest> trajectories() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (String set : SETS) {
            Reference.tests(set, root -> cases(root, set)).forEach(tests::add);
        }
        return tests.stream();
    }

    private static Stream<DynamicTest> cases(Path root, String set) throws IOException {
        JsonObject schedulers = JsonParser.parseString(Files.readString(root.resolve("manifest.json")))
                .getAsJsonObject().getAsJsonObject("cases").getAsJsonObject("schedulers")
                .getAsJsonObject("schedulers");
        return schedulers.entrySet().stream().flatMap(entry -> entry.getValue().getAsJsonObject().entrySet().stream()
                .map(run -> DynamicTest.dynamicTest(entry.getKey() + " in " + run.getKey() + " steps",
                        () -> compare(set, entry.getKey(), Integer.parseInt(run.getKey()),
                                run.getValue().getAsJsonObject().get("init_noise_sigma").getAsDouble()))));
    }

    private static Scheduler scheduler(String set, String name) throws IOException {
        JsonObject config = JsonParser.parseString(Files.readString(folder(set).resolve(name + ".json")))
                .getAsJsonObject();
        if (set.equals("models") && name.startsWith("dpmpp")) {
            // The version that made these numbers knew no other end.
            config.addProperty("final_sigmas_type", "sigma_min");
        }
        return Scheduler.from(ConfigFile.parse(name, config.toString()));
    }

    private static void compare(String set, String name, int steps, double initialDeviation) throws IOException {
        Scheduler scheduler = scheduler(set, name);
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> io = SafetensorsFile.open(folder(set).resolve("io.safetensors")).load(manager);
            String prefix = "out." + name + "." + steps + ".";
            Scheduler.Run run = scheduler.start(steps, call -> io.get("in.noise").get(call));
            float[] timesteps = run.timesteps();
            assertArrayEquals(io.get(prefix + "timesteps").toFloatArray(), timesteps, 1e-4f);
            assertEquals(initialDeviation, run.initialDeviation(), 1e-5 * initialDeviation);
            checkSigmas(io.get(prefix + "sigmas"), run);
            NDArray sample = Operators.scale(io.get("in.x0"), run.initialDeviation());
            NDArray trajectory = io.get(prefix + "trajectory");
            for (int i = 0; i < timesteps.length; i++) {
                if (trajectory != null) {
                    same(trajectory.get(i), sample, "before call " + i);
                }
                NDArray output = Operators.plus(run.scaleInput(sample, i).sin(), 0.1 * timesteps[i] / 1000);
                sample = run.step(output, i, sample);
            }
            NDArray end = trajectory == null ? io.get(prefix + "final") : trajectory.get(timesteps.length);
            same(end, sample, "at the end");
        }
    }

    private static void checkSigmas(NDArray expected, Scheduler.Run run) {
        double[] sigmas = run instanceof EulerScheduler.EulerRun euler ? euler.sigmas()
                : run instanceof DpmSolverScheduler.DpmRun dpm ? dpm.sigmas()
                : run instanceof UniPcScheduler.UniPcRun uni ? uni.sigmas() : null;
        assertEquals(expected == null, sigmas == null);
        if (expected != null) {
            float[] values = expected.toFloatArray();
            assertEquals(values.length, sigmas.length);
            for (int i = 0; i < values.length; i++) {
                assertEquals(values[i], sigmas[i], 3e-5 * values[i], "sigma " + i);
            }
        }
    }

    @Test
    void noiseIsAddedAsInTraining() {
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> io = SafetensorsFile.open(folder("models").resolve("io.safetensors")).load(manager);
            NoiseSchedule noise = Scheduler.from(ConfigFile.read(folder("models").resolve("pndm.json"))).noise();
            float[] kept = io.get("out.alphas_cumprod").toFloatArray();
            assertEquals(kept.length, noise.steps());
            for (int t = 0; t < kept.length; t++) {
                assertEquals(kept[t], noise.kept(t), 1e-6);
            }
            int[] timesteps = Arrays.stream(io.get("in.add_noise.timesteps").toLongArray()).mapToInt(t -> (int) t)
                    .toArray();
            same(io.get("out.add_noise"), noise.addNoise(io.get("in.add_noise.x"), io.get("in.add_noise.noise"),
                    timesteps), "add_noise");
        }
    }

    private static void same(NDArray expected, NDArray found, String what) {
        float worst = expected.sub(found).abs().max().toType(DataType.FLOAT32, false).getFloat();
        assertTrue(worst <= TOLERANCE, what + ": off by " + worst);
    }
}
