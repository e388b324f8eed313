package syntic.model.t5;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import syntic.model.Architecture;
import syntic.model.ConfigFile;
import syntic.nn.Activation;

/**
 * The shape of a T5 (Raffel et al. 2020), T5 1.1 or FLAN-T5, under the keys of its {@code config.json}.
 *
 * @param vocabulary number of tokens ({@code vocab_size})
 * @param width of the residual stream ({@code d_model})
 * @param headWidth {@code d_kv}; all heads together may be wider or narrower than the stream
 * @param inner width inside the feed-forward block ({@code d_ff})
 * @param encoderLayers {@code num_layers}
 * @param decoderLayers {@code num_decoder_layers}
 * @param heads {@code num_heads}
 * @param positions how distances become attention biases
 * @param activation of the feed-forward block
 * @param gated whether that block multiplies two inner products, as T5 1.1 and FLAN-T5 do
 * @param eps of the root-mean-square normalisations
 * @param tied whether the output is the token table again ({@code tie_word_embeddings}, as in the first T5)
 * @param start token that a decoder begins with ({@code decoder_start_token_id})
 * @param end token that ends an answer ({@code eos_token_id})
 * @param padding token that fills short rows ({@code pad_token_id})
 */
public record T5Config(int vocabulary, int width, int headWidth, int inner, int encoderLayers, int decoderLayers,
        int heads, RelativePositions positions, Activation activation, boolean gated, double eps, boolean tied,
        int start, int end, int padding) {
    private static final String GATED = "gated-";

    /** @throws syntic.model.ModelException naming the key if a value is missing, malformed or of another model */
    public static T5Config from(ConfigFile file) {
        Architecture.T5.require(file);
        String feedForward = file.text("feed_forward_proj", "relu");
        boolean gated = feedForward.startsWith(GATED);
        int layers = file.layers("num_layers");
        return new T5Config(file.count("vocab_size"), file.count("d_model"), file.count("d_kv"), file.count("d_ff"),
                layers, file.layers("num_decoder_layers", layers), file.count("num_heads"), positions(file),
                activation(file, gated ? feedForward.substring(GATED.length()) : feedForward, gated), gated,
                file.number("layer_norm_epsilon", 1e-6), file.flag("tie_word_embeddings", true),
                token(file, "decoder_start_token_id", 0), token(file, "eos_token_id", 1),
                token(file, "pad_token_id", 0));
    }

    private static RelativePositions positions(ConfigFile file) {
        try {
            return new RelativePositions(file.count("relative_attention_num_buckets", 32),
                    file.count("relative_attention_max_distance", 128));
        } catch (IllegalArgumentException e) {
            throw file.refuse("relative_attention_num_buckets", "does not fit: " + e.getMessage());
        }
    }

    private static Activation activation(ConfigFile file, String name, boolean gated) {
        // The published models say "gated-gelu" and compute the tanh form.
        String known = gated && name.equals("gelu") ? Activation.GELU_NEW.configName() : name;
        try {
            return Activation.of(known);
        } catch (IllegalArgumentException e) {
            throw file.refuse("feed_forward_proj", "is an " + e.getMessage());
        }
    }

    private static int token(ConfigFile file, String key, int otherwise) {
        int id = file.integer(key, otherwise);
        if (id >= file.count("vocab_size")) {
            throw file.refuse(key, "is " + id + ", outside a vocabulary of " + file.count("vocab_size"));
        }
        return id;
    }

    /** Name and shape of every tensor. */
    public static Map<String, Shape> parameters(T5Config config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Shape table = new Shape(config.vocabulary(), config.width());
        shapes.put("shared.weight", table);
        config.stack(shapes, "encoder", config.encoderLayers(), false);
        config.stack(shapes, "decoder", config.decoderLayers(), true);
        if (!config.tied()) {
            shapes.put("lm_head.weight", table);
        }
        return shapes;
    }

    private void stack(Map<String, Shape> shapes, String stack, int layers, boolean decoder) {
        for (int i = 0; i < layers; i++) {
            String block = stack + ".block." + i + ".layer.";
            attention(shapes, block + "0.SelfAttention");
            if (i == 0) {
                shapes.put(block + "0.SelfAttention.relative_attention_bias.weight",
                        new Shape(positions.buckets(), heads));
            }
            norm(shapes, block + "0.layer_norm");
            if (decoder) {
                attention(shapes, block + "1.EncDecAttention");
                norm(shapes, block + "1.layer_norm");
            }
            String last = block + (decoder ? "2" : "1");
            for (String in : gated ? new String[] {"wi_0", "wi_1"} : new String[] {"wi"}) {
                shapes.put(last + ".DenseReluDense." + in + ".weight", new Shape(inner, width));
            }
            shapes.put(last + ".DenseReluDense.wo.weight", new Shape(width, inner));
            norm(shapes, last + ".layer_norm");
        }
        norm(shapes, stack + ".final_layer_norm");
    }

    private void attention(Map<String, Shape> shapes, String name) {
        long all = (long) heads * headWidth;
        for (String projection : new String[] {"q", "k", "v"}) {
            shapes.put(name + "." + projection + ".weight", new Shape(all, width));
        }
        shapes.put(name + ".o.weight", new Shape(width, all));
    }

    private void norm(Map<String, Shape> shapes, String name) {
        shapes.put(name + ".weight", new Shape(width));
    }
}
