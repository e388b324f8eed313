package syntic.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.corpus.Corpus;
import syntic.metric.ClipScore;
import syntic.metric.MetricScores;
import syntic.store.FeatureSet;

/**
 * Judges captions by CLIP: CLIPScore and RefCLIPScore, or ReCap's aCLIP-S and RefaCLIP-S where the features of the
 * images were mapped by an {@link Alignment}.
 *
 * <pre>{@code
 * CaptionScores scores = CaptionScores.evaluate(references, captions);
 * scores = scores.with(new ClipEvaluation(encoding).score(scores.imageIds(), photos, captions, references));
 * }</pre>
 *
 * @param encoding the CLIP that judges; a system that was made with the same CLIP pleases it too easily
 * @param prompt what stands before every sentence
 */
public record ClipEvaluation(Encoding encoding, String prompt) {
    /** The prompt of the published code. */
    public static final String PROMPT = "A photo depicts ";

    /** With the prompt of the published code. */
    public ClipEvaluation(Encoding encoding) {
        this(encoding, PROMPT);
    }

    /**
     * CLIPScore and RefCLIPScore.
     *
     * @param imageIds the images to score, in the order of the result
     * @param images features of at least these images, by image id
     * @param captions image id to generated caption
     * @param references captions of at least these images
     */
    public List<MetricScores> score(List<String> imageIds, FeatureSet images, Map<String, String> captions,
            Corpus references) {
        return score(ClipScore.Space.CLIP, imageIds, images, captions, references);
    }

    /** aCLIP-S and RefaCLIP-S: as {@link #score}, with the images mapped to where captions are. */
    public List<MetricScores> scoreAligned(Alignment alignment, List<String> imageIds, FeatureSet images,
            Map<String, String> captions, Corpus references) {
        return score(ClipScore.Space.ALIGNED, imageIds, alignment.map(images), captions, references);
    }

    private List<MetricScores> score(ClipScore.Space space, List<String> imageIds, FeatureSet images,
            Map<String, String> captions, Corpus references) {
        Map<String, List<String>> texts = references.textsByImage();
        List<String> candidates = new ArrayList<>();
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (String id : imageIds) {
            if (!captions.containsKey(id) || !texts.containsKey(id)) {
                throw new IllegalArgumentException("image " + id + " has no "
                        + (captions.containsKey(id) ? "references" : "generated caption"));
            }
            candidates.add(prompt + captions.get(id));
            texts.get(id).forEach(text -> rows.putIfAbsent(prompt + text, rows.size()));
        }
        float[][] sentences = encoding.texts(List.copyOf(rows.keySet()));
        List<float[][]> ofImages = imageIds.stream().map(id -> texts.get(id).stream()
                .map(text -> sentences[rows.get(prompt + text)]).toArray(float[][]::new)).toList();
        return new ClipScore(space).score(images.select(imageIds).rows(), encoding.texts(candidates), ofImages);
    }
}
