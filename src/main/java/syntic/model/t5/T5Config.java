package syntic.model.t5;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import syntic.model.Architecture;
import syntic.model.ConfigFile;
import syntic.nn.Activation;
import syntic.nn.ShapeList;

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
        ShapeList list = new ShapeList();
        list.tensor("shared.weight", config.vocabulary(), config.width());
        config.stack(list.at("encoder"), config.encoderLayers(), false);
        config.stack(list.at("decoder"), config.decoderLayers(), true);
        if (!config.tied()) {
            list.tensor("lm_head.weight", config.vocabulary(), config.width());
        }
        return list.shapes();
    }

    private void stack(ShapeList list, int layers, boolean decoder) {
        for (int i = 0; i < layers; i++) {
            ShapeList block = list.at("block." + i + ".layer");
            attention(block.at("0.SelfAttention"));
            if (i == 0) {
                block.tensor("0.SelfAttention.relative_attention_bias.weight", positions.buckets(), heads);
            }
            block.tensor("0.layer_norm.weight", width);
            if (decoder) {
                attention(block.at("1.EncDecAttention"));
                block.tensor("1.layer_norm.weight", width);
            }
            ShapeList last = block.at(decoder ? "2" : "1");
            for (String in : gated ? new String[] {"wi_0", "wi_1"} : new String[] {"wi"}) {
                last.linearWithoutBias("DenseReluDense." + in, width, inner);
            }
            last.linearWithoutBias("DenseReluDense.wo", inner, width);
            last.tensor("layer_norm.weight", width);
        }
        list.tensor("final_layer_norm.weight", width);
    }

    private void attention(ShapeList list) {
        long all = (long) heads * headWidth;
        for (String projection : new String[] {"q", "k", "v"}) {
            list.linearWithoutBias(projection, width, all);
        }
        list.linearWithoutBias("o", all, width);
    }
}
