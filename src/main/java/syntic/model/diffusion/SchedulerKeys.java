package syntic.model.diffusion;

import java.util.Map;
import java.util.Set;
import syntic.model.ConfigFile;

/** The keys of {@code scheduler_config.json}: none that would change results is passed over in silence. */
final class SchedulerKeys {
    /** Read by some scheduler here; the others have no use for them, and the diffusers library ignores them too. */
    private static final Set<String> READ = Set.of("num_train_timesteps", "beta_start", "beta_end", "beta_schedule",
            "prediction_type", "timestep_spacing", "steps_offset", "set_alpha_to_one", "clip_sample",
            "clip_sample_range", "skip_prk_steps", "final_sigmas_type", "algorithm_type", "solver_type",
            "solver_order", "lower_order_final", "original_inference_steps", "timestep_scaling", "step_eta",
            "use_karras_sigmas", "lambda_min_clipped");
    /** Without effect as long as the keys below have their defaults. */
    private static final Set<String> IDLE = Set.of("dynamic_thresholding_ratio", "sample_max_value", "flow_shift",
            "time_shift_type");
    /** Not supported; the value with which each changes nothing, as JSON. */
    private static final Map<String, String> NOT_SUPPORTED = Map.ofEntries(Map.entry("trained_betas", "null"),
            Map.entry("thresholding", "false"), Map.entry("rescale_betas_zero_snr", "false"),
            Map.entry("use_exponential_sigmas", "false"), Map.entry("use_beta_sigmas", "false"),
            Map.entry("use_lu_lambdas", "false"), Map.entry("use_flow_sigmas", "false"),
            Map.entry("use_dynamic_shifting", "false"), Map.entry("euler_at_final", "false"),
            Map.entry("interpolation_type", "\"linear\""), Map.entry("timestep_type", "\"discrete\""),
            Map.entry("sigma_min", "null"), Map.entry("sigma_max", "null"), Map.entry("variance_type", "null"),
            Map.entry("solver_p", "null"), Map.entry("disable_corrector", "[]"), Map.entry("predict_x0", "true"));
    private static final String KARRAS = "use_karras_sigmas";
    private static final String CLIPPED = "lambda_min_clipped";
    /** As this value is spelled in these files. */
    private static final Set<String> INFINITE = Set.of("-Infinity", "-inf");

    private SchedulerKeys() {}

    /**
     * @param karras whether the scheduler knows the spacing of Karras et al. (2022)
     * @throws syntic.model.ModelException naming the first key that is unknown, or not supported and not idle
     */
    static void check(ConfigFile file, boolean karras) {
        for (String key : file.keys()) {
            boolean known = key.startsWith("_") || READ.contains(key) || IDLE.contains(key)
                    || NOT_SUPPORTED.containsKey(key);
            if (file.has(key) && !known) {
                throw file.refuse(key, "is not a key that this scheduler knows; remove it if it changes nothing");
            }
        }
        file.requireIdle(NOT_SUPPORTED);
        if (!karras) {
            file.requireIdle(Map.of(KARRAS, "false"));
        }
        if (file.has(CLIPPED) && !INFINITE.contains(file.text(CLIPPED))) {
            throw file.refuse(CLIPPED, "must be -Infinity");
        }
    }
}
