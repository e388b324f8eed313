package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import syntic.nn.Torch;

/** The decoder at work on many rows at once: the best next tokens of every row, and the step to the chosen ones. */
final class TokenSteps implements AutoCloseable {
    /** A possible next token of a row. */
    record Candidate(int token, double logProbability) {}

    /** The row goes on with the token. A row may go on several times, or not at all. */
    record Continuation(int row, int token) {}

    private final Gpt gpt;
    private final NDManager manager;
    private final GptCache cache;
    private final int width;
    private List<List<Candidate>> candidates;

    /** @param width number of candidates for every row */
    TokenSteps(Gpt gpt, NDArray prefix, int width) {
        Shape shape = prefix.getShape();
        if (shape.dimension() != 3 || shape.get(1) < 1 || shape.get(2) != gpt.config().width()) {
            throw new IllegalArgumentException("the prefix has shape " + shape + "; [captions, 1 or more vectors, "
                    + gpt.config().width() + "] is needed");
        }
        this.gpt = gpt;
        this.width = Math.min(width, gpt.config().vocabulary());
        manager = prefix.getManager().newSubManager();
        cache = new GptCache(manager, gpt.config());
        if (shape.get(0) == 0) {
            candidates = List.of();
        } else {
            read(prefix);
        }
    }

    /** Rows that are read at present. */
    int rows() {
        return candidates.size();
    }

    /** The most probable next tokens of a row, the best first. */
    List<Candidate> candidates(int row) {
        return candidates.get(row);
    }

    /** Reads one token a continuation; the continuations are the rows from now on. */
    void advance(List<Continuation> continuations) {
        if (continuations.isEmpty()) {
            candidates = List.of();
            return;
        }
        cache.select(continuations.stream().mapToLong(Continuation::row).toArray());
        long[] tokens = continuations.stream().mapToLong(Continuation::token).toArray();
        try (NDManager step = manager.newSubManager()) {
            NDArray ids = step.create(tokens, new Shape(tokens.length, 1));
            read(gpt.embed(ids));
        }
    }

    private void read(NDArray embeddings) {
        candidates = Torch.withoutGradients(() -> {
            try (NDManager step = manager.newSubManager()) {
                NDArray input = embeddings.reshape(embeddings.getShape());      // [rows, T, W]
                input.attach(step);
                long last = input.getShape().get(1) - 1;
                NDArray hidden = gpt.hidden(input, cache);
                NDArray logits = gpt.logits(JniUtils.slice((PtNDArray) hidden, 1, last, last + 1, 1).squeeze(1));
                NDList best = logits.logSoftmax(-1).topK(width, 1, true, true); // [rows, width] each
                return candidates(best.get(0).toFloatArray(), best.get(1).toLongArray());
            }
        });
    }

    private List<List<Candidate>> candidates(float[] values, long[] tokens) {
        List<List<Candidate>> all = new ArrayList<>();
        for (int row = 0; row < values.length / width; row++) {
            List<Candidate> some = new ArrayList<>();
            for (int i = row * width; i < (row + 1) * width; i++) {
                some.add(new Candidate((int) tokens[i], values[i]));
            }
            all.add(some);
        }
        return all;
    }

    @Override
    public void close() {
        manager.close();
    }
}
