package syntic.method.zerocap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptCache;
import syntic.model.gpt.TokenReader;
import syntic.model.token.TextTokenizer;
import syntic.nn.Slice;
import syntic.stage.TextFit;

/** A language model whose next token is steered to photos; a search reads it like any other. */
final class SteeredReader extends TokenReader {
    private final Gpt gpt;
    private final TextTokenizer tokenizer;
    private final CacheShift shift;
    private final TextFit fit;
    /** Of all tokens that were read, unsteered. */
    private final GptCache cache;
    private final int[] prompt;
    private final int end;
    private List<float[]> photos;
    private List<int[]> texts;

    /**
     * @param prompt tokens that every text begins with, 1 or more; the first is no text
     * @param end the token that ends a caption
     * @param photos features of length 1
     */
    SteeredReader(NDManager parent, Gpt gpt, TextTokenizer tokenizer, CacheShift shift, TextFit fit, int[] prompt,
            int end, List<float[]> photos) {
        super(parent);
        this.gpt = gpt;
        this.tokenizer = tokenizer;
        this.shift = shift;
        this.fit = fit;
        this.prompt = prompt;
        this.end = end;
        this.photos = photos;
        texts = Collections.nCopies(photos.size(), new int[0]);
        cache = new GptCache(manager(), gpt.config());
    }

    @Override
    public int rows() {
        return photos.size();
    }

    @Override
    public int vocabulary() {
        return gpt.config().vocabulary();
    }

    @Override
    public NDArray first(NDManager scope) {
        long[] tokens = IntStream.range(0, rows()).flatMap(row -> Arrays.stream(prompt)).asLongStream().toArray();
        return steered(scope, tokens, prompt.length);
    }

    @Override
    public NDArray next(NDManager scope, long[] rows, long[] tokens) {
        cache.select(rows);
        List<float[]> photosNow = new ArrayList<>();
        List<int[]> textsNow = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            photosNow.add(photos.get((int) rows[i]));
            textsNow.add(extended(texts.get((int) rows[i]), (int) tokens[i]));
        }
        photos = photosNow;
        texts = textsNow;
        return steered(scope, tokens, 1);
    }

    /** Log-probabilities of the token after. @param tokens [rows · each], flat */
    private NDArray steered(NDManager scope, long[] tokens, int each) {
        NDArray hidden = gpt.hidden(gpt.embed(scope.create(tokens, new Shape(rows(), each))), cache);
        NDArray unsteered = gpt.logits(Slice.of(hidden, 1, each - 1, each).squeeze(1)).logSoftmax(-1);  // [R, V]
        long before = cache.length() - 1;
        NDArray logits = unsteered;
        // A text of one token has nothing before it that could be shifted.
        if (before > 0 && shift.steering().iterations() > 0) {
            List<NDArray> past = cache.tensors().stream().map(one -> {
                NDArray part = Slice.of(one, 2, 0, before);
                part.attach(scope);
                return part;
            }).toList();
            long[] last = IntStream.range(0, rows()).mapToLong(row -> tokens[(row + 1) * each - 1]).toArray();
            logits = shift.logits(scope, past, last, unsteered, this::target);
        }
        return scope.create(fused(logits.toFloatArray(), unsteered.toFloatArray()), unsteered.getShape());
    }

    /** CLIP's distribution over the candidates, 0 elsewhere. @param logits [R, V]; returns [R, V], flat */
    private float[] target(NDArray logits) {
        int candidates = Math.min(shift.steering().candidates(), vocabulary());
        long[] best = logits.topK(candidates, 1, true, true).get(1).toLongArray();
        List<List<String>> candidateTexts = new ArrayList<>();
        for (int row = 0; row < rows(); row++) {
            int[] text = texts.get(row);
            candidateTexts.add(Arrays.stream(best, row * candidates, (row + 1) * candidates)
                    .mapToObj(token -> tokenizer.decode(whole(extended(text, (int) token)))).toList());
        }
        List<double[]> weights = fit.weights(photos, candidateTexts);
        float[] target = new float[rows() * vocabulary()];
        for (int i = 0; i < best.length; i++) {
            target[i / candidates * vocabulary() + (int) best[i]] = (float) weights.get(i / candidates)[i % candidates];
        }
        return target;
    }

    /** Log-probabilities from steered logits and unsteered log-probabilities, with what is done to the end token. */
    private float[] fused(float[] logits, float[] unsteered) {
        Steering steering = shift.steering();
        boolean begins = texts.get(0).length == 0;
        double factor = begins ? 1 / steering.startFactor() : steering.endFactor();
        float[] fused = new float[logits.length];
        for (int row = 0; row < rows(); row++) {
            int from = row * vocabulary();
            float ending = logits[from + end];
            logits[from + end] = (float) (ending > 0 ? ending * factor : ending / factor);
            double total = logSum(logits, from);
            for (int i = from; i < from + vocabulary(); i++) {
                fused[i] = (float) (steering.fusion() * (logits[i] - total) + (1 - steering.fusion()) * unsteered[i]);
            }
            double again = logSum(fused, from);
            for (int i = from; i < from + vocabulary(); i++) {
                fused[i] -= (float) again;
            }
        }
        return fused;
    }

    private double logSum(float[] values, int from) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + vocabulary(); i++) {
            highest = Math.max(highest, values[i]);
        }
        double sum = 0;
        for (int i = from; i < from + vocabulary(); i++) {
            sum += Math.exp(values[i] - highest);
        }
        return highest + Math.log(sum);
    }

    /** A text with the prompt's words before it. */
    int[] whole(int[] text) {
        int[] words = Arrays.copyOfRange(prompt, 1, prompt.length + text.length);
        System.arraycopy(text, 0, words, prompt.length - 1, text.length);
        return words;
    }

    private static int[] extended(int[] text, int token) {
        int[] longer = Arrays.copyOf(text, text.length + 1);
        longer[text.length] = token;
        return longer;
    }
}
