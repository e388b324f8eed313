package syntic.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntic.corpus.Corpus;
import syntic.metric.ClipScore;
import syntic.metric.MetricScores;
import syntic.nn.Compute;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;

/**
 * Judges captions by CLIP: CLIPScore and RefCLIPScore.
 *
 * <pre>{@code
 * CaptionScores scores = CaptionScores.evaluate(references, captions);
 * scores = scores.with(new ClipEvaluation(encoding).score(scores.imageIds(), photos, captions, references));
 * }</pre>
 *
 * <p>An object remembers the features of the sentences it has seen, so that a second system on the same references
 * costs only its own captions.
 */
public final class ClipEvaluation {
    /** The prompt of the published code. */
    public static final String PROMPT = "A photo depicts ";

    /** How many sentences are encoded between two reports of progress. */
    private static final int AT_ONCE = 256;

    private final ImageTextEncoder encoding;
    private final String prompt;
    private final Map<String, float[]> known = new HashMap<>();

    /** With the prompt of the published code. */
    public ClipEvaluation(ImageTextEncoder encoding) {
        this(encoding, PROMPT);
    }

    /**
     * @param encoding the CLIP that judges; a system that was made with the same CLIP pleases it too easily
     * @param prompt what stands before every sentence, its space included
     */
    public ClipEvaluation(ImageTextEncoder encoding, String prompt) {
        this.encoding = encoding;
        this.prompt = prompt;
    }

    /** Where the CLIP computes. */
    public Compute compute() {
        return encoding.compute();
    }

    /** As {@link #score(List, FeatureSet, Map, Map, ProgressListener)}, in silence. */
    public List<MetricScores> score(List<String> imageIds, FeatureSet images, Map<String, String> captions,
            Corpus references) {
        return score(imageIds, images, captions, references.textsByImage(), ProgressListener.SILENT);
    }

    /**
     * CLIPScore and RefCLIPScore.
     *
     * @param imageIds the images to score, in the order of the result
     * @param images features of at least these images, by image id
     * @param captions image id to generated caption
     * @param references image id to reference captions, of at least these images
     * @param progress hears how many sentences are encoded
     * @throws IllegalArgumentException if an image lacks its feature, caption or references, or the features are not of
     *                                  the CLIP that judges
     */
    public List<MetricScores> score(List<String> imageIds, FeatureSet images, Map<String, String> captions,
            Map<String, List<String>> references, ProgressListener progress) {
        return score(ClipScore.Space.CLIP, imageIds, images, captions, references, progress);
    }

    /**
     * As {@link #score(List, FeatureSet, Map, Map, ProgressListener)}, for image features of any space that captions
     * are in.
     */
    public List<MetricScores> score(ClipScore.Space space, List<String> imageIds, FeatureSet images,
            Map<String, String> captions, Map<String, List<String>> references, ProgressListener progress) {
        for (String id : imageIds) {
            if (!captions.containsKey(id) || !references.containsKey(id)) {
                throw new IllegalArgumentException("image " + id + " has no "
                        + (captions.containsKey(id) ? "references" : "generated caption"));
            }
        }
        if (images.width() != encoding.width()) {
            throw new IllegalArgumentException("image features of width " + images.width() + " do not fit a CLIP with "
                    + "features of width " + encoding.width() + "; both must come from the same CLIP");
        }
        float[][] photos = images.select(imageIds).rows();
        List<String> candidates = imageIds.stream().map(captions::get).toList();
        List<String> texts = new ArrayList<>(candidates);
        imageIds.forEach(id -> texts.addAll(references.get(id)));
        float[][] sentences = sentences(texts, progress);
        List<float[][]> ofImages = new ArrayList<>();
        int from = imageIds.size();
        for (String id : imageIds) {
            int to = from + references.get(id).size();
            ofImages.add(Arrays.copyOfRange(sentences, from, to));
            from = to;
        }
        return new ClipScore(space).score(photos, Arrays.copyOf(sentences, imageIds.size()), ofImages);
    }

    /** Features of sentences after the prompt; each different sentence is encoded once. */
    public synchronized float[][] sentences(List<String> texts, ProgressListener progress) {
        List<String> unknown = texts.stream().distinct().filter(text -> !known.containsKey(text)).toList();
        for (int from = 0; from < unknown.size(); from += AT_ONCE) {
            List<String> some = unknown.subList(from, Math.min(unknown.size(), from + AT_ONCE));
            float[][] features = encoding.texts(some.stream().map(prompt::concat).toList());
            for (int i = 0; i < features.length; i++) {
                known.put(some.get(i), features[i]);
            }
            progress.at(from + some.size(), unknown.size(), "sentences for CLIP");
        }
        return texts.stream().map(known::get).toArray(float[][]::new);
    }
}
