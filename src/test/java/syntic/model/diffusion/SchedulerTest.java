package syntic.model.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.nn.Torch;

/** What configurations say, and runs of as many steps as there were in training. */
class SchedulerTest {
    private static final String ALL = "{\"_class_name\": \"%s\", \"beta_start\": 0.00085, \"beta_end\": 0.012, "
            + "\"beta_schedule\": \"scaled_linear\", \"num_train_timesteps\": 1000, \"skip_prk_steps\": true%s}";

    private static Scheduler scheduler(String name, String more) {
        return Scheduler.from(ConfigFile.parse("scheduler_config.json", ALL.formatted(name, more)));
    }

    private static void refused(String name, String key, String value) {
        String message = assertThrows(ModelException.class, () -> scheduler(name, ", \"" + key + "\": " + value))
                .getMessage();
        assertTrue(message.startsWith("scheduler_config.json: '" + key + "' "), message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"use_beta_sigmas, true", "use_exponential_sigmas, true",
        "interpolation_type, `\"log_linear\"`", "timestep_type, `\"continuous\"`", "sigma_min, 0.002",
        "sigma_max, 80", "lambda_min_clipped, -5.1", "variance_type, `\"learned_range\"`",
        "final_sigmas_type, `\"half\"`", "use_lu_lambdas, true", "trained_betas, `[0.1, 0.2]`",
        "thresholding, true", "rescale_betas_zero_snr, true", "use_flow_sigmas, true", "invented_key, 3"})
    void keysThatWouldChangeResultsAreRefused(String key, String value) {
        refused("DPMSolverMultistepScheduler", key, value);
        refused("EulerDiscreteScheduler", key, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EulerDiscreteScheduler", "DDIMScheduler", "UniPCMultistepScheduler"})
    void spacingByKarrasIsRefusedWhereItIsNotKnown(String name) {
        refused(name, "use_karras_sigmas", "true");
        scheduler("DPMSolverMultistepScheduler", ", \"use_karras_sigmas\": true");
    }

    /** As diffusers writes them. */
    @ParameterizedTest
    @ValueSource(strings = {"PNDMScheduler", "DDIMScheduler", "EulerDiscreteScheduler",
        "DPMSolverMultistepScheduler", "UniPCMultistepScheduler", "LCMScheduler", "TCDScheduler"})
    void defaultsAreAccepted(String name) {
        scheduler(name, ", \"trained_betas\": null, \"clip_sample\": false, \"sample_max_value\": 1.0, "
                + "\"lambda_min_clipped\": -Infinity, \"variance_type\": null, \"sigma_min\": null, "
                + "\"interpolation_type\": \"linear\", \"timestep_type\": \"discrete\", \"use_beta_sigmas\": false, "
                + "\"disable_corrector\": [], \"predict_x0\": true, \"final_sigmas_type\": \"zero\", "
                + "\"dynamic_thresholding_ratio\": 0.995, \"_diffusers_version\": \"0.35.1\"");
    }

    @Test
    void theEndIsWithoutNoiseUnlessTheFileSaysOtherwise() {
        for (String name : new String[] {"DPMSolverMultistepScheduler", "EulerDiscreteScheduler"}) {
            assertEquals(0, lastSigma(scheduler(name, "")));
            assertEquals(0, lastSigma(scheduler(name, ", \"final_sigmas_type\": \"zero\"")));
            assertEquals(0.0292, lastSigma(scheduler(name, ", \"final_sigmas_type\": \"sigma_min\"")), 1e-4);
        }
    }

    private static double lastSigma(Scheduler scheduler) {
        Scheduler.Run run = scheduler.start(9, call -> null);
        return run instanceof EulerScheduler.EulerRun euler ? euler.sigmas()[9]
                : ((DpmSolverScheduler.DpmRun) run).sigmas()[9];
    }

    @ParameterizedTest
    @CsvSource({"DDIMScheduler, leading, 1000", "PNDMScheduler, leading, 1000", "EulerDiscreteScheduler, leading, 1000",
        "DPMSolverMultistepScheduler, leading, 999", "UniPCMultistepScheduler, leading, 999"})
    void stepsBeyondTheLastAreRefused(String name, String spacing, int steps) {
        Scheduler scheduler = scheduler(name, ", \"steps_offset\": 1, \"timestep_spacing\": \"" + spacing + "\"");
        String message = assertThrows(IllegalArgumentException.class, () -> scheduler.start(steps, call -> null))
                .getMessage();
        assertTrue(message.contains("steps_offset 1") && message.contains("1000 time steps of training"), message);
        scheduler.start(steps - 1, call -> null);
    }

    @ParameterizedTest
    @CsvSource({"DPMSolverMultistepScheduler, linspace", "DPMSolverMultistepScheduler, trailing",
        "UniPCMultistepScheduler, linspace", "UniPCMultistepScheduler, trailing", "EulerDiscreteScheduler, trailing",
        "DDIMScheduler, trailing"})
    void asManyStepsAsInTrainingStayFinite(String name, String spacing) {
        Scheduler.Run run = scheduler(name, ", \"timestep_spacing\": \"" + spacing + "\"").start(1000, call -> null);
        float[] timesteps = run.timesteps();
        assertEquals(1000, timesteps.length);
        assertEquals(999, timesteps[0]);
        try (NDManager manager = Torch.newManager()) {
            NDArray sample = manager.create(new float[] {-1, 0.1f, 2}).mul((float) run.initialDeviation());
            for (int i = 0; i < timesteps.length; i++) {
                sample = run.step(run.scaleInput(sample, i).sin(), i, sample);
            }
            assertTrue(sample.abs().max().getFloat() < 100, Arrays.toString(sample.toFloatArray()));
        }
        assertThrows(IllegalArgumentException.class, () -> scheduler(name, "").start(1001, call -> null));
    }

    /** Points halfway between two time steps, which numpy computes a last bit below: the values are its own. */
    @ParameterizedTest
    @CsvSource({"DPMSolverMultistepScheduler, linspace, 30, 15, 499", "UniPCMultistepScheduler, linspace, 30, 15, 499",
        "DPMSolverMultistepScheduler, trailing, 48, 3, 936", "DDIMScheduler, linspace, 31, 15, 499",
        "PNDMScheduler, linspace, 31, 16, 499", "EulerDiscreteScheduler, trailing, 48, 3, 936"})
    void timeStepsAreRoundedAsPublishedSchedulersDo(String name, String spacing, int steps, int index, int timestep) {
        Scheduler.Run run = scheduler(name, ", \"timestep_spacing\": \"" + spacing + "\"").start(steps, call -> null);
        assertEquals(timestep, run.timesteps()[index]);
    }

    /** The first step of PNDM is corrected as one of a whole stride, here from 996 to 946, wherever the first call was. */
    @Test
    void thePndmCorrectionIsOfAWholeStride() {
        Scheduler pndm = scheduler("PNDMScheduler", ", \"timestep_spacing\": \"linspace\"");
        Scheduler.Run run = pndm.start(20, call -> null);
        assertArrayEquals(new float[] {999, 946, 946}, Arrays.copyOf(run.timesteps(), 3));
        double kept = pndm.noise().kept(946 + 1000 / 20);
        double next = pndm.noise().kept(946);
        double epsilon = (0.3 + 0.5) / 2;
        double expected = Math.sqrt(next / kept) * 2 - (next - kept) * epsilon
                / (kept * Math.sqrt(1 - next) + Math.sqrt(kept * (1 - kept) * next));
        try (NDManager manager = Torch.newManager()) {
            NDArray sample = manager.create(new float[] {2});
            NDArray moved = run.step(manager.create(new float[] {0.3f}), 0, sample);
            assertEquals(expected, run.step(manager.create(new float[] {0.5f}), 1, moved).getFloat(0), 1e-5);
        }
    }

    /** A denoiser that always answers the same image leads there. */
    @ParameterizedTest
    @ValueSource(strings = {"DDIMScheduler", "EulerDiscreteScheduler", "DPMSolverMultistepScheduler",
        "UniPCMultistepScheduler"})
    void aDenoiserMayPredictTheImage(String name) {
        Scheduler.Run run = scheduler(name, ", \"prediction_type\": \"sample\", \"clip_sample\": false")
                .start(10, call -> null);
        try (NDManager manager = Torch.newManager()) {
            NDArray image = manager.create(new float[] {-0.4f, 0.7f});
            NDArray sample = manager.create(new float[] {1, -2}).mul((float) run.initialDeviation());
            for (int i = 0; i < run.timesteps().length; i++) {
                sample = run.step(image, i, sample);
            }
            assertArrayEquals(image.toFloatArray(), sample.toFloatArray(), 1e-3f);
        }
    }

    /** Consistency models have the noise of Stable Diffusion unless they say otherwise, diffusion a longer one. */
    @Test
    void noiseThatIsNotStatedIsThatOfTheClass() {
        for (String name : new String[] {"LCMScheduler", "TCDScheduler"}) {
            NoiseSchedule noise = Scheduler.from(ConfigFile.parse("test", "{\"_class_name\": \"" + name + "\"}")).noise();
            assertEquals(1 - 0.00085, noise.kept(0), 1e-6);
        }
        NoiseSchedule noise = Scheduler.from(ConfigFile.parse("test", "{\"_class_name\": \"DDIMScheduler\"}")).noise();
        assertEquals(1 - 0.0001, noise.kept(0), 1e-6);
    }

    /** As a file reads whose scheduler was another before. */
    @Test
    void whatAnotherSchedulerLeftInTheFileDoesNotCount() {
        scheduler("DPMSolverMultistepScheduler", ", \"solver_type\": \"bh2\"");
        scheduler("UniPCMultistepScheduler", ", \"solver_type\": \"midpoint\"");
        assertArrayEquals(scheduler("LCMScheduler", "").start(4, call -> null).timesteps(),
                scheduler("LCMScheduler", ", \"timestep_spacing\": \"trailing\"").start(4, call -> null).timesteps());
    }

    @Test
    void noiseOnTheWayIsAnotherForEveryDrawAndTheSameEveryTime() {
        float[] start = InitialNoise.of(3, "a", 0, 6);
        assertFalse(Arrays.equals(start, InitialNoise.of(3, "a", 1, 6)));
        assertFalse(Arrays.equals(InitialNoise.of(3, "a", 1, 6), InitialNoise.of(3, "a", 2, 6)));
        assertFalse(Arrays.equals(InitialNoise.of(3, "a", 1, 6), InitialNoise.of(3, "b", 1, 6)));
        assertArrayEquals(InitialNoise.of(3, "a", 2, 6), InitialNoise.of(3, "a", 2, 6));
    }
}
