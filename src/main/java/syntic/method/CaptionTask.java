package syntic.method;

import java.util.function.Supplier;
import syntic.stage.SyntheticFeatures;

/**
 * What a system may learn from. Systems of one comparison get the same; each takes what it needs.
 *
 * @param sentences to train on
 * @param synthetic features and tags of the images generated for them, by caption id
 * @param photos the photos that the sentences describe, by the captions' image ids: for systems that are not text-only
 * @param support sentences that are looked up when photos are captioned; the training sentences, or those of the
 *     target domain (TT in the papers)
 */
public record CaptionTask(Sentences sentences, Supplier<SyntheticFeatures> synthetic, Supplier<Photos> photos,
        Sentences support, FrozenModels models) {

    /** The same task with other sentences to look up. */
    public CaptionTask withSupport(Sentences other) {
        return new CaptionTask(sentences, synthetic, photos, other, models);
    }
}
