package syntic.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import syntic.metric.Bootstrap;
import syntic.metric.CaptionScores;

/**
 * The scores of one file of results.
 *
 * @param file     the file
 * @param captions its caption of each image, as written
 * @param scores   the scores of these captions
 * @param samples  the corpus scores of bootstrap samples
 * @param left     images of the references that have no caption in the file; they are not in the scores
 */
record SystemScores(Path file, Map<String, String> captions, CaptionScores scores, Bootstrap.Samples samples,
        List<String> left) {

    /**
     * The paired differences of two systems.
     *
     * @param images      how many images both have; the differences are over these
     * @param differences the second minus the first, by metric; empty where the two have no image in common
     */
    record Pair(SystemScores first, SystemScores second, int images, Map<String, Bootstrap.Comparison> differences) {
    }
}
