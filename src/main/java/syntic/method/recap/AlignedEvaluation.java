package syntic.method.recap;

import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.metric.ClipScore;
import syntic.metric.MetricScores;
import syntic.stage.ClipEvaluation;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * ReCap's metrics aCLIP-S and RefaCLIP-S: CLIPScore and RefCLIPScore where the features of the images are mapped by an
 * {@link Alignment}.
 *
 * @param judge encodes the sentences
 */
public record AlignedEvaluation(ClipEvaluation judge) {
    /** As {@link #score(Alignment, List, FeatureSet, Map, Map, ProgressListener)}, in silence. */
    public List<MetricScores> score(Alignment alignment, List<String> imageIds, FeatureSet images,
            Map<String, String> captions, Corpus references) {
        return score(alignment, imageIds, images, captions, references.textsByImage(), ProgressListener.SILENT);
    }

    /** aCLIP-S and RefaCLIP-S: as {@link ClipEvaluation#score}, with the images mapped to where captions are. */
    public List<MetricScores> score(Alignment alignment, List<String> imageIds, FeatureSet images,
            Map<String, String> captions, Map<String, List<String>> references, ProgressListener progress) {
        return judge.score(ClipScore.Space.ALIGNED, imageIds, alignment.map(judge.compute(), images), captions,
                references, progress);
    }

    /**
     * Finds the map that aCLIP-S needs. Sentences get the prompt here too, so that the map leads to where judged
     * sentences are.
     *
     * @param images features of the images of the captions, by image id
     * @param captions captions of other images than those to be scored; each is a pair with its image
     * @throws IllegalArgumentException if there are too few images for an orthogonal map, which would not be unique
     */
    public Alignment align(FeatureSet images, Corpus captions, Alignment.Config config, ProgressListener progress) {
        int found = captions.byImage().size();
        if (config.method() == Alignment.Method.PROCRUSTES && found <= images.width()) {
            throw new IllegalArgumentException("captions of " + found + " images do not determine an orthogonal map of "
                    + "features of width " + images.width() + "; more than " + images.width() + " images are needed");
        }
        List<String> ids = captions.captions().stream().map(Caption::id).toList();
        float[][] photos = captions.captions().stream().map(caption -> images.row(caption.imageId()))
                .toArray(float[][]::new);
        float[][] sentences = judge.sentences(captions.captions().stream().map(Caption::text).toList(), progress);
        Provenance pairs = images.provenance();
        return Alignment.fit(judge.compute(), FeatureSet.of(ids, photos, pairs), FeatureSet.of(ids, sentences, pairs),
                config);
    }
}
