package syntic.method.syntic;

import java.util.List;
import java.util.Map;
import syntic.metric.CopiedWords;
import syntic.model.RgbImage;
import syntic.model.detr.DetectedObject;
import syntic.model.gpt.Decoding;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionWriter;
import syntic.stage.ImageFeatures;
import syntic.stage.ImageTextEncoder;
import syntic.stage.ObjectDetector;
import syntic.stage.ObjectTags;
import syntic.stage.Projection;
import syntic.stage.SupportSet;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.Provenance;

/**
 * A trained SynTIC: photos go in, captions come out. A photo takes the way that generated images took in training,
 * without the refinement.
 *
 * @param encoding null where features are there already
 * @param detection null where objects take no part and are not shown
 * @param labels text features of the detector's names, or null where objects take no part
 * @param projection on the sentences of the training, if no others were given; its support set belongs to the system
 * @param writer belongs to the system
 * @param copied finds what captions have word for word from the sentences of the support set
 */
public record Syntic(SynticConfig config, ImageTextEncoder encoding, ObjectDetector detection,
        Projection projection, FeatureSet labels, CaptionWriter writer, CopiedWords copied) implements AutoCloseable {

    /**
     * Why a caption came out as it did.
     *
     * @param support what the photo was projected from
     * @param objects the detected objects, the surest first
     * @param attention of the fusion to the objects' names; empty where objects take no part
     * @param nearest the sentence of the support set whose text feature is nearest to the caption's; null if the
     *     caption is empty
     * @param copies what the caption has word for word from the sentences of the support set
     */
    public record Why(RgbImage photo, CaptionWriter.Description description, Projection.Explanation support,
            List<DetectedObject> objects, Map<String, Double> attention, SupportSet.Neighbour nearest,
            CopiedWords.Copies copies) {

        public String caption() {
            return description.caption();
        }
    }

    /** The same system with another search for the best sentence. */
    public Syntic with(Decoding decoding) {
        return new Syntic(config, encoding, detection, projection, labels,
                new CaptionWriter(writer.model(), writer.tokenizer(), decoding, writer.most()), copied);
    }

    /** A caption for each photo, by id. */
    public Map<String, String> caption(List<String> ids, List<RgbImage> photos) {
        return caption(ImageFeatures.of(ids, photos, encoding, config.components().objects() ? detection : null));
    }

    /** A caption for each photo that was encoded and looked at before, by id. */
    public Map<String, String> caption(ImageFeatures photos) {
        return writer.captions(inputs(photos));
    }

    private CaptionInputs inputs(ImageFeatures photos) {
        return config.inputs(photos.features(), projection,
                config.components().objects() ? new ObjectTags(labels, photos.tags()) : null);
    }

    /** The caption of one photo with what it was made from, and its {@code top} support sentences. */
    public Why explain(RgbImage photo, int top) {
        FeatureSet feature = ImageFeatures.of(List.of("photo"), List.of(photo), encoding, null).features();
        List<DetectedObject> objects = detection == null ? List.of() : detection.detect(List.of(photo)).get(0);
        CaptionWriter.Description description = writer.describe(inputs(ImageFeatures.of(feature,
                List.of(detection == null ? List.of() : detection.tags(objects))))).get(0);
        return new Why(photo, description, projection.explain(feature, top).get(0), objects, description.attention(),
                nearest(description.caption()), copied.of(description.caption()));
    }

    private SupportSet.Neighbour nearest(String caption) {
        if (caption.isBlank()) {
            return null;
        }
        FeatureSet text = FeatureSet.of(List.of("caption"), encoding.texts(List.of(caption)),
                Provenance.of("caption", new Ids(Fingerprint.of(List.of(caption))), encoding.provenance()));
        return projection.support().nearest(text, 1).get("caption").get(0);
    }

    private record Ids(String ids) {}

    /** Frees the decoder and the support set; the frozen models belong to whoever opened them. */
    @Override
    public void close() {
        writer.close();
        projection.support().close();
    }
}
