package syntic.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import syntic.corpus.Corpus;

/**
 * How good a system's captions are: BLEU-1…4, ROUGE-L and CIDEr-D for the corpus and for each image.
 *
 * <pre>{@code
 * CaptionScores scores = CaptionScores.evaluate(CocoCaptions.read(references), CocoResults.read(results));
 * double cider = scores.corpus().get("CIDEr");
 * }</pre>
 *
 * <p>Names are those of COCO result files: {@code Bleu_1 … Bleu_4, ROUGE_L, CIDEr}; the last one is CIDEr-D. An empty
 * caption is scored like any other.
 *
 * @param captions   the scored captions as the metrics saw them
 * @param bleuCounts the n-gram counts of the whole corpus
 * @param metrics    the scores, in the order above
 */
public record CaptionScores(TokenizedCaptions captions, BleuCounts bleuCounts, List<MetricScores> metrics) {

    /**
     * Scores candidates with the tokenizer of published scores.
     *
     * @param references image id to reference captions. Images without a candidate are left out altogether; CIDEr-D
     *                   then differs from that of the whole set, so compare {@link #imageIds()} with it
     * @param candidates image id to candidate caption
     * @throws CaptionSetException if a candidate has no references, a caption is null or there is no candidate at all
     */
    public static CaptionScores evaluate(Map<String, List<String>> references, Map<String, String> candidates) {
        return evaluate(references, candidates, Tokenizer.ptb());
    }

    /** As {@link #evaluate(Map, Map)}, with the captions of a corpus as references. */
    public static CaptionScores evaluate(Corpus references, Map<String, String> candidates) {
        return evaluate(references.textsByImage(), candidates);
    }

    /** As {@link #evaluate(Map, Map)}, with another tokenizer. */
    public static CaptionScores evaluate(Map<String, List<String>> references, Map<String, String> candidates,
            Tokenizer tokenizer) {
        TokenizedCaptions captions = TokenizedCaptions.of(references, candidates, tokenizer);
        Bleu bleu = new Bleu();
        List<BleuCounts> counts = bleu.count(captions);
        List<MetricScores> metrics = new ArrayList<>(bleu.score(counts));
        metrics.addAll(new RougeL().score(captions));
        metrics.addAll(new CiderD().score(captions));
        return new CaptionScores(captions,
                BleuCounts.sum(counts, IntStream.range(0, counts.size()).toArray()), List.copyOf(metrics));
    }

    /** The images that were scored, in the order of {@link #perImage()}. */
    public List<String> imageIds() {
        return captions.imageIds();
    }

    /** The corpus scores by name. */
    public Map<String, Double> corpus() {
        Map<String, Double> corpus = new LinkedHashMap<>();
        metrics.forEach(metric -> corpus.put(metric.name(), metric.corpus()));
        return corpus;
    }

    /** The scores of each image by name, in the order of {@link #imageIds()}. */
    public Map<String, double[]> perImage() {
        Map<String, double[]> perImage = new LinkedHashMap<>();
        metrics.forEach(metric -> perImage.put(metric.name(), metric.perImage()));
        return perImage;
    }
}
