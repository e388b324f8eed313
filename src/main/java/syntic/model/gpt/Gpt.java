package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import syntic.model.ModelFolder;
import syntic.nn.Attention;
import syntic.nn.Compute;
import syntic.nn.Embedding;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Ownership;
import syntic.nn.Precision;
import syntic.nn.Scope;
import syntic.nn.Weights;

/**
 * GPT-2 (Radford et al. 2019): pre-norm blocks of causal attention and feed-forward, output tied to the token table.
 *
 * <p>It reads embeddings rather than tokens, so that vectors which are no tokens can stand in front as a prefix.
 *
 * <p>B batch, T sequence (prefix and tokens), W width, V vocabulary, H heads.
 */
public record Gpt(GptConfig config, Weights weights) implements AutoCloseable {
    private static final String PREFIX = "transformer.";
    /** The token table again, and masks that some files carry. */
    private static final Pattern IGNORED = Pattern.compile("lm_head\\.weight|.*\\.attn\\.(bias|masked_bias)");

    /**
     * Opens a folder with {@code config.json} and {@code model.safetensors}, with or without {@code transformer.}
     * before the names: the published GPT-2 has none.
     */
    public static Gpt from(Compute compute, Path folder) {
        ModelFolder files = new ModelFolder(folder);
        GptConfig config = GptConfig.from(files.config());
        return Ownership.handOver(files.rawWeights(compute), raw -> {
            Map<String, NDArray> named = new LinkedHashMap<>();
            raw.toMap().forEach((name, array) -> {
                if (!IGNORED.matcher(name).matches()) {
                    named.put(name.startsWith(PREFIX) ? name : PREFIX + name, array);
                }
            });
            return new Gpt(config, raw.as(named).require(GptConfig.parameters(config), Set.of()));
        });
    }

    /** Token embeddings. @param tokens int64 [B, T]; returns [B, T, W] */
    public NDArray embed(NDArray tokens) {
        return Precision.FP32.cast(Embedding.apply(weights.get("transformer.wte.weight"), tokens));
    }

    /**
     * The final states of a whole sequence, for training and scoring.
     *
     * @param embeddings [B, T, W] without positions
     * @return [B, T, W], normalised
     */
    public NDArray hidden(NDArray embeddings, GptDropout dropout) {
        return run(embeddings, dropout, null);
    }

    /**
     * The final states of the tokens that follow those in {@code cache}, which is extended by them.
     *
     * @param embeddings [B, T, W]; T is 1 unless the cache is empty
     */
    public NDArray hidden(NDArray embeddings, GptCache cache) {
        long steps = embeddings.getShape().get(1);
        if (cache.length() > 0 && steps != 1) {
            throw new IllegalArgumentException("a sequence that was begun goes on by one token a time, not " + steps);
        }
        return run(embeddings, GptDropout.NONE, cache);
    }

    /** Logits over the vocabulary. @param hidden [..., W]; returns [..., V] */
    public NDArray logits(NDArray hidden) {
        return Precision.FP32.cast(Linear.apply(weights.get("transformer.wte.weight"), null, weights.cast(hidden)));
    }

    private NDArray run(NDArray embeddings, GptDropout dropout, GptCache cache) {
        long past = cache == null ? 0 : cache.length();
        long last = past + embeddings.getShape().get(1);
        if (last > config.positions()) {
            throw new IllegalArgumentException("a sequence of " + last + " (prefix and tokens) is longer than the "
                    + config.positions() + " positions of the decoder; shorten the captions");
        }
        NDArray ids = embeddings.getManager().arange((int) past, (int) last, 1, DataType.INT64);
        NDArray positions = Embedding.apply(weights.get("transformer.wpe.weight"), ids);    // [T, W]
        NDArray x = GptDropout.apply(weights.cast(embeddings).add(positions), dropout.embedding()); // [B, T, W]
        for (int i = 0; i < config.layers(); i++) {
            int layer = i;
            x = Scope.run(x, input -> block(layer, input, dropout, cache));
        }
        return Precision.FP32.cast(Normalization.layer(weights.at("transformer.ln_f"), x, config.eps()));
    }

    private NDArray block(int layer, NDArray x, GptDropout dropout, GptCache cache) {
        Weights block = weights.at("transformer.h." + layer);
        NDArray normed = Normalization.layer(block.at("ln_1"), x, config.eps());
        NDArray seen = attention(block.at("attn"), layer, normed, dropout, cache);
        NDArray y = x.add(GptDropout.apply(seen, dropout.residual()));
        NDArray thought = feedForward(block.at("mlp"), Normalization.layer(block.at("ln_2"), y, config.eps()));
        return y.add(GptDropout.apply(thought, dropout.residual()));
    }

    private NDArray attention(Weights weights, int layer, NDArray x, GptDropout dropout, GptCache cache) {
        NDArray projected = TransposedLinear.apply(weights.at("c_attn"), x);                // [B, T, 3W]
        NDList parts = projected.split(3, 2);
        NDArray q = Attention.split(parts.get(0), config.heads());                          // [B, H, T, W/H]
        NDArray k = Attention.split(parts.get(1), config.heads());
        NDArray v = Attention.split(parts.get(2), config.heads());
        double scale = 1 / Math.sqrt((double) config.width() / config.heads());
        NDArray seen;
        if (cache == null || cache.length() == 0) {
            seen = CausalAttention.apply(q, k, v, scale, dropout.attention());
            if (cache != null) {
                cache.append(layer, k, v);
            }
        } else {
            cache.append(layer, k, v);
            seen = Attention.weights(q, cache.keys(layer), scale).matMul(cache.values(layer));
        }
        return TransposedLinear.apply(weights.at("c_proj"), Attention.join(seen));
    }

    private NDArray feedForward(Weights weights, NDArray x) {
        NDArray inner = config.activation().apply(TransposedLinear.apply(weights.at("c_fc"), x));
        return TransposedLinear.apply(weights.at("c_proj"), inner);
    }

    @Override
    public void close() {
        weights.close();
    }
}
