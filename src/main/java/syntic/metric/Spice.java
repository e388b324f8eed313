package syntic.metric;

import java.nio.file.Path;
import java.util.List;
import syntic.io.CacheFolder;
import syntic.metric.spice.CoreNlp;
import syntic.metric.spice.DependencyParser;
import syntic.metric.spice.SceneGraphScorer.Counts;
import syntic.metric.spice.SceneGraphScorer;
import syntic.store.ProgressListener;

/**
 * SPICE (Anderson et al. 2016, <i>SPICE: Semantic Propositional Image Caption Evaluation</i>): how well the objects,
 * attributes and relations that a caption states agree with those that the references state together. The score of an
 * image is the F-score of the statements, that of a corpus their mean; an image with no match scores 0, also when
 * neither side states anything.
 *
 * <p>Needs {@link CoreNlp}, which is optional. Parses are kept in the cache folder, so that a second system on the same
 * references costs only its own captions.
 */
public final class Spice implements Metric {

    private final SceneGraphScorer scorer;
    private final String variant;

    /**
     * SPICE over CoreNLP's parser.
     *
     * @throws IllegalArgumentException if the parser is not there; the message says how to get it
     */
    public Spice() {
        this(CoreNlp.parser(), CacheFolder.path().resolve("spice"));
    }

    /** SPICE over another parser, whose parses are kept in a folder. */
    public Spice(DependencyParser parser, Path cache) {
        this.scorer = new SceneGraphScorer(parser, cache);
        this.variant = "scene graphs of this library over " + parser.name();
    }

    @Override
    public List<MetricScores> score(TokenizedCaptions captions, ProgressListener progress) {
        List<Counts> counts = counts(captions, progress);
        double[] perImage = counts.stream().mapToDouble(Counts::f).toArray();
        MetricScores scores = MetricScores.averaged("SPICE", perImage);
        return List.of(new MetricScores(scores.name(), perImage, scores.pool(), variant));
    }

    /** The matched, candidate and reference statements of each image. */
    public List<Counts> counts(TokenizedCaptions captions, ProgressListener progress) {
        return scorer.score(captions.candidates(), captions.references(), progress);
    }
}
