package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntFunction;
import syntic.model.ConfigFile;

/**
 * How noise is taken away step by step: which time steps are visited, and how the denoiser's prediction moves the
 * sample from one to the next. A scheduler is immutable; what one sampling remembers is in its {@link Run}.
 */
public interface Scheduler {

    /**
     * Begins a sampling.
     *
     * @param draws standard normal noise of the sample's shape for call 0, 1, … of the denoiser; most schedulers add
     *              none
     * @throws IllegalArgumentException if there are no such steps among those of training
     */
    Run start(int steps, IntFunction<NDArray> draws);

    /**
     * How often the denoiser is called in so many steps.
     *
     * @throws IllegalArgumentException if there are no such steps among those of training
     */
    default int calls(int steps) {
        return start(steps, call -> null).timesteps().length;
    }

    /** The noise of every training time step. */
    NoiseSchedule noise();

    /** One sampling in progress. Calls are counted by index, because rounded time steps can be equal. */
    interface Run {
        /** The time steps in order; the denoiser is called once for each. */
        float[] timesteps();

        /** The standard normal start is multiplied by this. */
        default double initialDeviation() {
            return 1;
        }

        /** What the denoiser is shown of the sample at call {@code index}. */
        default NDArray scaleInput(NDArray sample, int index) {
            return sample;
        }

        /**
         * The next sample.
         *
         * @param output the denoiser's prediction at call {@code index}, of the sample's shape
         * @param sample the sample before that call; the result belongs to its manager
         */
        NDArray step(NDArray output, int index, NDArray sample);
    }

    /** The scheduler that Stable Diffusion v1 was published with. */
    String USUAL = "PNDMScheduler";
    /** Under which another one stands among what made a picture. */
    String NAME = "scheduler";

    /** {@code scheduler_config.json} of the folder {@code scheduler} of a Stable Diffusion model. */
    static ConfigFile file(Path folder) {
        return ConfigFile.read(folder.resolve("scheduler_config.json"));
    }

    /** What stands among what made a picture, besides its settings, of the Stable Diffusion model in a folder. */
    static Map<String, String> unusual(Path folder) {
        return unusual(file(folder.resolve("scheduler")));
    }

    /** The name, and the spacing of time steps where it is stated, unless it is the usual one. */
    static Map<String, String> unusual(ConfigFile file) {
        String name = file.text("_class_name");
        String spacing = file.text("timestep_spacing", "");
        return name.equals(USUAL) ? Map.of() : Map.of(NAME, spacing.isEmpty() ? name : name + ", " + spacing);
    }

    /** The scheduler that {@code _class_name} names. */
    static Scheduler from(ConfigFile file) {
        String name = file.text("_class_name");
        SchedulerKeys.check(file, name.equals("DPMSolverMultistepScheduler"));
        return switch (name) {
            case "PNDMScheduler" -> PndmScheduler.from(file);
            case "DDIMScheduler" -> DdimScheduler.from(file);
            case "EulerDiscreteScheduler" -> EulerScheduler.from(file);
            case "DPMSolverMultistepScheduler" -> DpmSolverScheduler.from(file);
            case "UniPCMultistepScheduler" -> UniPcScheduler.from(file);
            case "LCMScheduler" -> LcmScheduler.from(file);
            case "TCDScheduler" -> TcdScheduler.from(file);
            default -> throw file.refuse("_class_name", "is '" + name + "'; known: PNDMScheduler, DDIMScheduler, "
                    + "EulerDiscreteScheduler, DPMSolverMultistepScheduler, UniPCMultistepScheduler, LCMScheduler, "
                    + "TCDScheduler");
        };
    }
}
