package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.model.ModelFolder;
import syntic.nn.Compute;
import syntic.nn.Operators;
import syntic.nn.Precision;
import syntic.nn.Scope;
import syntic.nn.Weights;

/**
 * Low-rank changes of a pipeline's weights (Hu et al. 2021), merged when it is opened: W + scale · (alpha / rank) ·
 * up · down, with up [out, rank] and down [rank, in], or of a convolution [rank, in, height, width]. Read are the names
 * that diffusers writes (of its attention processors too) and those of kohya's trainer, which LCM-LoRA has.
 *
 * @param weights of the changes, by their file's names
 * @param sum of their tensors
 */
record Lora(Weights weights, double scale, String sum) implements AutoCloseable {
    /** The folder of a pipeline that holds {@code pytorch_lora_weights.safetensors}. */
    static final String FOLDER = "lora";
    private static final String CONFIG = "config.json";
    private static final String WEIGHT = ".weight";
    private static final Pattern DOWN = Pattern.compile("(.*)(\\.lora_A|\\.lora_down|\\.lora\\.down|_lora\\.down"
            + "|\\.lora_linear_layer\\.down)\\.weight");
    private static final Pattern OTHER = Pattern.compile(".*(\\.lora_B|[._]lora[._]up|\\.lora_linear_layer\\.up"
            + "|\\.alpha)(\\.weight)?");

    /**
     * Opens such a folder; without {@code {"scale": …}} in its {@code config.json} the scale is 1.
     *
     * @throws ModelException naming a tensor that is no change of the denoiser or the text encoder
     */
    static Lora from(Compute compute, Path folder) {
        Path config = folder.resolve("config.json");
        double scale = Files.exists(config) ? ConfigFile.read(config).number("scale", 1) : 1;
        Weights weights = new ModelFolder(folder).rawWeights(compute.single());
        for (String name : weights.names()) {
            if (!(DOWN.matcher(name).matches() || OTHER.matcher(name).matches())
                    || !module(name).matches("(unet|text_encoder)_.*")) {
                weights.close();
                throw new ModelException(weights.source() + ": " + name + " is no change of a denoiser or a text "
                        + "encoder as diffusers or kohya's trainer name them");
            }
        }
        return new Lora(weights, scale, new ModelFolder(folder).fingerprint());
    }

    /** As it stands among what made a picture. */
    String named() {
        return scale + " of " + sum;
    }

    /**
     * The weights of a model with their changes, in their place and precision.
     *
     * @param model {@code unet} or {@code text_encoder}
     * @throws ModelException naming a change of a module that the model has not, or of another shape
     */
    Weights merge(String model, Weights target) {
        Map<String, String> modules = new HashMap<>();
        target.names().stream().filter(name -> name.endsWith(WEIGHT)).forEach(name ->
                modules.put(name.substring(0, name.length() - WEIGHT.length()).replace('.', '_'), name));
        Map<String, NDArray> arrays = target.toMap();
        for (String down : weights.names()) {
            Matcher matcher = DOWN.matcher(down);
            if (matcher.matches()) {
                String module = module(matcher.group(1));
                if (module.startsWith(model + "_")) {
                    String name = modules.get(module.substring(model.length() + 1));
                    if (name == null) {
                        throw new ModelException(weights.source() + ": " + down + " changes what the " + model + " of "
                                + "this pipeline has not; take the LoRA of this model");
                    }
                    arrays.put(name, changed(arrays.get(name), matcher));
                }
            }
        }
        return target.as(arrays);
    }

    /** With underscores, as kohya's trainer writes it, which leaves open where the dots were. */
    private static String module(String name) {
        String module = name.replace(".processor.", ".").replace('.', '_').replaceFirst("^lora_", "")
                .replaceFirst("^te_", "text_encoder_").replaceFirst("^(down_blocks|mid_block|up_blocks)_", "unet_$1_");
        if (module.startsWith("text_encoder_")) {
            // Diffusers once named the projections of the text encoder as those of the denoiser.
            return module.replaceFirst("_to_([qkv])$", "_$1_proj").replaceFirst("_to_out$", "_out_proj");
        }
        return name.contains(".processor.") ? module.replaceFirst("_to_out$", "_to_out_0") : module;
    }

    private NDArray changed(NDArray old, Matcher name) {
        NDArray down = weights.get(name.group());
        NDArray up = weights.get(name.group(1) + name.group(2).replace("down", "up").replace("_A", "_B") + WEIGHT);
        String alpha = name.group(1) + ".alpha";
        long rank = down.getShape().get(0);
        long outputs = up.getShape().get(0);
        if (up.size() != outputs * rank || outputs != old.getShape().get(0)
                || outputs * (down.size() / rank) != old.size()) {
            throw new ModelException(weights.source() + ": " + name.group() + " " + down.getShape() + " and its other "
                    + "half " + up.getShape() + " do not fit the weight " + old.getShape() + "; take the LoRA of this "
                    + "model");
        }
        double factor = weights.has(alpha) ? scale * weights.get(alpha).toFloatArray()[0] / rank : scale;
        NDArray merged = Scope.run(old, weight -> {
            try (NDArray left = up.reshape(outputs, rank); NDArray right = down.reshape(rank, down.size() / rank);
                    NDArray product = left.matMul(right); NDArray change = Operators.scale(product, factor);
                    NDArray shaped = change.reshape(old.getShape())) {
                return Precision.of(old).cast(Precision.FP32.cast(weight).add(shaped));
            }
        });
        old.close();
        return merged;
    }

    @Override
    public void close() {
        weights.close();
    }
}
