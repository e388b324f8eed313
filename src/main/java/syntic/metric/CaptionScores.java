package syntic.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import syntic.corpus.Corpus;
import syntic.store.ProgressListener;

/**
 * How good a system's captions are, for the corpus and for each image.
 *
 * <pre>{@code
 * CaptionScores scores = CaptionScores.evaluate(CocoCaptions.read(references), CocoResults.read(results));
 * double cider = scores.corpus().get("CIDEr");
 * }</pre>
 *
 * <p>Names are those of COCO result files: {@code Bleu_1 … Bleu_4, ROUGE_L, CIDEr}; the last one is CIDEr-D. An empty
 * caption is scored like any other.
 *
 * @param captions the scored captions as the metrics saw them
 * @param metrics  the scores, in the order of the metrics
 */
public record CaptionScores(TokenizedCaptions captions, List<MetricScores> metrics) {

    public CaptionScores {
        metrics = List.copyOf(metrics);
    }

    /**
     * Scores candidates by BLEU, ROUGE-L and CIDEr-D with the tokenizer of published scores.
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
        return of(TokenizedCaptions.of(references, candidates, tokenizer), Metrics.named(Metrics.DEFAULT),
                ProgressListener.SILENT);
    }

    /** As {@link #evaluate(Corpus, Map)}, by metrics of one's own choice: {@code Metrics.named(List.of("bleu"))}. */
    public static CaptionScores evaluate(Corpus references, Map<String, String> candidates, List<Metric> metrics,
            ProgressListener progress) {
        return of(TokenizedCaptions.of(references.textsByImage(), candidates, Tokenizer.ptb()), metrics, progress);
    }

    /** Scores captions that are tokenized already, by several metrics at a time. */
    public static CaptionScores of(TokenizedCaptions captions, List<Metric> metrics, ProgressListener progress) {
        return new CaptionScores(captions, metrics.parallelStream()
                .flatMap(metric -> metric.score(captions, progress).stream()).toList());
    }

    /**
     * These scores and further ones of the same captions, so that all have intervals and comparisons alike.
     *
     * @param more per-image values in the order of {@link #imageIds()}
     */
    public CaptionScores with(List<MetricScores> more) {
        for (MetricScores metric : more) {
            if (metric.perImage().length != imageIds().size()) {
                throw new IllegalArgumentException(metric.name() + " has " + metric.perImage().length
                        + " scores for " + imageIds().size() + " images");
            }
        }
        return new CaptionScores(captions, Stream.concat(metrics.stream(), more.stream()).toList());
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

    /** What was computed, in words, by name of the metrics that have several definitions. */
    public Map<String, String> variants() {
        Map<String, String> variants = new LinkedHashMap<>();
        metrics.stream().filter(metric -> !metric.variant().isEmpty())
                .forEach(metric -> variants.put(metric.name(), metric.variant()));
        return variants;
    }
}
