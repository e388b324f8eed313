package syntic.method.magic;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptCache;
import syntic.model.token.TextTokenizer;
import syntic.nn.Embedding;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.nn.Work;
import syntic.stage.TextFit;

/**
 * MAGIC search (Su et al. 2022, arXiv 2205.02655): of the k most probable next tokens v the one with the highest
 *
 * <pre>(1 - α) p(v | text) - α max over the text's tokens j of cos(h_v, h_j) + β f(v)</pre>
 *
 * <p>where h are final states of the language model and f is a softmax, over the k texts that end with a v, of their
 * CLIP cosines with the photo. With β = 0 it is contrastive search, with α = 0 too the most probable token.
 *
 * @param start token that every text begins with
 */
record MagicSearch(Gpt gpt, TextTokenizer tokenizer, int start, TextFit fit, Magic.Search config) {
    /** The tokens of a caption for each photo, without start and end. @param photos features of length 1 */
    List<int[]> captions(List<float[]> photos) {
        return Torch.withoutGradients(() -> {
            try (NDManager manager = gpt.weights().manager().newSubManager();
                    GptCache cache = new GptCache(manager, gpt.config())) {
                return new Captions(manager, cache, photos).search();
            }
        });
    }

    /** The score of every candidate. @param similarity highest cosine with a token of the text */
    double[] scores(float[] probabilities, float[] similarity, double[] fitting) {
        return IntStream.range(0, fitting.length).mapToDouble(i -> (1 - config.alpha()) * probabilities[i]
                - config.alpha() * similarity[i] + config.beta() * fitting[i]).toArray();
    }

    /** Texts in the making; rows are those that have not ended. */
    private final class Captions {
        private final NDManager manager;
        private final GptCache cache;
        private final List<float[]> photos;
        private final List<int[]> texts;
        private final int candidates = Math.min(config.candidates(), gpt.config().vocabulary());
        private List<Integer> live;
        /** Unit states of the tokens so far [R, T, W]. */
        private NDArray context;
        /** Logits of the next token [R, V]. */
        private NDArray logits;

        Captions(NDManager manager, GptCache cache, List<float[]> photos) {
            this.manager = manager;
            this.cache = cache;
            this.photos = photos;
            texts = new ArrayList<>(Collections.nCopies(photos.size(), new int[0]));
            live = IntStream.range(0, photos.size()).boxed().toList();
        }

        List<int[]> search() {
            try (NDManager scope = manager.newSubManager()) {
                long[] starts = new long[photos.size()];
                Arrays.fill(starts, start);
                NDArray hidden = hidden(scope, starts);
                keep(Normalization.unit(hidden), gpt.logits(hidden.squeeze(1)));
            }
            for (int length = 0; length < config.longest() && !live.isEmpty(); length++) {
                Work.check();
                try (NDManager scope = manager.newSubManager()) {
                    step(scope);
                }
            }
            return texts;
        }

        private void step(NDManager scope) {
            NDArray probable = logits.softmax(-1);
            probable.attach(scope);
            NDList best = probable.topK(candidates, 1, true, true);                         // [R, k] each
            float[] probabilities = best.get(0).toFloatArray();
            long[] tokens = best.get(1).toLongArray();
            int rows = live.size();
            cache.select(LongStream.range(0, (long) rows * candidates).map(i -> i / candidates).toArray());
            NDArray hidden = hidden(scope, tokens);                                         // [R·k, 1, W]
            NDArray unit = Normalization.unit(hidden.reshape(rows, candidates, gpt.config().width()));
            NDArray seen = context.swapAxes(1, 2);                                          // [R, W, T]
            seen.attach(scope);
            float[] similarity = unit.matMul(seen).max(new int[] {2}).toFloatArray();       // [R, k]
            List<double[]> fitting = fitting(tokens);
            List<Integer> going = new ArrayList<>();
            List<Long> chosen = new ArrayList<>();
            List<Long> kept = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                int from = row * candidates;
                double[] scores = scores(Arrays.copyOfRange(probabilities, from, from + candidates),
                        Arrays.copyOfRange(similarity, from, from + candidates), fitting.get(row));
                int winner = from + IntStream.range(0, candidates).boxed()
                        .max((a, b) -> scores[a] == scores[b] ? b - a : Double.compare(scores[a], scores[b])).get();
                if (tokens[winner] != tokenizer.endId()) {
                    int photo = live.get(row);
                    texts.set(photo, extended(texts.get(photo), (int) tokens[winner]));
                    going.add(photo);
                    chosen.add((long) winner);
                    kept.add((long) row);
                }
            }
            live = going;
            if (!going.isEmpty()) {
                long[] winners = chosen.stream().mapToLong(Long::longValue).toArray();
                cache.select(winners);
                NDArray next = Embedding.rows(hidden, scope.create(winners));               // [R', 1, W]
                NDArray before = Embedding.rows(context, scope.create(kept.stream().mapToLong(Long::longValue)
                        .toArray()));
                keep(before.concat(Normalization.unit(next), 1), gpt.logits(next.squeeze(1)));
            }
        }

        private List<double[]> fitting(long[] tokens) {
            List<List<String>> candidateTexts = new ArrayList<>();
            for (int row = 0; row < live.size(); row++) {
                int[] text = texts.get(live.get(row));
                candidateTexts.add(Arrays.stream(tokens, row * candidates, (row + 1) * candidates)
                        .mapToObj(token -> tokenizer.decode(extended(text, (int) token))).toList());
            }
            return config.beta() == 0 ? Collections.nCopies(live.size(), new double[candidates])
                    : fit.weights(live.stream().map(photos::get).toList(), candidateTexts);
        }

        /** States of the next token of every row of the cache [rows, 1, W]. */
        private NDArray hidden(NDManager scope, long[] tokens) {
            return gpt.hidden(gpt.embed(scope.create(tokens, new Shape(tokens.length, 1))), cache);
        }

        private void keep(NDArray states, NDArray next) {
            if (context != null) {
                context.close();
                logits.close();
            }
            context = states;
            logits = next;
            context.attach(manager);
            logits.attach(manager);
        }
    }

    private static int[] extended(int[] text, int token) {
        int[] longer = Arrays.copyOf(text, text.length + 1);
        longer[text.length] = token;
        return longer;
    }
}
