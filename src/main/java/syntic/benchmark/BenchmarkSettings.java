package syntic.benchmark;

import java.util.Set;
import syntic.data.CaptionData;
import syntic.io.UserException;

/**
 * What results of one folder have in common, besides their version and the models.
 *
 * @param split the photos that are captioned: {@code test}, {@code validation} to choose settings on, or another that
 *     the data sets have
 * @param sentences training sentences at most, 0 for all
 * @param photos photos at most, 0 for all
 * @param epochs of every decoder, 0 for what each system has in its settings
 */
public record BenchmarkSettings(String protocol, String split, int sentences, int photos, int epochs) {
    /** Protocols that settings are chosen with. */
    private static final Set<String> CHOOSING = Set.of(Search.NAME, "normalisation");

    public BenchmarkSettings {
        if (CHOOSING.contains(protocol) && !split.equals(CaptionData.VALIDATION)) {
            throw new UserException("settings are chosen with the split validation alone; photos of "
                    + split + " that had a say in the choice cannot judge the result");
        }
        if (sentences < 0 || photos < 0 || epochs < 0) {
            throw new UserException("numbers of sentences, photos and epochs must be 0 (all) or more, not "
                    + sentences + ", " + photos + ", " + epochs);
        }
    }

    /** How many training sentences of a data set are taken. */
    int training(CaptionData data) {
        return sentences == 0 ? data.trainingSize() : Math.min(sentences, data.trainingSize());
    }

    /** A protocol as it is meant: all sentences, all test photos, or all validation photos to choose settings on. */
    public static BenchmarkSettings of(String protocol) {
        return new BenchmarkSettings(protocol,
                CHOOSING.contains(protocol) ? CaptionData.VALIDATION : CaptionData.TEST, 0, 0, 0);
    }
}
