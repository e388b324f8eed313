package syntic.model.t5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import syntic.model.ModelFolder;
import syntic.nn.Operators;
import syntic.nn.Torch;
import syntic.nn.Weights;

/**
 * T5 (Raffel et al. 2020), T5 1.1 and FLAN-T5: an encoder reads the prompt, a decoder writes the answer.
 *
 * <p>B batch, S tokens of the prompt, T tokens of the answer, W width, V vocabulary.
 */
public record T5(T5Config config, Weights weights) implements AutoCloseable {
    /** Added to logits of keys that must not be seen. */
    static final float HIDDEN = -1e30f;
    /** Copies of the token table, and a table that old files carry though no layer reads it. */
    private static final Set<String> IGNORED = Set.of("encoder.embed_tokens.weight", "decoder.embed_tokens.weight",
            "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight");

    /** Reads the folder of a T5ForConditionalGeneration. */
    public static T5 from(NDManager parent, Path path) {
        ModelFolder folder = new ModelFolder(path);
        T5Config config = T5Config.from(folder.config());
        Set<String> ignored = new HashSet<>(IGNORED);
        if (config.tied()) {
            ignored.add("lm_head.weight");
        }
        return new T5(config, folder.weights(parent, T5Config.parameters(config), ignored));
    }

    /**
     * Reads prompts.
     *
     * @param ids int64 [B, S]
     * @param mask int64 [B, S], 0 where there is padding
     * @return [B, S, W]
     */
    public NDArray encode(NDArray ids, NDArray mask) {
        return new T5Encoder(config, weights).apply(ids, hidden(ids, mask));
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

    private NDArray logits(NDArray encoded, NDArray hidden, NDArray answers, T5Cache cache) {
        NDArray states = new T5Decoder(config, weights).apply(answers, encoded, hidden, cache);     // [B, T, W]
        NDArray scaled = config.tied() ? Operators.scale(states, 1 / Math.sqrt(config.width())) : states;
        return JniUtils.linear((PtNDArray) scaled, weights.get(config.tied() ? "shared.weight" : "lm_head.weight"),
                null);
    }

    /** As {@link #greedy(NDArray, NDArray, int, int)} with the end token of the configuration. */
    public List<List<Integer>> greedy(NDArray ids, NDArray mask, int most) {
        return greedy(ids, mask, config.end(), most);
    }

    /**
     * Answers prompts, always with the most probable next token.
     *
     * @param ids int64 [B, S]; mask int64 [B, S]
     * @param end token that ends an answer
     * @param most tokens of an answer, the end token included
     * @return the tokens of every answer, the end token included where it was reached, the start token not
     */
    public List<List<Integer>> greedy(NDArray ids, NDArray mask, int end, int most) {
        List<List<Integer>> answers = new ArrayList<>();
        long rows = ids.getShape().get(0);
        for (long row = 0; row < rows; row++) {
            answers.add(new ArrayList<>());
        }
        return Torch.withoutGradients(() -> {
            try (NDManager scope = ids.getManager().newSubManager(); T5Cache cache = new T5Cache(scope, config)) {
                NDArray encoded = encode(attached(ids, scope), mask);
                NDArray hidden = hidden(attached(ids, scope), mask);
                long[] last = new long[(int) rows];
                Arrays.fill(last, config.start());
                for (int step = 0; step < most && answers.stream().anyMatch(answer -> !ended(answer, end)); step++) {
                    last = next(scope, encoded, hidden, last, cache);
                    for (int row = 0; row < last.length; row++) {
                        if (!ended(answers.get(row), end)) {
                            answers.get(row).add((int) last[row]);
                        }
                    }
                }
                return answers;
            }
        });
    }

    private long[] next(NDManager parent, NDArray encoded, NDArray hidden, long[] last, T5Cache cache) {
        try (NDManager step = parent.newSubManager()) {
            NDArray token = step.create(last, new Shape(last.length, 1));
            return logits(encoded, hidden, token, cache).argMax(-1).toLongArray();                  // [B, 1]
        }
    }

    private static boolean ended(List<Integer> answer, int end) {
        return !answer.isEmpty() && answer.get(answer.size() - 1) == end;
    }

    /** A view that the scope closes. */
    private static NDArray attached(NDArray array, NDManager scope) {
        NDArray view = array.reshape(array.getShape());
        view.attach(scope);
        return view;
    }

    /** [B, 1, 1, S] of the manager of {@code ids}: 0 where the mask is 1, a large negative number elsewhere. */
    private NDArray hidden(NDArray ids, NDArray mask) {
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
