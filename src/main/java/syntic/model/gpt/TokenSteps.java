package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import syntic.nn.Torch;
import syntic.nn.Work;

/** A model at work on many rows at once: the best next tokens of every row, and the step to the chosen ones. */
final class TokenSteps {
    /** A possible next token of a row. */
    record Candidate(int token, double logProbability) {}

    /** The row goes on with the token. A row may go on several times, or not at all. */
    record Continuation(int row, int token) {}

    private final TokenReader reader;
    private final int width;
    private List<List<Candidate>> candidates;

    /** @param width number of candidates for every row */
    TokenSteps(TokenReader reader, int width) {
        this.reader = reader;
        this.width = Math.min(width, reader.vocabulary());
        candidates = reader.rows() == 0 ? List.of() : read(reader::first);
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
        Work.check();
        long[] rows = continuations.stream().mapToLong(Continuation::row).toArray();
        long[] tokens = continuations.stream().mapToLong(Continuation::token).toArray();
        candidates = tokens.length == 0 ? List.of() : read(scope -> reader.next(scope, rows, tokens));
    }

    private List<List<Candidate>> read(Function<NDManager, NDArray> logits) {
        return Torch.withoutGradients(() -> {
            try (NDManager scope = reader.manager().newSubManager()) {
                NDList best = logits.apply(scope).logSoftmax(-1).topK(width, 1, true, true);    // [rows, width] each
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
}
