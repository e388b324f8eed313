package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import syntic.model.ModelException;
import syntic.model.ModelFolder;
import syntic.model.gpt.Decoding;
import syntic.model.gpt.Hypothesis;
import syntic.nn.Compute;
import syntic.nn.Linear;
import syntic.nn.Operators;
import syntic.nn.Precision;
import syntic.nn.Scope;
import syntic.nn.Weights;

/**
 * T5 (Raffel et al. 2020), T5 1.1 and FLAN-T5: an encoder reads the prompt, a decoder writes the answer.
 *
 * <p>B batch, S tokens of the prompt, T tokens of the answer, W width, V vocabulary.
 */
public record T5(T5Config config, Weights weights) implements AutoCloseable {
    /** Added to logits of keys that must not be seen. */
    static final float HIDDEN = -1e30f;
    private static final long NO_TARGET = -100;
    /** Copies of the token table, and a table that old files carry though no layer reads it. */
    private static final Set<String> IGNORED = Set.of("encoder.embed_tokens.weight", "decoder.embed_tokens.weight",
            "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight");

    /**
     * Reads the folder of a T5ForConditionalGeneration.
     *
     * @throws ModelException if it is to compute in fp16, whose largest number its feed-forward layers exceed
     */
    public static T5 from(Compute compute, Path path) {
        ModelFolder folder = new ModelFolder(path);
        T5Config config = T5Config.from(folder.config());
        Set<String> ignored = new HashSet<>(IGNORED);
        if (config.tied()) {
            ignored.add("lm_head.weight");
        }
        Weights weights = folder.weights(compute, T5Config.parameters(config), ignored);
        if (weights.precision() == Precision.FP16) {
            weights.close();
            throw new ModelException(path + ": a T5 overflows in fp16; choose the dtype bf16 or fp32");
        }
        return new T5(config, weights);
    }

    /**
     * Reads prompts.
     *
     * @param ids int64 [B, S]
     * @param mask int64 [B, S], 0 where there is padding
     * @return [B, S, W]
     */
    public NDArray encode(NDArray ids, NDArray mask) {
        return Precision.FP32.cast(new T5Encoder(config, weights).apply(ids, hidden(ids, mask)));
    }

    /**
     * Logits over the vocabulary after every token of whole answers.
     *
     * @param encoded what {@link #encode} gave for the prompts, and their mask
     * @param answers int64 [B, T], beginning with the start token
     * @return [B, T, V]
     */
    public NDArray logits(NDArray encoded, NDArray mask, NDArray answers) {
        try (T5Cache cache = new T5Cache(answers.getManager(), config)) {
            return logits(encoded, hidden(mask, mask), answers, cache);
        }
    }

    NDArray logits(NDArray encoded, NDArray hidden, NDArray answers, T5Cache cache) {
        NDArray states = new T5Decoder(config, weights)
                .apply(answers, weights.cast(Scope.view(encoded, answers)), hidden, cache); // [B, T, W]
        NDArray scaled = config.tied() ? Operators.scale(states, 1 / Math.sqrt(config.width())) : states;
        return Precision.FP32.cast(Linear.apply(weights.get(config.tied() ? "shared.weight" : "lm_head.weight"),
                null, scaled));
    }

    /**
     * Teacher forcing: the mean cross-entropy of the answers' tokens, each after the prompt and the true tokens before
     * it. Padding is no target.
     *
     * @param answers int64 [B, T], the end token included, padded at the end as the configuration says
     * @param smoothing label smoothing in [0, 1)
     * @return a scalar of the manager of {@code prompts}
     */
    public NDArray loss(T5Batch prompts, NDArray answers, double smoothing) {
        long[] targets = answers.toLongArray();
        if (Arrays.stream(targets).allMatch(target -> target == config.padding())) {
            throw new IllegalArgumentException("a batch of " + answers.getShape().get(0)
                    + " answers has no token but padding");
        }
        int length = (int) answers.getShape().get(1);
        long[] read = new long[targets.length];
        for (int i = 0; i < targets.length; i++) {
            read[i] = i % length == 0 ? config.start() : targets[i - 1];
        }
        // Padding is a token, and often the start token too; what is not counted gets a number that is none.
        long[] counted = Arrays.stream(targets).map(target -> target == config.padding() ? NO_TARGET : target)
                .toArray();
        NDManager manager = prompts.ids().getManager();
        NDArray encoded = encode(prompts.ids(), prompts.mask());
        NDArray logits = logits(encoded, prompts.mask(), manager.create(read, answers.getShape()));     // [B, T, V]
        return Operators.crossEntropy(logits.reshape(targets.length, config.vocabulary()),
                manager.create(counted), NO_TARGET, smoothing);
    }

    /**
     * Answers prompts.
     *
     * @param end token that ends an answer
     * @param most tokens of an answer, the end token included
     * @return for every prompt the answers that were kept, the best first
     */
    public List<List<Hypothesis>> answer(T5Batch prompts, Decoding decoding, int end, int most) {
        try (PromptReader reader = new PromptReader(this, prompts.ids(), prompts.mask())) {
            return decoding.decode(reader, end, most);
        }
    }

    /** [B, 1, 1, S] of the manager of {@code ids}: 0 where the mask is 1, a large negative number elsewhere. */
    static NDArray hidden(NDArray ids, NDArray mask) {
        Shape shape = ids.getShape();
        if (shape.dimension() != 2 || !mask.getShape().equals(shape) || ids.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException("ids and mask must be int64 [prompts, tokens], not "
                    + ids.getDataType() + " " + shape + " and " + mask.getShape());
        }
        long[] seen = mask.toLongArray();
        float[] values = new float[seen.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = seen[i] == 0 ? HIDDEN : 0;
        }
        return ids.getManager().create(values, new Shape(shape.get(0), 1, 1, shape.get(1)));
    }

    @Override
    public void close() {
        weights.close();
    }
}
