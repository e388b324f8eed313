package syntic.stage;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.model.gpt.Decoding;
import syntic.model.gpt.GptConfig;
import syntic.model.gpt.GreedyDecoding;
import syntic.model.gpt.Hypothesis;
import syntic.model.token.TextTokenizer;
import syntic.nn.Torch;

/**
 * Writes captions of images with a trained decoder. Takes over the model: closing the writer closes it.
 *
 * @param decoding greedy or beam search
 * @param most tokens of a caption, the end token included
 */
public record CaptionWriter(PrefixModel model, TextTokenizer tokenizer, Decoding decoding, int most)
        implements AutoCloseable {
    private static final int BATCH = 64;
    /** Tokens of a caption where nothing else is said, from DeCap's code. */
    public static final int PAPER_MOST = 30;
    /** The search where nothing else is said, from DeCap's code. */
    public static final Decoding PAPER_DECODING = new GreedyDecoding();

    /** Greedy decoding up to 30 tokens, as in the paper (from DeCap's code). */
    public CaptionWriter(PrefixModel model, TextTokenizer tokenizer) {
        this(model, tokenizer, PAPER_DECODING, PAPER_MOST);
    }

    /** A possible caption and the natural logarithm of its probability. */
    public record Candidate(String text, double logProbability) {}

    /**
     * A caption and where it looked.
     *
     * @param candidates what the search kept, the best first
     * @param attention weight of each of the image's objects, averaged over the heads; empty without objects
     */
    public record Description(String id, List<Candidate> candidates, Map<String, Double> attention) {
        /** The best caption. */
        public String caption() {
            return candidates.get(0).text();
        }
    }

    public CaptionWriter {
        GptConfig decoder = model.decoder().config();
        if (tokenizer.size() != decoder.vocabulary()) {
            throw new IllegalArgumentException("the decoder has " + decoder.vocabulary() + " tokens, the tokenizer "
                    + tokenizer.size() + "; give the tokenizer of its training");
        }
        int room = decoder.positions() - model.prefixLength();
        if (most < 1 || most > room) {
            throw new IllegalArgumentException("captions of " + most + " tokens do not fit the decoder, which has room "
                    + "for " + room);
        }
    }

    /** The best caption of every image, by id, in the inputs' order. */
    public Map<String, String> captions(CaptionInputs inputs) {
        Map<String, String> captions = new LinkedHashMap<>();
        describe(inputs).forEach(description -> captions.put(description.id(), description.caption()));
        return captions;
    }

    /** All that the search kept for every image, and the attention to its objects. */
    public List<Description> describe(CaptionInputs inputs) {
        List<Description> descriptions = new ArrayList<>();
        List<String> ids = inputs.images().ids();
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
            descriptions.addAll(Torch.withoutGradients(() -> describe(inputs, some)));
        }
        return descriptions;
    }

    private List<Description> describe(CaptionInputs inputs, List<String> ids) {
        try (NDManager scope = model.weights().manager().newSubManager()) {
            CaptionInputs.Batch batch = inputs.batch(scope, ids);
            List<Map<String, Double>> attention = attention(inputs, ids, batch);
            List<List<Hypothesis>> kept = decoding.decode(model.decoder(), model.prefix(batch), tokenizer.endId(),
                    most);
            List<Description> descriptions = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                List<Candidate> candidates = kept.get(i).stream()
                        .map(one -> new Candidate(tokenizer.decode(one.words()), one.logProbability())).toList();
                descriptions.add(new Description(ids.get(i), candidates, attention.get(i)));
            }
            return descriptions;
        }
    }

    private List<Map<String, Double>> attention(CaptionInputs inputs, List<String> ids, CaptionInputs.Batch batch) {
        List<Map<String, Double>> all = new ArrayList<>();
        float[] weights = model.readsObjects()
                ? model.fuse(batch).attention().mean(new int[] {1}).toFloatArray() : new float[0];  // [B, N], flat
        int most = weights.length / ids.size();
        for (int i = 0; i < ids.size(); i++) {
            Map<String, Double> one = new LinkedHashMap<>();
            List<String> tags = model.readsObjects() ? inputs.tags().of(ids.get(i)) : List.of();
            for (int n = 0; n < tags.size(); n++) {
                one.merge(tags.get(n), (double) weights[i * most + n], Double::sum);
            }
            all.add(one);
        }
        return all;
    }

    @Override
    public void close() {
        model.close();
    }
}
