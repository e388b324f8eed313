package syntic.benchmark;

import java.util.Locale;
import syntic.io.UserException;
import syntic.miniature.world.Split;

/**
 * What results of one folder have in common, besides their version and the models.
 *
 * @param split the photos that are captioned: the test photos, or the validation photos to choose settings on
 * @param sentences training sentences at most, 0 for all
 * @param photos photos at most, 0 for all
 * @param epochs of every decoder, 0 for what each system has in its settings
 */
public record BenchmarkSettings(String protocol, Split split, int sentences, int photos, int epochs) {
    public BenchmarkSettings {
        if (split == Split.TRAIN) {
            throw new UserException("systems are tested on the split validation, test or held_out; those of "
                    + "train are trained on");
        }
        if (protocol.equals(Tuning.NAME) && split != Split.VALIDATION) {
            throw new UserException("settings are chosen with the split validation alone; photos of "
                    + split.name().toLowerCase(Locale.ROOT) + " that had a say in the choice cannot judge the result");
        }
        if (sentences < 0 || photos < 0 || epochs < 0) {
            throw new UserException("numbers of sentences, photos and epochs must be 0 (all) or more, not "
                    + sentences + ", " + photos + ", " + epochs);
        }
    }

    /** A protocol as it is meant: all sentences, all test photos, or all validation photos to choose settings on. */
    public static BenchmarkSettings of(String protocol) {
        return new BenchmarkSettings(protocol, protocol.equals(Tuning.NAME) ? Split.VALIDATION : Split.TEST, 0, 0, 0);
    }
}
