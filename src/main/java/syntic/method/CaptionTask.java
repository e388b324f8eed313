package syntic.method;

import java.util.function.Supplier;
import syntic.corpus.Caption;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.data.Sentences;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;

/**
 * What a system may learn from. Systems of one comparison get the same; each takes what it needs.
 *
 * @param sentences to train on
 * @param synthetic features and tags of the images generated for them, by caption id
 * @param photos the photos that the sentences describe, by the captions' image ids: for systems that are not text-only
 * @param support the support set, which generated images are projected on: the training sentences, or those and more
 *     of the same corpus, for which no image was generated
 * @param targetSupport what is looked up when photos are captioned: the support set, or that of the target domain (TT
 *     in the papers)
 */
public record CaptionTask(Sentences sentences, Supplier<ImageFeatures> synthetic, Supplier<ImageFeatures> photos,
        Sentences support, Sentences targetSupport, FrozenModels models) {

    /** All of a data set; the support set is also what is looked up when photos are captioned. */
    public static CaptionTask of(CaptionData data, FrozenModels models) {
        Sentences all = data.sentences();
        Sentences support = data.support();
        return new CaptionTask(all, () -> data.synthetic().select(all.features().ids()), () -> data.photos(
                all.corpus().captions().stream().map(Caption::imageId).distinct().toList(), Corruption.NONE),
                support, support, models);
    }

    /** The same task with other sentences to look up when photos are captioned. */
    public CaptionTask withTargetSupport(Sentences other) {
        return new CaptionTask(sentences, synthetic, photos, support, other, models);
    }
}
