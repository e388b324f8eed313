package syntic.model.gpt;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.Map;
import syntic.model.Architecture;
import syntic.model.ConfigFile;
import syntic.nn.Activation;
import syntic.nn.Initializer;
import syntic.nn.ShapeList;

/**
 * The shape of a GPT-2 (Radford et al. 2019), under the keys of its {@code config.json}.
 *
 * @param vocabulary number of tokens ({@code vocab_size})
 * @param positions longest sequence, prefix included ({@code n_positions})
 * @param width of the residual stream ({@code n_embd})
 * @param layers {@code n_layer}
 * @param heads {@code n_head}
 * @param inner width inside the feed-forward block ({@code n_inner}, else four times the width)
 * @param activation {@code activation_function}
 * @param eps of the layer normalisations ({@code layer_norm_epsilon})
 */
public record GptConfig(int vocabulary, int positions, int width, int layers, int heads, int inner,
        Activation activation, double eps) {
    private static final double GPT2_EPS = 1e-5;
    /** Of the first weights. */
    public static final double GPT2_DEVIATION = 0.02;

    public GptConfig {
        if (vocabulary < 1 || positions < 1 || width < 1 || layers < 1 || heads < 1 || inner < 1) {
            throw new IllegalArgumentException("sizes must be 1 or more: vocabulary " + vocabulary + ", positions "
                    + positions + ", width " + width + ", layers " + layers + ", heads " + heads + ", inner " + inner);
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("a width of " + width + " cannot be split into " + heads + " heads");
        }
    }

    /** A GPT-2 of this size with everything else as published. */
    public static GptConfig of(int vocabulary, int positions, int width, int layers, int heads) {
        return new GptConfig(vocabulary, positions, width, layers, heads, 4 * width, Activation.GELU_NEW, GPT2_EPS);
    }

    public static GptConfig from(ConfigFile file) {
        Architecture.GPT2.require(file);
        file.requireIdle(Map.of("tie_word_embeddings", "true", "scale_attn_weights", "true",
                "scale_attn_by_inverse_layer_idx", "false", "add_cross_attention", "false"));
        int width = file.count("n_embd");
        int heads = file.count("n_head");
        if (width % heads != 0) {
            throw file.refuse("n_head", "is " + heads + ", which does not divide n_embd " + width);
        }
        return new GptConfig(file.count("vocab_size"), file.count("n_positions"), width, file.layers("n_layer"), heads,
                file.count("n_inner", 4 * width), file.activation("activation_function", Activation.GELU_NEW),
                file.number("layer_norm_epsilon", GPT2_EPS));
    }

    /** The configuration under the keys that {@link #from} reads. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", Architecture.GPT2.type());
        json.addProperty("vocab_size", vocabulary);
        json.addProperty("n_positions", positions);
        json.addProperty("n_embd", width);
        json.addProperty("n_layer", layers);
        json.addProperty("n_head", heads);
        json.addProperty("n_inner", inner);
        json.addProperty("activation_function", activation.configName());
        json.addProperty("layer_norm_epsilon", eps);
        json.addProperty("tie_word_embeddings", true);
        return json;
    }

    /** Name and shape of every tensor; two-dimensional weights of the blocks are stored [in, out]. */
    public static Map<String, Shape> parameters(GptConfig config) {
        long width = config.width();
        ShapeList list = new ShapeList();
        list.tensor("transformer.wte.weight", config.vocabulary(), width);
        list.tensor("transformer.wpe.weight", config.positions(), width);
        for (int i = 0; i < config.layers(); i++) {
            ShapeList block = list.at("transformer.h." + i);
            block.norm("ln_1", width);
            transposedLinear(block, "attn.c_attn", width, 3 * width);
            transposedLinear(block, "attn.c_proj", width, width);
            block.norm("ln_2", width);
            transposedLinear(block, "mlp.c_fc", width, config.inner());
            transposedLinear(block, "mlp.c_proj", config.inner(), width);
        }
        list.norm("transformer.ln_f", width);
        return list.shapes();
    }

    /**
     * First weights as GPT-2 draws them: normal with deviation 0.02, and smaller by the root of the number of residual
     * additions where a block adds to the stream.
     */
    public static Initializer initializer(GptConfig config) {
        double residual = GPT2_DEVIATION / Math.sqrt(2.0 * config.layers());
        return (name, shape) -> {
            if (shape.dimension() < 2) {
                return name.endsWith("weight") ? Initializer.Spread.ONE : Initializer.Spread.ZERO;
            }
            return new Initializer.Spread(name.endsWith("c_proj.weight") ? residual : GPT2_DEVIATION, 0);
        };
    }

    private static void transposedLinear(ShapeList list, String name, long in, long out) {
        list.tensor(name + ".weight", in, out);
        list.tensor(name + ".bias", out);
    }
}
